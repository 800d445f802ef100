"""What was typed: changes of a text, one after the other, as small as they can be told."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Replace ``[start, end)`` (code points in the text as it was just before) by ``text``."""

    start: int
    end: int
    text: str

    @property
    def delta(self) -> int:
        """How far it moves what stands behind it."""
        return len(self.text) - (self.end - self.start)

    def made(self, text: str) -> str:
        """Return ``text`` with the change made."""
        return text[: self.start] + self.text + text[self.end :]


def refined(text: str, change: Change) -> tuple[Change, ...]:
    """Return the smaller changes, each in the text that the one before has left, that ``change`` of ``text`` makes.

    Editors often send several edits as one change of all that lies between, or the whole text.
    """
    from tierline.edit.hunks import hunks

    old = text[change.start : change.end]
    if not old or not change.text:
        return (change,) if old != change.text else ()
    # From the last to the first: none moves what the next one is about.
    return tuple(_trimmed(change.start + hunk.start, hunk.old, hunk.text) for hunk in reversed(hunks(old, change.text)))


def texts_of(text: str, changes: Sequence[Change]) -> list[str]:
    """Return ``text`` as it was before each of the changes, and after all of them."""
    texts = [text]
    for change in changes:
        texts.append(change.made(texts[-1]))
    return texts


def _trimmed(start: int, old: str, new: str) -> Change:
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    return Change(start + head, start + len(old) - tail, new[head : len(new) - tail])


def _alike(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
