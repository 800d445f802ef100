"""Carry a range along while the text around it changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tierline.edit.anchors import found_again
from tierline.edit.changes import Change, texts_of


@dataclass(frozen=True, slots=True)
class TrackedRange:
    """Offsets into a text that changes; ``conflict`` once the text inside has changed, and for good.

    An insertion just at an edge is none inside. To undo a change inside does not end the conflict: what else may
    have happened to a text that was away can't be known.
    """

    text: str
    start: int
    end: int
    conflict: bool = False

    def follow(self, text: str) -> "TrackedRange":
        """Return the range in ``text``, the next version of the document, where only the whole of it is known.

        The selected text must stand there unchanged, and at a place that can't be mistaken: behind all that changed,
        before it, or, between changes, the only one of its kind in both texts.
        """
        if self.conflict or text == self.text:
            return self
        moved = len(text) - len(self.text)
        before = text[: self.end] == self.text[: self.end]
        behind = text.endswith(self.text[self.start :])
        if before and (not behind or not moved or (self.start == self.end and moved > 0)):
            return TrackedRange(text, self.start, self.end)
        if behind and not before:
            return TrackedRange(text, self.start + moved, self.end + moved)
        place = None if before else found_again(self.text, self.start, self.end, text)
        if place is None:
            return self._lost(text)
        return TrackedRange(text, place, place + self.end - self.start)

    def follow_changes(self, changes: Sequence[Change]) -> "TrackedRange":
        """Return the range after ``changes``, each of the text that the one before has left.

        Exact, but for a change that takes in the range and gives it back unchanged: see ``follow``.
        """
        if self.conflict:
            return self
        texts = texts_of(self.text, changes)
        place = followed(texts, changes, self.start, self.end)
        return self._lost(texts[-1]) if place is None else TrackedRange(texts[-1], *place)

    def carried(self, text: str, changes: Sequence[Change] | None) -> "TrackedRange":
        """Return the range in ``text``, the next version; ``changes`` are what led there, if they are known."""
        found = None if changes is None else self.follow_changes(changes)
        # Changes that don't lead to the text are not all that happened. The text itself is kept once for all ranges.
        return self.follow(text) if found is None or found.text != text else replace(found, text=text)

    def _lost(self, text: str) -> "TrackedRange":
        return TrackedRange(text, min(self.start, len(text)), min(self.end, len(text)), conflict=True)


def followed(
    texts: Sequence[str], changes: Sequence[Change], start: int, end: int, *, leads: bool = False
) -> tuple[int, int] | None:
    """Return where a range is after ``changes``, with ``texts_of`` them; ``None`` if one of them was inside.

    An empty range stays before what is inserted just there; but if it ``leads`` (what belongs to it is behind it), it
    goes behind whole lines.
    """
    for place, change in enumerate(changes):
        above = leads and change.text.endswith(("\n", "\r"))
        if change.end <= start and (start < end or change.start < start or above):
            start, end = start + change.delta, end + change.delta
        elif change.start < end or change.start < start:
            moved = TrackedRange(texts[place], start, end).follow(texts[place + 1])
            if moved.conflict:
                return None
            start, end = moved.start, moved.end
    return start, end
