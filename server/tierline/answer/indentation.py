"""Indent code as the text was that it takes the place of."""

import re
import textwrap
from collections import Counter

_LINE_BEGIN = re.compile(r"(?:(?<=[\r\n])|\A)[ \t]*\Z")
_LEAD = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)


def reindented(code: str, selection: str) -> str:
    """Indent ``code``, whose lines end with LF, as far as the selection was, and with its characters.

    Models often start at the left margin, or leave out the first line's indentation alone. Of the
    readings that are possible, the one counts that has most lines of the selection; but a first line
    that opens a block must have deeper lines behind it.
    """
    code = with_characters_of(code, selection)
    wanted, found = _indent(selection), _indent(code)
    if wanted == found and wanted:
        return code
    first, _, rest = code.partition("\n")
    whole = textwrap.indent(textwrap.dedent(code), wanted) if len(found) < len(wanted) else code
    readings = [whole, wanted + first.lstrip() + ("\n" + rest if rest else "")]
    known = Counter(selection.splitlines())

    def likeness(reading: str) -> tuple[bool, int]:
        return _opens_its_block(reading), (Counter(reading.splitlines()) & known).total()

    return max(readings, key=likeness)


def lead(source: str, start: int) -> str:
    """Return the indentation that a selection at ``start`` has left out; empty if it starts within a line."""
    found = _LINE_BEGIN.search(source[:start])
    return found[0] if found else ""


def _indent(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return first[: len(first) - len(first.lstrip())]


def _opens_its_block(text: str) -> bool:
    """Whether the second line is indented more than the first, where the first ends like a block's head."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()][:2]
    first, second = (len(line) - len(line.lstrip()) for line in (lines * 2)[:2])
    return len(lines) == 1 or not lines[0].endswith((":", "{", "(", "[")) or second > first


def with_characters_of(code: str, selection: str) -> str:
    """Indent ``code`` with tabs where the selection does so throughout and it with spaces, or the reverse."""
    leads, wanted = _LEAD.findall(code), _LEAD.findall(selection)
    kinds = {*"".join(leads)}, {*"".join(wanted)}
    if kinds == ({" "}, {"\t"}):
        step = min(map(len, leads))
        if any(len(blank) % step for blank in leads):
            return code
        return _LEAD.sub(lambda blank: "\t" * (len(blank[0]) // step), code)
    if kinds == ({"\t"}, {" "}):
        widths = {len(blank) for blank in wanted}
        step = min({b - a for a in widths for b in widths if b > a} | {min(widths)})
        return _LEAD.sub(lambda blank: " " * (len(blank[0]) * step), code)
    return code
