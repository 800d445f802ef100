"""Make the changes that a reply describes, where each has just one place in the selection."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from tierline.answer.reply.chunks import Chunk
from tierline.answer.reply.rows import shifted

_SHOWN = 40
Like = Callable[[str], str]
_EXACT: Like = str
_LIKENESS: tuple[Like, ...] = (_EXACT, str.rstrip, str.strip)
"""How lines are compared: as they are, without blanks at their ends, without indentation."""


class NoPlaceError(Exception):
    """A change that can't be made; says why, in a clause about the answer."""


def placed(chunks: Sequence[Chunk], rows: Sequence[str], first: int, last: int) -> tuple[list[str], bool]:
    """Return ``rows`` with all the changes made, and whether each matched exactly.

    ``rows`` are the whole document's; what changes must lie in ``[first, last)``. The changes may all be about the
    document as it is, or each about what the one before has left.

    Raises:
        NoPlaceError: a change has no place there, or several.
    """
    try:
        return _at_once(chunks, rows, first, last)
    except NoPlaceError:
        if len(chunks) == 1:
            raise
        in_turn = _in_turn(chunks, rows, first, last)
        if in_turn is None:
            raise
        return in_turn


def _in_turn(chunks: Sequence[Chunk], rows: Sequence[str], first: int, last: int) -> tuple[list[str], bool] | None:
    new, sure = list(rows), True
    for chunk in chunks:
        try:
            start, end, text, exact = _find(chunk, new, first, last)
        except NoPlaceError:
            return None
        new[start:end] = text
        last += len(text) - (end - start)
        sure = sure and exact
    return new, sure


def _at_once(chunks: Sequence[Chunk], rows: Sequence[str], first: int, last: int) -> tuple[list[str], bool]:
    found = sorted((_find(chunk, rows, first, last) for chunk in chunks), key=lambda place: place[0])
    if any(after[0] < before[1] for before, after in pairwise(found)):
        raise NoPlaceError("its changes overlap")
    new = list(rows)
    for start, end, text, _ in reversed(found):
        new[start:end] = text
    return new, all(exact for *_, exact in found)


def _find(chunk: Chunk, rows: Sequence[str], first: int, last: int) -> tuple[int, int, list[str], bool]:
    """Return the rows that change, what they become, and whether they matched exactly."""
    if not any(line.strip() for line in chunk.old):
        if any(row.strip() for row in rows[first:last]):
            raise NoPlaceError("it does not say where its new lines belong")
        return first, last, list(chunk.new), True
    for like in _LIKENESS:
        places = list(_matches(chunk.old, rows, like))
        made = [found for at in places if (found := _made(chunk, rows, at, like))]
        inside = [found for found in made if first <= found[0] and found[1] <= last]
        if len(inside) > 1:
            raise NoPlaceError(f"the lines it changes stand in several places: {_shown(chunk.old)}")
        if inside:
            start, end, text = inside[0]
            return start, end, text, like is _EXACT
        if made:
            raise NoPlaceError(f"it changes lines outside the selection: {_shown(chunk.old)}")
    raise NoPlaceError(f"the lines it changes are not in the selection: {_shown(chunk.old)}")


def _matches(old: Sequence[str], rows: Sequence[str], like: Like) -> Iterator[int]:
    wanted, given = [like(line) for line in old], [like(row) for row in rows]
    for at in range(len(given) - len(wanted) + 1):
        if given[at] == wanted[0] and given[at : at + len(wanted)] == wanted:
            yield at


def _made(chunk: Chunk, rows: Sequence[str], at: int, like: Like) -> tuple[int, int, list[str]] | None:
    """Return what changes if the chunk stands at row ``at``; ``None`` where its indentation is of another pattern.

    Lines that stay are kept as the document has them.
    """
    here = rows[at : at + len(chunk.old)]
    new = chunk.new if like is not str.strip else shifted(chunk.new, chunk.old, here)
    if new is None:
        return None
    known = [like(line) for line in chunk.old]
    steps = [
        step
        for step in SequenceMatcher(None, known, list(map(like, new)), autojunk=False).get_opcodes()
        if step[0] != "equal"
    ]
    if not steps:
        return at, at, []
    start, end = steps[0][1], steps[-1][2]
    text: list[str] = []
    for (_, _, i2, j1, j2), following in zip(steps, [*steps[1:], None], strict=True):
        text += [*new[j1:j2], *(here[i2 : following[1]] if following else ())]
    return at + start, at + end, text


def _shown(lines: Sequence[str]) -> str:
    line = next(line.strip() for line in lines if line.strip())
    return f"“{line[:_SHOWN]}…”" if len(line) > _SHOWN else f"“{line}”"
