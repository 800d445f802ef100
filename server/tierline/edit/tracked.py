"""Carry a range along while the text around it changes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrackedRange:
    """Offsets into a text that changes; ``conflict`` once the text inside has changed, and for good."""

    text: str
    start: int
    end: int
    conflict: bool = False

    def follow(self, text: str) -> "TrackedRange":
        """Return the range in ``text``, the next version of the document.

        The selected text must stand there unchanged: behind all that changed, before it, or between
        two changes, if it stands nowhere else in either text.
        """
        if self.conflict:
            return self
        if text[: self.end] == self.text[: self.end]:
            return TrackedRange(text, self.start, self.end)
        if text.endswith(self.text[self.start :]):
            moved = len(text) - len(self.text)
            return TrackedRange(text, self.start + moved, self.end + moved)
        selected = self.text[self.start : self.end]
        if selected.strip() and self.text.count(selected) == text.count(selected) == 1:
            start = text.index(selected)
            return TrackedRange(text, start, start + len(selected))
        return TrackedRange(text, self.start, self.end, conflict=True)
