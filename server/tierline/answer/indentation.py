"""Indent code as the text was that it takes the place of."""

import re
import textwrap
from collections import Counter

_LEAD = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)


def reindented(code: str, selection: str) -> str:
    """Indent ``code``, whose lines end with LF, as far as the selection was, and with its characters.

    Models often start at the left margin, or leave out the first line's indentation alone. Of the
    readings that are possible, the one counts that has most lines of the selection; but a first line
    that opens a block must have deeper lines behind it.
    """
    code = _with_its_characters(code, selection)
    wanted, found = _indent(selection), _indent(code)
    if wanted == found and wanted:
        return code
    first, _, rest = code.partition("\n")
    whole = textwrap.indent(textwrap.dedent(code), wanted) if len(found) < len(wanted) else code
    readings = [whole, wanted + first.lstrip() + ("\n" + rest if rest else "")]
    if not wanted and rest.strip():
        # The selection may start behind its first line's indentation: then only the others tell it.
        margin = _margin(selection.partition("\n")[2].replace("\r", ""))
        readings.append(first + "\n" + textwrap.indent(textwrap.dedent(rest), margin))
    known = Counter(selection.splitlines())

    def likeness(reading: str) -> tuple[bool, int]:
        return _opens_its_block(reading), (Counter(reading.splitlines()) & known).total()

    return max(readings, key=likeness)


def _indent(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return first[: len(first) - len(first.lstrip())]


def _opens_its_block(text: str) -> bool:
    """Whether the second line is indented more than the first, where the first ends like a block's head."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()][:2]
    first, second = (len(line) - len(line.lstrip()) for line in (lines * 2)[:2])
    return len(lines) == 1 or not lines[0].endswith((":", "{", "(", "[")) or second > first


def _margin(text: str) -> str:
    leads = [line[: len(line) - len(line.lstrip())] for line in text.splitlines() if line.strip()]
    return min(leads, key=len, default="")


def _with_its_characters(code: str, selection: str) -> str:
    """Indent with tabs where the selection does so throughout and ``code`` with spaces, or the reverse."""
    leads, wanted = _LEAD.findall(code), _LEAD.findall(selection)
    kinds = {*"".join(leads)}, {*"".join(wanted)}
    if kinds == ({" "}, {"\t"}):
        step = min(map(len, leads))
        if any(len(lead) % step for lead in leads):
            return code
        return _LEAD.sub(lambda lead: "\t" * (len(lead[0]) // step), code)
    if kinds == ({"\t"}, {" "}):
        widths = {len(lead) for lead in wanted}
        step = min({b - a for a in widths for b in widths if b > a} | {min(widths)})
        return _LEAD.sub(lambda lead: " " * (len(lead[0]) * step), code)
    return code
