"""Rows of text: lines without their ends."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from tierline.answer.reply.cleaning import lines_with_lf

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lead_of(row: str) -> str:
    """Return the row's indentation."""
    return row[: len(row) - len(row.lstrip(" \t"))]


def shifted(rows: Sequence[str], old: Sequence[str], here: Sequence[str]) -> tuple[str, ...] | None:
    """Indent ``rows`` as far as ``old`` would have to be indented to be ``here``; ``None`` if that is not uniform."""
    pairs = {(lead_of(a), lead_of(b)) for a, b in zip(old, here, strict=True) if a.strip()}
    least = min(pairs, key=lambda pair: len(pair[0]))
    if any(a[len(least[0]) :] != b[len(least[1]) :] for a, b in pairs):
        return None
    return tuple(least[1] + row[len(least[0]) :] if row.startswith(least[0]) and row.strip() else row for row in rows)


def only_at(needle: Sequence[str], rows: Sequence[str]) -> int | None:
    """Return where ``needle`` stands in ``rows``, blanks at the ends of lines aside, if it does so just once."""
    wanted, given = [row.rstrip() for row in needle], [row.rstrip() for row in rows]
    found = [at for at in range(len(given) - len(wanted) + 1) if given[at : at + len(wanted)] == wanted]
    return found[0] if len(found) == 1 else None


def with_line_ends(new: str, old: str, source: str) -> str:
    """Return ``new``, which has LF, with the line ends of the document.

    Lines that were there in ``old`` keep theirs; others get the end that is most frequent in ``old``, or in
    ``source`` where that has none.
    """
    ends = [line[len(line.rstrip("\r\n")) :] for line in _LINE.findall(old if _ends(old) else source)]
    ends = [end for end in ends if end]
    usual = max(dict.fromkeys(ends), key=ends.count) if ends else "\n"
    if len(set(ends)) <= 1:
        return new.replace("\n", usual)
    before, after = _LINE.findall(old), _LINE.findall(new)
    plain = [lines_with_lf(line) for line in before]
    matcher = SequenceMatcher(None, plain, after, autojunk=False)
    lines = [line.replace("\n", usual) for line in after]
    for at, place, size in matcher.get_matching_blocks():
        lines[place : place + size] = before[at : at + size]
    for at in reversed(range(len(lines) - 1)):
        if lines[at].endswith("\r") and lines[at + 1].startswith("\n"):
            # Side by side the two would be one line end.
            lines[at] = lines[at][:-1] + (usual if usual != "\r" else "\n")
    return "".join(lines)


def _ends(text: str) -> bool:
    return "\n" in text or "\r" in text
