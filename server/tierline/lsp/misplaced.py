"""Edits that an editor made on text it had not told yet: where that was, and what the text should be.

Neovim waits 150 ms and Eglot for half a second without a key until they tell what was typed. Until then the version
that an edit carries is still the newest one told, so that they don't refuse the edit, and make it at its old line and
column.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from tierline.edit.changes import Change, texts_of
from tierline.edit.tracked import TrackedRange
from tierline.lsp.convert import line_index

_NEAR = 16
"""So many characters behind what was typed must be unchanged, as far as the edits leave room."""
_FARTHEST = 1_000
"""The most characters that may have been typed and not told."""


def put_right(  # noqa: PLR0913, PLR0917 what was to be done, and what was
    server: LanguageServer,
    where: TrackedRange,
    new_text: str,
    edits: Sequence[types.TextEdit],
    changes: Sequence[Change],
    text: str,
) -> TrackedRange | None:
    """Return the text as it should be and the place of ``new_text`` in it, if ``edits`` were made in the wrong place.

    ``edits`` put ``new_text`` in the place of the range ``where``; ``text`` is the document now, and ``changes`` what
    the editor told since they were sent. What was typed in the range before they came makes a conflict: then they are
    to be taken back. ``None`` if they were made where they should, or what happened can't be told.
    """
    if text == where.text[: where.start] + new_text + where.text[where.end :]:
        return None
    told = (changes[:count] for count in range(1, len(changes) + 1))
    for typed in chain(told, _guesses(where.text, text, _first(server, text, edits))):
        if _made(server, texts_of(where.text, typed)[-1], edits) != text:
            continue
        meant = where.follow_changes(typed)
        if not meant.conflict:
            whole = meant.text[: meant.start] + new_text + meant.text[meant.end :]
            meant = TrackedRange(whole, meant.start, meant.start + len(new_text))
        return meant if meant.text != text else None
    return None


def traces(edits: Sequence[types.TextEdit], before: str, after: str) -> bool:
    """Whether something of the edits came into the text, wherever that is."""
    return any(after.count(edit.new_text) > before.count(edit.new_text) for edit in edits if edit.new_text.strip())


def _guesses(before: str, after: str, first: int) -> Iterator[tuple[Change]]:
    """Return what may have been typed in one place above the edits: Eglot tells near changes as one.

    Up to ``first`` in ``after`` nothing but typing happened.
    """
    start = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    above = first - start
    for count in range(1, _FARTHEST if above > 0 else 0):
        near = min(_NEAR, above - count)
        if near >= 0 and after.startswith(before[start : start + near], start + count):
            yield (Change(start, start, after[start : start + count]),)
        near = min(_NEAR, above)
        if before.startswith(after[start : start + near], start + count):
            yield (Change(start, start + count, ""),)


def _first(server: LanguageServer, text: str, edits: Sequence[types.TextEdit]) -> int:
    at = min((edit.range.start for edit in edits), key=lambda place: (place.line, place.character))
    return line_index(server, text).offset(at.line, at.character) or 0


def _made(server: LanguageServer, text: str, edits: Sequence[types.TextEdit]) -> str | None:
    """Return ``text`` with the edits made at their lines and columns; ``None`` where it has none such."""
    index = line_index(server, text)
    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        start, end = (index.offset(at.line, at.character) for at in (edit.range.start, edit.range.end))
        if start is None or end is None:
            return None
        text = text[:start] + edit.new_text + text[end:]
    return text
