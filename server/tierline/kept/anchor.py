"""A piece of a text, by which it is found again in another version of it, with nothing known of the way between."""

from dataclasses import dataclass
from functools import lru_cache

from tierline.edit.changes import Change
from tierline.edit.positions import LINE

_MOST_LINES = 12
_MOST_CHARACTERS = 4_000
"""How far around a piece lines are taken to tell it apart, on each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A piece with as few lines around it as make it the only one of its kind."""

    text: str
    head: str
    tail: str
    start: int
    """Where the piece stood, in code points."""
    line: int
    """The line in which it began, from 0."""
    only: bool
    """Whether it was the only one of its kind; one that was not can't be told from its copies."""

    def find(self, document: str) -> int | None:
        """Return where the piece stands in ``document``; ``None`` unless it is there just once."""
        needle = self.head + self.text + self.tail
        if not self.only or not _once(needle, document):
            return None
        return document.index(needle) + len(self.head)


def anchor(document: str, start: int, end: int) -> Anchor:
    """Return the anchor of ``document[start:end]``, offsets in code points."""
    text = document[start:end]
    before = LINE.findall(document[max(0, start - _MOST_CHARACTERS) : start])
    after = LINE.findall(document[end : end + _MOST_CHARACTERS])
    widths = range(_MOST_LINES + 1)
    found = (
        ("".join(before[len(before) - min(width, len(before)) :]), "".join(after[:width]))
        for width in (widths if text.strip() else widths[1:])
    )
    only = next((around for around in found if _once(around[0] + text + around[1], document)), None)
    head, tail = only or ("", "")
    return Anchor(
        text=text,
        head=head,
        tail=tail,
        start=start,
        line=line_of(document, start),
        only=only is not None,
    )


def line_of(document: str, offset: int) -> int:
    """Return the line, from 0, in which ``offset`` lies, by LSP's line ends."""
    return document.count("\n", 0, offset) + document.count("\r", 0, offset) - document.count("\r\n", 0, offset)


@lru_cache(maxsize=2)
def change_between(old: str, new: str) -> Change:
    """Return the one change that makes ``old`` ``new``, as small as it can be; one document may have many answers."""
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    return Change(head, len(old) - tail, new[head : len(new) - tail])


def _common(one: str, other: str) -> int:
    """Return how long the beginning is that two texts share, by halves: comparing slices is quick."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _once(needle: str, document: str) -> bool:
    if not needle.strip():
        return False
    first = document.find(needle)
    return first >= 0 and document.find(needle, first + 1) < 0
