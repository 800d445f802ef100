"""An edit that waits for the user, who accepts or rejects it hunk by hunk while the document goes on changing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from tierline.edit.changes import Change, refined, texts_of
from tierline.edit.hunks import applied
from tierline.edit.waiting import PendingHunk, State, Typed, apart, hull, moved, order


@dataclass(frozen=True, slots=True)
class PendingEdit:
    """The target of an edit and its hunks, in today's text."""

    text: str
    """Of the whole document."""
    start: int
    end: int
    """Of the target, accepted hunks included."""
    old: str
    """The target as it was."""
    hunks: tuple[PendingHunk, ...]

    def of(self, state: State) -> tuple[PendingHunk, ...]:
        """Return the hunks in a state, in the order of the answer."""
        return tuple(hunk for hunk in self.hunks if hunk.state is state)

    @property
    def as_meant(self) -> bool:
        """Whether nothing but accepted hunks has changed the target."""
        return self.text[self.start : self.end] == _form(self.old, self.hunks)

    def follow_changes(self, changes: Sequence[Change]) -> "PendingEdit":
        """Go on to the next version of the document, told by what was typed.

        A hunk whose new text now stands at its place is accepted, whoever put it there; pending again is one whose old
        text has come back (undo). A change inside any other pending hunk makes a conflict, which does not heal by
        itself.
        """
        texts = texts_of(self.text, changes)
        small = [step for text, change in zip(texts, changes, strict=False) for step in refined(text, change)]
        typed = Typed(texts, changes, small)
        found = apart(
            [moved(place, typed, leads=self.start == place.start == place.end < self.end) for place in self.hunks]
        )
        start, end = hull(self.start, self.end, small)
        start, end = _spanning(found, start, end)
        return replace(self, text=texts[-1], start=start, end=end, hunks=found)

    def replacements(self, ids: Collection[str] | None = None) -> tuple[Change, ...]:
        """Return what makes the named hunks, or all, of those that are pending.

        Ascending, without overlaps, all in today's text, and at places that have a position: none within a CRLF.
        """
        joined: list[Change] = []
        for place in self._named(ids):
            if joined and joined[-1].end == place.start:
                joined[-1] = Change(joined[-1].start, place.end, joined[-1].text + place.hunk.text)
            else:
                joined.append(Change(place.start, place.end, place.hunk.text))
        return tuple(_around_line_ends(change, self.text) for change in joined)

    def accept(self, ids: Collection[str] | None = None) -> "PendingEdit":
        """Return the edit as it is once ``replacements(ids)`` are made and nothing else has changed."""
        named, by, placed = self._named(ids), 0, {}
        text = texts_of(self.text, self.replacements(ids)[::-1])[-1]
        for place in sorted(self.hunks, key=order):
            start, end, state = place.start + by, place.end + by, place.state
            if place in named:
                delta = len(place.hunk.text) - (end - start)
                end, by, state = end + delta, by + delta, State.ACCEPTED
            placed[place.hunk.id] = PendingHunk(place.hunk, start, end, state)
        return replace(self, text=text, end=self.end + by, hunks=tuple(placed[p.hunk.id] for p in self.hunks))

    def reject(self, ids: Collection[str] | None = None) -> "PendingEdit":
        """Return the edit without the named hunks, or without all, as far as they are not accepted."""
        gone = {
            place.hunk.id
            for place in self.hunks
            if place.state is not State.ACCEPTED and (ids is None or place.hunk.id in ids)
        }
        return replace(
            self, hunks=tuple(replace(p, state=State.REJECTED) if p.hunk.id in gone else p for p in self.hunks)
        )

    def _named(self, ids: Collection[str] | None) -> list[PendingHunk]:
        return sorted((p for p in self.of(State.PENDING) if ids is None or p.hunk.id in ids), key=order)


def _around_line_ends(change: Change, text: str) -> Change:
    """Widen a change that begins or ends within a CRLF, as one does where the user has put the LF behind a CR."""
    before, behind = (at > 0 and text[at - 1 : at + 1] == "\r\n" for at in (change.start, change.end))
    new = "\r" * before + change.text + "\n" * behind
    return Change(change.start - before, change.end + behind, new)


def _spanning(places: Sequence[PendingHunk], start: int, end: int) -> tuple[int, int]:
    """Take in what accepted hunks have put at the target's edges."""
    inside = [place for place in places if place.state is not State.CONFLICT]
    return min([start, *(place.start for place in inside)]), max([end, *(place.end for place in inside)])


def _form(old: str, places: Sequence[PendingHunk]) -> str:
    return applied(old, [place.hunk for place in places if place.state is State.ACCEPTED])
