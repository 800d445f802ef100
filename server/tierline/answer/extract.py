"""Take the new text of the selection out of a reply."""

import re

from tierline.answer.fences import fenced_blocks
from tierline.answer.indentation import lead, reindented
from tierline.answer.insertion import inserted

_LINE_END = re.compile(r"\r\n|\r|\n")
_TALK = re.compile(r"[A-Z][^(){}\[\]=;<>#]* [^(){}\[\]=;<>#]*[.:!]")
"""A line of prose, where code is expected."""


def replacement(reply: str, source: str, start: int, end: int) -> str | None:
    """Return the text that takes the place of ``source[start:end]``, or ``None`` if ``reply`` holds none.

    Of several fenced blocks the longest counts, but one that resembles the selection goes first;
    a block that is cut off takes none beside it. Without any fence the whole reply counts, if at
    least half of its lines stand in the selection too. The selection's indentation, line ends and
    final line end are kept; a selection of one line takes the line ends of ``source``, and one that starts behind
    its indentation is read as if it had it. What is to stand at a cursor, or in the place of blank lines: see
    ``inserted``.
    """
    left_out = lead(source, start)
    selection = left_out + source[start:end]
    normal = _LINE_END.sub("\n", reply)
    code = _code(normal, selection)
    if code is None or not code.strip():
        return None
    if not selection.strip():
        return inserted(code, source, start, end).replace("\n", _line_end(source)) or None
    code = reindented(code.strip("\n").rstrip(), selection)
    before, after = _blank_lines_around(selection)
    return (before + code.replace("\n", _line_end(selection, source)) + after).removeprefix(left_out)


def _code(reply: str, selection: str) -> str | None:
    found = fenced_blocks(reply)
    if found.fences == 0:
        return _without_talk(reply, selection) if _resembles(reply, selection) else None
    # A reply may quote what was there before it says what shall be.
    new = [block for block in found.complete if block.strip() != selection.strip()] or found.complete
    if not new or len(found.cut_off) > max(map(len, new)):
        return None
    return max(new, key=lambda block: (_is_a_version_of(block, selection), len(block)))


def _is_a_version_of(block: str, selection: str) -> bool:
    return _resembles(block, selection) and len(block) * 2 >= len(selection)


def _resembles(text: str, selection: str) -> bool:
    known = {line.strip() for line in selection.splitlines() if line.strip()}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return bool(lines) and sum(line in known for line in lines) * 2 >= len(lines)


def _without_talk(reply: str, selection: str) -> str:
    lines = reply.strip("\n").split("\n")
    for place in (0, -1):
        while lines and (not lines[place].strip() or _TALK.fullmatch(lines[place].strip())):
            if lines[place].strip() and lines[place].strip() in selection:
                break
            lines.pop(place)
    return "\n".join(lines)


def _blank_lines_around(selection: str) -> tuple[str, str]:
    before = re.match(r"(?:[ \t]*[\r\n]+)*", selection)
    rest = selection[before.end() :] if before else selection
    return before[0] if before else "", rest[len(rest.rstrip()) :]


def _line_end(*texts: str) -> str:
    """Return the line end that is most frequent in the first text that has any."""
    for text in texts:
        ends: list[str] = _LINE_END.findall(text)
        if ends:
            return max(dict.fromkeys(ends), key=ends.count)
    return "\n"
