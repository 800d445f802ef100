"""Take the new text of the selection out of a reply."""

import re
import textwrap

_FENCE = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")


def replacement(reply: str, selection: str) -> str | None:
    """Return the text that takes the place of ``selection``, or ``None`` if ``reply`` holds none.

    The longest complete fenced block counts; without any fence the whole reply, if at least half of
    its lines stand in the selection too. The selection's indentation, line ends and final line end
    are kept.
    """
    normal = _LINE_END.sub("\n", reply)
    blocks = list(_blocks(normal))
    if blocks:
        code = max(blocks, key=len)
    elif _FENCE.search(normal) or not _resembles(normal, selection):
        return None
    else:
        code = normal.strip("\n")
    if not code.strip():
        return None
    code = _reindented(code.strip("\n"), selection)
    before, after = _blank_lines_around(selection)
    return before + code.replace("\n", _line_end(selection)) + after


def _blank_lines_around(selection: str) -> tuple[str, str]:
    before = re.match(r"(?:[ \t]*[\r\n]+)*", selection)
    after = re.search(r"\s*\Z", selection[before.end() :] if before else selection)
    return before[0] if before else "", after[0] if after else ""


def _blocks(reply: str) -> list[str]:
    blocks, start, opened = [], 0, ""
    for found in _FENCE.finditer(reply):
        fence = found["fence"]
        if not opened:
            opened, start = fence, found.end() + 1
        elif fence[0] == opened[0] and len(fence) >= len(opened) and found[0].strip() == fence:
            blocks.append(reply[start : found.start()])
            opened = ""
    return blocks


def _resembles(reply: str, selection: str) -> bool:
    known = {line.strip() for line in selection.splitlines() if line.strip()}
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    return bool(lines) and sum(line in known for line in lines) * 2 >= len(lines)


def _indent(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return first[: len(first) - len(first.lstrip())]


def _reindented(code: str, selection: str) -> str:
    """Indent ``code`` as far as the selection was; models often start at the left margin.

    A selection that starts in mid-line has no indentation of its own to restore.
    """
    wanted, found = _indent(selection), _indent(code)
    if wanted == found or (found and not wanted):
        return code
    return textwrap.indent(textwrap.dedent(code), wanted) if len(found) < len(wanted) else code


def _line_end(selection: str) -> str:
    ends = _LINE_END.findall(selection)
    return max(set(ends), key=ends.count) if ends else "\n"
