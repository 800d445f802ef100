"""Put back what an answer left out ("rest unchanged"), where it is certain what that is."""

from collections.abc import Sequence
from itertools import pairwise

from tierline.answer.elision import leaves_out
from tierline.answer.reply.rows import only_at
from tierline.answer.reply.units import units

_LONGEST = 3
"""Rows next to a note that are looked for together, if fewer stand in several places."""
_LEFT_OUT = 2
"""Rows that a piece may lack beside those that it changes."""


def notes_in(block: Sequence[str], rows: Sequence[str]) -> list[int]:
    """Return which rows of ``block`` stand in for code; those that stand in ``rows`` too are code themselves."""
    known = {row.strip() for row in rows}
    return [at for at, row in enumerate(block) if row.strip() not in known and leaves_out(row)]


def merged(block: Sequence[str], rows: Sequence[str]) -> list[str] | None:
    """Return ``block`` with the rows of the selection in place of its notes; ``None`` where that is not certain.

    What stands next to a note must stand in ``rows`` just once, and in the same order.
    """
    notes = notes_in(block, rows)
    if not notes:
        return list(block)
    pieces = [_bare(block[a + 1 : b]) for a, b in pairwise((-1, *notes, len(block)))]
    new: list[str] = []
    done = 0
    for place, (above, below) in enumerate(pairwise(pieces)):
        start = _behind(above, rows, first=place == 0)
        end = _before(below, rows, last=place + 1 == len(notes))
        if start is None or end is None or not done <= start <= end or not replaces(above, rows[done:start]):
            return None
        new += [*above, *rows[start:end]]
        done = end
    if not replaces(pieces[-1], rows[done:]):
        return None
    new += pieces[-1]
    names = {unit.name for unit in units(new)}
    return new if all(unit.name in names for unit in units(rows)) else None


def _bare(piece: Sequence[str]) -> list[str]:
    """Return rows without the blank ones at both ends: those of the selection take their place."""
    full = [at for at, row in enumerate(piece) if row.strip()]
    return list(piece[full[0] : full[-1] + 1]) if full else []


def replaces(piece: Sequence[str], rows: Sequence[str]) -> bool:
    """Whether a piece may be the new version of ``rows``: it does not leave out many more than it adds."""
    new, old = ({row.strip() for row in part if row.strip()} for part in (piece, rows))
    return len(old - new) <= len(new - old) + _LEFT_OUT


def _behind(above: Sequence[str], rows: Sequence[str], *, first: bool) -> int | None:
    if not above:
        return 0 if first else None
    for count in range(1, min(_LONGEST, len(above)) + 1):
        found = only_at(above[-count:], rows)
        if found is not None:
            return found + count
    return None


def _before(below: Sequence[str], rows: Sequence[str], *, last: bool) -> int | None:
    if not below:
        return len(rows) if last else None
    return next((at for count in range(1, _LONGEST + 1) if (at := only_at(below[:count], rows)) is not None), None)
