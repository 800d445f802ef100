"""Where an answer stands in a document: its target as one piece, and each hunk by itself. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import sha256

from tierline.edit.tracked import TrackedRange
from tierline.kept.anchor import anchor, stretch
from tierline.kept.answer import HunkState, Kept, KeptHunk

CHANGED = "the text has changed where the answer was to go"
PARTLY_CHANGED = "the text has changed where a part of the answer was to go"


@dataclass(frozen=True, slots=True)
class Placed:
    """Offsets, in code points, into one version of a document."""

    text: str
    start: int
    end: int
    """Of the target, with all that was typed in it."""
    hunks: dict[str, TrackedRange]
    """The place of each hunk that is not in the text, by id; in conflict once the text there has changed."""

    def follow(self, text: str) -> "Placed":
        """Return the places in ``text``, the next version of the document."""
        if text == self.text:
            return self
        start, end = stretch(self.text, text, self.start, self.end)
        return Placed(text, start, end, {name: _followed(place, text) for name, place in self.hunks.items()})

    def free(self, ids: Collection[str]) -> tuple[str, ...]:
        """Return those of the hunks that have a place, in the order of the text."""
        found = [name for name in ids if name in self.hunks and not self.hunks[name].conflict]
        return tuple(sorted(found, key=lambda name: self.hunks[name].start))

    def with_hunks(self, new: dict[str, str]) -> "Placed":
        """Return the places once some hunks, ``new`` by id, are put into the text: what there will be, exactly."""
        pieces: list[str] = []
        done = 0
        for name in self.free(new):
            place = self.hunks[name]
            pieces += (self.text[done : place.start], new[name])
            done = place.end
        text = "".join((*pieces, self.text[done:]))
        made = [(self.hunks[name], len(new[name])) for name in self.free(new)]

        def moved(offset: int, *, inclusive: bool = True) -> int:
            return offset + sum(
                length - (place.end - place.start)
                for place, length in made
                if (place.end <= offset if inclusive else place.end < offset)
            )

        left = {
            name: TrackedRange(text, moved(place.start), moved(place.end), conflict=place.conflict)
            for name, place in self.hunks.items()
            if name not in self.free(new)
        }
        start = moved(self.start, inclusive=False)
        return Placed(text, start, max(start, moved(self.end)), left)

    def why_not(self, ids: Collection[str]) -> str:
        """Say what stands against putting some hunks into the text; empty where nothing does."""
        lost = [name for name in ids if name in self.hunks and self.hunks[name].conflict]
        if not lost:
            return ""
        return CHANGED if len(lost) == len(ids) else PARTLY_CHANGED


def begun(kept: Kept, document: str, start: int, end: int) -> Placed:
    """Return the places of a new answer, whose target is ``document[start:end]``."""
    return Placed(
        document,
        start,
        end,
        {hunk.id: TrackedRange(document, hunk.anchor.start, hunk.anchor.start + len(hunk.old)) for hunk in kept.hunks},
    )


def placed(kept: Kept, document: str) -> Placed | None:
    """Find an answer's place in a document of which nothing is known since it was seen last; ``None`` if it has none.

    In a document that is as it was, everything is where it was. Else the target as a whole is looked for, and then,
    for what the user changed within it, each hunk by itself.
    """
    target = kept.target
    start = target.start if digest(document) == kept.digest else target.find(document)
    places = {hunk.id: _place(hunk, document, start, target.start) for hunk in kept.hunks if _is_out(hunk)}
    if start is not None:
        return Placed(document, start, start + len(target.text), places)
    found = [place for place in places.values() if not place.conflict]
    if not found:
        return None
    return Placed(document, min(place.start for place in found), max(place.end for place in found), places)


def seen(kept: Kept, placed: Placed) -> Kept:
    """Return the answer with what finds its place again in a document that was seen as ``placed``."""
    return replace(
        kept,
        target=anchor(placed.text, placed.start, placed.end),
        digest=digest(placed.text),
        hunks=tuple(_seen(hunk, placed) for hunk in kept.hunks),
    )


def digest(document: str) -> str:
    """Return what tells a document from any other."""
    return sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


def _is_out(hunk: KeptHunk) -> bool:
    return hunk.state is not HunkState.ACCEPTED


def _place(hunk: KeptHunk, document: str, start: int | None, was: int) -> TrackedRange:
    at = None if start is None or hunk.astray else start + hunk.anchor.start - was
    if at is None or document[at : at + len(hunk.old)] != hunk.old:
        at = hunk.anchor.find(document)
    if at is None:
        # Where it stood, as far as the document goes: to be shown, never to be written to.
        at = min(hunk.anchor.start, len(document))
        return TrackedRange(document, at, min(at + len(hunk.old), len(document)), conflict=True)
    return TrackedRange(document, at, at + len(hunk.old))


def _followed(place: TrackedRange, text: str) -> TrackedRange:
    found = place.follow(text)
    if not found.conflict:
        return found
    start, end = stretch(place.text, text, place.start, place.end)
    return TrackedRange(text, start, end, conflict=True)


def _seen(hunk: KeptHunk, placed: Placed) -> KeptHunk:
    place = placed.hunks.get(hunk.id)
    if place is None:
        return hunk
    if place.conflict:
        return replace(hunk, astray=True)
    return replace(hunk, anchor=anchor(placed.text, place.start, place.end), astray=False)
