"""Take the new text of the selection out of a reply, whatever shape that has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tierline.answer.fences import Blocks, fenced_blocks
from tierline.answer.indentation import lead, reindented, with_characters_of
from tierline.answer.insertion import inserted
from tierline.answer.reply.bare import reads_as_code, resembles, without_talk
from tierline.answer.reply.chunks import Chunk, Chunks, chunks_in
from tierline.answer.reply.cleaning import as_code, cleaned, lines_with_lf
from tierline.answer.reply.elided import merged, notes_in, replaces
from tierline.answer.reply.languages import in_language
from tierline.answer.reply.parts import cut_out, spliced
from tierline.answer.reply.placing import NoPlaceError, placed
from tierline.answer.reply.reading import Confidence, Reading, Shape, nothing
from tierline.answer.reply.rows import with_line_ends
from tierline.answer.reply.units import units

_NO_CHUNKS = frozenset({"diff", "patch"})
"""Languages of documents in which a diff is just the text."""
_CONFLICT = "<<<<<<<"
_TAKES_OUT = re.compile(
    r"\b(?:remov|delet|drop|strip|eliminat|get rid|take out|throw out|inlin|merg|combin|replac|unif|extract|mov)"
    r"|\b(?:entfern|lösch|streich|ersetz|supprim|enl[eè]v|remplac|elimin|borra|quita|reemplaz)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """The selection and what is around it, all with LF."""

    before: str
    selection: str
    """With the indentation of its first line, if it starts behind it."""
    after: str
    language: str
    whole: bool
    """Whether code is taken for all of it, even if definitions are missing."""

    @property
    def rows(self) -> list[str]:
        """The selection's rows."""
        return self.selection.split("\n")


def read_reply(  # noqa: PLR0913 a reply, a selection, and what is known of the task
    reply: str, source: str, start: int, end: int, *, language: str = "", instruction: str = ""
) -> Reading:
    """Return the text that takes the place of ``source[start:end]``, or why ``reply`` holds none.

    Nothing outside the selection is ever part of it: what a reply changes there makes it no edit. The selection's
    indentation, line ends and final line end are kept. ``language`` (an LSP language id) is what the code should be
    in; empty if it may be in any. Where the ``instruction`` asks for something to be taken out, definitions that the
    reply lacks are taken out; otherwise they stay, if it is certain which ones the reply is about.
    """
    left_out = lead(source, start)
    before, own = source[: start - len(left_out)], left_out + source[start:end]
    place = Place(
        lines_with_lf(before),
        lines_with_lf(own),
        lines_with_lf(source[end:]),
        language,
        bool(_TAKES_OUT.search(instruction)),
    )
    text = cleaned(reply, source)
    if not text.strip():
        return nothing(Shape.NONE, "it is empty")
    found = _read(text, place)
    if found.new_text is None:
        return found
    if not own.strip():
        # A cursor, or blank lines: there is nothing whose indentation and ends could be kept.
        fitted = inserted(found.new_text, source, start, end)
        return Reading(with_line_ends(fitted, "", source) or None, found.shape, found.confidence)
    new = with_line_ends(found.new_text, own, source).removeprefix(left_out)
    return Reading(new, found.shape, found.confidence)


def _read(text: str, place: Place) -> Reading:
    found = fenced_blocks(text)
    may_have_chunks = place.language not in _NO_CHUNKS and _CONFLICT not in place.selection
    chunks = chunks_in(text, found.complete) if may_have_chunks else None
    if chunks:
        return _of_chunks(chunks, place)
    return _of_blocks(found, place) if found.fences else _of_bare(text, place)


def _of_chunks(found: Chunks, place: Place) -> Reading:
    if found.why or not found.chunks:
        return nothing(found.shape, found.why or "it changes nothing")
    document = place.before + place.selection + place.after
    rows = document.split("\n")
    first = place.before.count("\n")
    last = first + place.selection.count("\n") + (not place.selection.endswith("\n")) if place.after else len(rows)
    chunks = [_with_characters(chunk, place.selection) for chunk in found.chunks]
    try:
        new, exact = placed(chunks, rows, first, last)
    except NoPlaceError as error:
        return nothing(found.shape, str(error))
    text = "\n".join(new)
    if not (text.startswith(place.before) and text.endswith(place.after)):
        return nothing(found.shape, "it changes text outside the selection")
    inside = text[len(place.before) : len(text) - len(place.after)]
    return Reading(inside, found.shape, Confidence.CERTAIN if exact else Confidence.LIKELY)


def _with_characters(chunk: Chunk, selection: str) -> Chunk:
    both = with_characters_of("\n".join((*chunk.old, *chunk.new)), selection).split("\n")
    return Chunk(tuple(both[: len(chunk.old)]), tuple(both[len(chunk.old) :]))


def _of_blocks(found: Blocks, place: Place) -> Reading:
    blocks, other = in_language(found.complete, place.language)
    if other:
        return nothing(Shape.BLOCK, f"it is written in {other}, not in {place.language}")
    texts = [as_code(block.text, place.selection, place.language) for block in blocks]
    # A reply may quote what was there before it says what shall be.
    new = [text for text in texts if text.strip() and text.strip() != place.selection.strip()]
    new = new or [text for text in texts if text.strip()]
    if not new:
        return nothing(Shape.BLOCK, "its code block is not closed" if found.cut_off.strip() else "it holds no code")
    if len(found.cut_off) > max(map(len, new)):
        return nothing(Shape.BLOCK, "its code block is not closed")
    best = max(new, key=lambda text: (_is_a_version_of(text, place.selection), len(text)))
    if len(new) > 1 and not _is_a_version_of(best, place.selection) and (several := _several(new, place)):
        return several
    sure = Confidence.CERTAIN if len(new) == 1 else Confidence.LIKELY
    return _of_code(best, place, Shape.BLOCK, sure)


def _is_a_version_of(block: str, selection: str) -> bool:
    return resembles(block, selection) and len(block) * 2 >= len(selection)


def _several(texts: Sequence[str], place: Place) -> Reading | None:
    """Put each of several blocks in the place of its definitions, where all have one."""
    rows = place.rows
    names = [unit.name for unit in units(rows)]
    done: set[str] = set()
    for text in texts:
        block = reindented(text.strip("\n").rstrip(), place.selection).split("\n")
        own = {unit.name for unit in units(block)} & set(names)
        if not own:
            continue
        new = None if own & done or notes_in(block, rows) else spliced(block, rows)
        if new is None:
            return None
        rows, done = new, done | own
    return Reading("\n".join(rows), Shape.PARTS, Confidence.LIKELY) if len(done) > 1 else None


def _of_bare(text: str, place: Place) -> Reading:
    code = as_code(without_talk(text, place.selection), place.selection, place.language)
    known = resembles(text, place.selection) or resembles(code, place.selection)
    if not known and not reads_as_code(code, place.language):
        return nothing(Shape.NONE, "it holds no code block")
    return _of_code(code, place, Shape.BARE, Confidence.LIKELY)


def _of_code(code: str, place: Place, shape: Shape, sure: Confidence) -> Reading:
    """Return code that stands for the selection, a part of it, or more than it."""
    if not code.strip():
        return nothing(shape, "it holds no code")
    trimmed = code.strip("\n").rstrip()
    rows = place.rows
    part = cut_out(trimmed.split("\n"), place.before.split("\n"), place.after.split("\n"), rows)
    if part is not None and place.selection.strip():
        trimmed, shape, sure = "\n".join(part), Shape.WHOLE_FILE, Confidence.CERTAIN
    if not place.selection.strip():
        return Reading(code, shape, sure)
    block = reindented(trimmed, place.selection).split("\n")
    if notes := notes_in(block, rows):
        return _of_elided(block, notes, place)
    pieces = None if place.whole else spliced(block, rows)
    if pieces is not None and not _is_same(pieces, block):
        return Reading("\n".join(pieces), Shape.PARTS, Confidence.LIKELY)
    return Reading(_fitted(block, place.selection), shape, sure)


def _of_elided(block: Sequence[str], notes: Sequence[int], place: Place) -> Reading:
    whole = merged(block, place.rows)
    if whole is not None and not notes_in(whole, place.rows):
        return Reading(_fitted(whole, place.selection), Shape.ELIDED, Confidence.LIKELY)
    if not any(_within_a_leaf(block, note) for note in notes):
        rest = [row for at, row in enumerate(block) if at not in notes]
        pieces = spliced(rest, place.rows)
        if pieces is not None and _each_replaces(rest, place.rows):
            return Reading("\n".join(pieces), Shape.ELIDED, Confidence.LIKELY)
    return nothing(Shape.ELIDED, "it leaves parts out, and where they belong is not certain")


def _each_replaces(block: Sequence[str], rows: Sequence[str]) -> bool:
    """Whether no definition, its members aside, has lost much of what it had: a note may have stood for that."""
    had = {unit.name: rows[unit.head : unit.last] for unit in units(rows)}
    for unit in units(block):
        new, old = block[unit.head : unit.last], had.get(unit.name, ())
        if units(old[1:]) and units(new[1:]):
            if not _each_replaces(new[1:], old[1:]):
                return False
        elif not replaces(new, old):
            return False
    return True


def _within_a_leaf(block: Sequence[str], note: int) -> bool:
    for unit in units(block):
        if unit.first <= note < unit.last:
            inner = block[unit.head + 1 : unit.last]
            return not units(inner) or _within_a_leaf(inner, note - unit.head - 1)
    return False


def _is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [row.rstrip() for row in one if row.strip()] == [row.rstrip() for row in other if row.strip()]


def _fitted(block: Sequence[str], selection: str) -> str:
    """Return the block with the blank lines and the line end that the selection has around it."""
    before = re.match(r"(?:[ \t]*\n+)*", selection)
    head = before[0] if before else ""
    rest = selection[len(head) :]
    return head + "\n".join(block).strip("\n").rstrip() + rest[len(rest.rstrip()) :]
