"""Where an answer stands in a document: its target as one piece, and each hunk by itself. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import sha256

from tierline.edit.changes import Change
from tierline.edit.hunks import Hunk
from tierline.edit.pending import PendingEdit
from tierline.edit.waiting import PendingHunk, State as HunkState
from tierline.kept.anchor import anchor, change_between
from tierline.kept.answer import Kept, KeptHunk

CHANGED = "the text has changed where the answer was to go"
PARTLY_CHANGED = "the text has changed where a part of the answer was to go"


def begun(kept: Kept, document: str, start: int, end: int) -> PendingEdit:
    """Return a new answer's places; ``document[start:end]`` is its target."""
    places = tuple(_at(hunk, start + hunk.start, hunk.state) for hunk in kept.hunks)
    return PendingEdit(document, start, end, kept.before, places)


def made(kept: Kept, document: str, start: int, end: int) -> PendingEdit:
    """Return the places of an answer that has been put into ``document`` as ``document[start:end]``."""
    waiting = kept.with_states({hunk.id: HunkState.PENDING for hunk in kept.hunks})
    before = document[:start] + kept.before + document[end:]
    meant = begun(waiting, before, start, start + len(kept.before)).accept()
    # An editor may have made the line ends its own: then the hunks stand there, if not to the character.
    return meant if meant.text == document else replace(meant, text=document, end=end)


def followed(placed: PendingEdit, document: str, changes: Sequence[Change] | None = None) -> PendingEdit:
    """Return the places in the next version of the document; ``changes`` are what led there, if they are known."""
    if placed.text == document:
        return placed
    found = placed.follow_changes(changes) if changes else None
    if found is None or found.text != document:
        found = placed.follow_changes((change_between(placed.text, document),))
    # One text for all answers about a document.
    found = replace(found, text=document)
    return (
        _undone(found) if found.of(HunkState.ACCEPTED) and found.text[found.start : found.end] == found.old else found
    )


def _undone(placed: PendingEdit) -> PendingEdit:
    """Let all wait again that was accepted: the target is as it was, so nothing is left of it to be mistaken about."""
    places = tuple(
        PendingHunk(
            place.hunk,
            placed.start + place.hunk.start,
            placed.start + place.hunk.end,
            HunkState.PENDING if place.state is HunkState.ACCEPTED else place.state,
        )
        for place in placed.hunks
    )
    return replace(placed, hunks=places)


def placed(kept: Kept, document: str) -> PendingEdit | None:
    """Find an answer's place in a document of which nothing is known since it was seen last; ``None`` if it has none.

    In a document that is as it was, everything is where it was. Else the target as a whole is looked for, and then,
    for what the user changed within it, each hunk by itself.
    """
    target = kept.target
    start = target.start if digest(document) == kept.digest else target.find(document)
    places = tuple(_place(hunk, document, None if start is None else start - target.start) for hunk in kept.hunks)
    if start is not None:
        return PendingEdit(document, start, start + len(target.text), kept.before, places)
    found = [place for place in places if place.state is not HunkState.CONFLICT]
    if not any(place.state is HunkState.PENDING for place in found):
        return None
    span = min(place.start for place in found), max(place.end for place in found)
    return PendingEdit(document, *span, kept.before, places)


def seen(kept: Kept, placed: PendingEdit) -> Kept:
    """Return the answer with what finds its place again in a document that was seen as ``placed``."""
    states = {place.hunk.id: place.state for place in placed.hunks}
    by_id = {place.hunk.id: place for place in placed.hunks}
    changed = kept.with_states(states)
    return replace(
        changed,
        target=anchor(placed.text, placed.start, placed.end),
        digest=digest(placed.text),
        hunks=tuple(_seen(hunk, by_id[hunk.id], placed.text) for hunk in changed.hunks),
    )


def reconsidered(placed: PendingEdit, ids: Collection[str]) -> PendingEdit:
    """Let rejected hunks wait again, where the text that they are about still stands."""

    def again(place: PendingHunk) -> PendingHunk:
        stands = placed.text[place.start : place.end] == place.hunk.old
        wanted = place.hunk.id in ids and place.state is HunkState.REJECTED
        return replace(place, state=HunkState.PENDING) if wanted and stands else place

    return replace(placed, hunks=tuple(map(again, placed.hunks)))


def why_not(placed: PendingEdit) -> str:
    """Say what stands against putting the rest of an answer into the text; empty where nothing does."""
    if not placed.of(HunkState.CONFLICT):
        return ""
    return PARTLY_CHANGED if placed.of(HunkState.PENDING) or placed.of(HunkState.ACCEPTED) else CHANGED


def digest(document: str) -> str:
    """Return what tells a document from any other."""
    return sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


def _place(hunk: KeptHunk, document: str, moved: int | None) -> PendingHunk:
    shown = hunk.new if hunk.state is HunkState.ACCEPTED else hunk.old
    was = hunk.anchor.start
    state = HunkState.PENDING if hunk.state is HunkState.CONFLICT else hunk.state
    if moved is not None and hunk.state is not HunkState.CONFLICT:
        at = was + moved
        if at >= 0 and document[at : at + len(shown)] == shown:
            return _at(hunk, at, state)
    found = hunk.anchor.find(document)
    if found is not None:
        return _at(hunk, found, state)
    # Where it stood, as far as the document goes: to be shown, never to be written to.
    lost = HunkState.CONFLICT if state is HunkState.PENDING else state
    at = min(was, len(document))
    return PendingHunk(_hunk(hunk), at, min(at + len(shown), len(document)), lost)


def _at(hunk: KeptHunk, start: int, state: HunkState) -> PendingHunk:
    shown = hunk.new if state is HunkState.ACCEPTED else hunk.old
    return PendingHunk(_hunk(hunk), start, start + len(shown), state)


def _hunk(hunk: KeptHunk) -> Hunk:
    return Hunk(hunk.start, hunk.start + len(hunk.old), hunk.old, hunk.new, hunk.id)


def _seen(hunk: KeptHunk, place: PendingHunk, document: str) -> KeptHunk:
    if place.state is HunkState.CONFLICT or document[place.start : place.end] != place.shown:
        return hunk
    return replace(hunk, anchor=anchor(document, place.start, place.end))
