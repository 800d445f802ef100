"""Code that is inserted at a cursor: indented as the place asks, without what stands around it already."""

import re
import textwrap

_OPENS = (":", "{", "(", "[", "=>", "->", " do", " then")
"""How a line ends whose block is to follow, in most languages."""
_STEP = 4


def inserted(code: str, source: str, start: int, end: int) -> str:
    """Return ``code``, whose lines end with LF, as it is to stand in the place of the blank ``source[start:end]``.

    What models repeat of the lines just before and behind is left out. On an empty line the code takes the
    indentation of the cursor, or of what stands before; within a line it goes on there; before a line it gets one of
    its own.
    """
    line = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    before, behind = source[line:start], re.split(r"[\r\n]", source[end:], maxsplit=1)[0]
    blank = source[start:end]
    lines = _unrepeated(code.strip("\n").rstrip().split("\n"), source[:start], source[end:])
    if not any(text.strip() for text in lines):
        return ""
    if before.strip():
        return _continued(lines, before, source[:line])
    # The cursor's own column counts, where it has one; the blank text it stands in may have more of it.
    own = re.split(r"[\r\n]", blank, maxsplit=1)[0]
    lead = (before + own) or _lead_for(source[:line], source[end:], lines)
    text = textwrap.indent(_dedented(lines), lead).removeprefix(before)
    if re.search(r"[\r\n]", blank):
        return f"{text}\n"
    return f"{text}\n{before}" if behind.strip() else text


def _unrepeated(lines: list[str], before: str, behind: str) -> list[str]:
    """Leave out the first lines where they are the last ones before the cursor, and the last where they follow it."""
    above = [text.strip() for text in before.splitlines() if text.strip()]
    below = [text.strip() for text in behind.splitlines() if text.strip()]
    said = [text.strip() for text in lines]
    filled = [at for at, text in enumerate(said) if text]
    first = next((k for k in range(min(len(filled), len(above)), 0, -1) if _same(said, filled[:k], above[-k:])), 0)
    filled = filled[first:]
    last = next((k for k in range(min(len(filled), len(below)), 0, -1) if _same(said, filled[-k:], below[:k])), 0)
    kept = filled[: len(filled) - last]
    return lines[kept[0] : kept[-1] + 1] if kept else []


def _same(said: list[str], places: list[int], others: list[str]) -> bool:
    """Whether the lines are the others; brackets alone, which recur all over, are no sign of it."""
    texts = [said[place] for place in places]
    return texts == others and any(re.search(r"\w", text) for text in texts)


def _continued(lines: list[str], before: str, above: str) -> str:
    """Go on within a line: the first line may repeat its beginning, the others stand below it."""
    first, *rest = lines
    begun = before.lstrip()
    if first.strip().startswith(begun.rstrip()):
        first = first.strip()[len(begun.rstrip()) :]
        first = first.lstrip() if before != before.rstrip() else first
    else:
        first = first.strip()
    lead = _lead(before)
    if not rest:
        return first
    deeper = before.rstrip().endswith(_OPENS) and not first
    body = textwrap.indent(_dedented(rest), lead + (_step(above) if deeper else "")) if _flat(rest, lead) else None
    return "\n".join([first, body if body is not None else "\n".join(rest)])


def _flat(lines: list[str], lead: str) -> bool:
    return bool(lead) and not all(text.startswith(lead) for text in lines if text.strip())


def _lead_for(above: str, below: str, lines: list[str]) -> str:
    """Return the indentation of code on a line of its own where the cursor is at the margin."""
    own = min((_lead(text) for text in lines if text.strip()), key=len)
    if own:
        # Indented throughout: the model has seen to it itself.
        return own
    last = next((text for text in reversed(above.splitlines()) if text.strip()), "")
    if last.rstrip().endswith(_OPENS):
        return _lead(last) + _step(above)
    # Between two lines of a block the code is in it too.
    following = next((text for text in below.splitlines() if text.strip()), "")
    return min(_lead(last), _lead(following), key=len)


def _lead(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _step(text: str) -> str:
    leads = [_lead(line) for line in text.splitlines() if line.strip() and line[0] in " \t"]
    return min(leads, key=len, default=" " * _STEP)


def _dedented(lines: list[str]) -> str:
    return textwrap.dedent("\n".join("" if not text.strip() else text for text in lines))
