"""One hunk that waits for the user, and what becomes of it as the document changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from tierline.edit.anchors import found_again
from tierline.edit.changes import Change
from tierline.edit.hunks import Hunk
from tierline.edit.tracked import followed


class State(StrEnum):
    """What has become of a hunk."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    """The text that it is about has changed, or can't be found."""


@dataclass(frozen=True, slots=True)
class PendingHunk:
    """A hunk (its offsets count in the target as it was) and where it stands in today's text."""

    hunk: Hunk
    start: int
    end: int
    state: State = State.PENDING

    @property
    def shown(self) -> str:
        """What stands at its place, unless that was changed."""
        return self.hunk.text if self.state is State.ACCEPTED else self.hunk.old


@dataclass(frozen=True, slots=True)
class Typed:
    """What has happened between two versions of a document."""

    texts: Sequence[str]
    """Before each change, and after all."""
    changes: Sequence[Change]
    refined: Sequence[Change]
    """The same in the smallest steps."""


def moved(place: PendingHunk, typed: Typed, *, leads: bool) -> PendingHunk:
    """Return the hunk in the new text; ``leads`` as in ``followed``."""
    exact = _grown(place, typed.changes)
    here = exact or _grown(place, typed.refined)
    text = typed.texts[-1]
    if here and place.state is State.PENDING and text[slice(*here)] == place.hunk.text:
        return PendingHunk(place.hunk, *here, State.ACCEPTED)
    undone = here and place.state is State.ACCEPTED and text[slice(*here)] == place.hunk.old
    # An alignment of whole texts may be mistaken about which of two equal pieces came back.
    if here and undone and (exact or found_again(text, *here, text) is not None):
        return PendingHunk(place.hunk, *here, State.PENDING)
    intact = followed(typed.texts, typed.changes, place.start, place.end, leads=leads)
    if intact:
        return replace(place, start=intact[0], end=intact[1])
    start, end = hull(place.start, place.end, typed.refined)
    return PendingHunk(place.hunk, start, end, State.CONFLICT if place.state is State.PENDING else place.state)


def apart(places: Sequence[PendingHunk]) -> tuple[PendingHunk, ...]:
    """Return the hunks, in conflict those that are pending in places that overlap."""
    ascending = sorted((place for place in places if place.state is State.PENDING), key=order)
    clashing = {p.hunk.id for a, b in pairwise(ascending) if b.start < a.end for p in (a, b)}
    return tuple(replace(p, state=State.CONFLICT) if p.hunk.id in clashing else p for p in places)


def order(place: PendingHunk) -> tuple[int, int, int]:
    """Sort hunks by where they stand."""
    return place.start, place.end, place.hunk.start


def hull(start: int, end: int, changes: Sequence[Change]) -> tuple[int, int]:
    """Return a range that takes in what changed inside it or across its edges."""
    for change in changes:
        if change.end <= start and (start < end or change.start < start):
            start, end = start + change.delta, end + change.delta
        elif change.start < end or change.start < start:
            start, end = min(start, change.start), max(end, change.end) + change.delta
    return start, end


def _grown(place: PendingHunk, changes: Sequence[Change]) -> tuple[int, int] | None:
    """Return the place with what was inserted at its edges; ``None`` if a change went across one."""
    start, end = place.start, place.end
    for change in changes:
        if start <= change.start and change.end <= end:
            end += change.delta
        elif change.end <= start:
            start, end = start + change.delta, end + change.delta
        elif change.start < end:
            return None
    return start, end
