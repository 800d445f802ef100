"""Find the model that a published name stands for; never guess between several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from tierline_scoring.identity.index import Entry, How, Index
from tierline_scoring.identity.known import TWINS, known
from tierline_scoring.identity.operating_point import UNSAID, OperatingPoint
from tierline_scoring.identity.reading import Reading, read
from tierline_scoring.identity.rules import Pair, Refused, Step, steps_between
from tierline_scoring.identity.tokens import cut

MIN_CONFIDENCE = 0.75
"""A match that needed so many steps that it is less sure is reported, not made."""
_TRUST = {How.DISPLAY_NAME: 0.9, How.TABLE: 0.98}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A name and the ids it stands for. Without ids: ``rivals`` says between which it is ambiguous."""

    name: str
    ids: tuple[str, ...] = ()
    """More than one only where OpenRouter lists one release twice; the first is its main id."""
    how: How | None = None
    rivals: tuple[str, ...] = ()
    confidence: float = 0.0
    """0..1: the product of what each step of the trace leaves; 1 if the name is the model's own."""
    trace: tuple[str, ...] = ()
    """Each step in words; for a name that matches nothing, why the nearest models were refused."""
    point: OperatingPoint = UNSAID
    """How it was run, if the name says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    entry: Entry
    how: How
    steps: tuple[Step, ...]
    inner: int
    """How many marks of the way it was run are a part of the id."""
    dated: bool
    """Whether the name tells a day."""

    @property
    def confidence(self) -> float:
        return round(_TRUST.get(self.how, 1.0) * prod(step.leaves for step in self.steps), 3)


def match(name: str, index: Index, source: str = "") -> Match:
    """Find the ids that ``name`` stands for in ``source`` (an id of a source, which may have habits of its own)."""
    reading = read(name)
    if told := known(name, reading, source):
        if not (ids := tuple(model_id for model_id in told.ids if model_id in index.ids)):
            return Match(name=name, trace=(told.because,))
        point = _together([mark for mark in reading.runs if mark.token not in cut(ids[0])])
        trace = (How.TABLE.value, told.because, *_said(point))
        return Match(name=name, ids=ids, how=How.TABLE, confidence=_TRUST[How.TABLE], trace=trace, point=point)
    if name.lower() in index.written_out:
        how, ids = index.written_out[name.lower()]
        if len(ids) == 1:
            ids = TWINS.get(ids[0], ids)
            return Match(name=name, ids=ids, how=how, confidence=1.0, trace=(how.value, *_twice(ids)))
        return Match(name=name, rivals=ids, trace=(f"{how.value} of {' and '.join(ids)}",))
    if not reading.whole:
        return Match(name=name, trace=("not the name of one model",))
    refused: list[str] = []
    found: list[_Candidate] = []
    for inner in range(len(reading.runs), -1, -1):
        found += _candidates(reading, inner, index, source, refused)
        if any(not candidate.steps for candidate in found):
            break
    return _choose(name, reading, found, refused)


def _candidates(reading: Reading, inner: int, index: Index, source: str, refused: list[str]) -> Iterator[_Candidate]:
    """Try the stem with the ``inner`` first marks as a part of the model's own name."""
    own = tuple(mark.token for mark in reading.runs[:inner])
    if not all(own):
        return
    point = _together(reading.runs[inner:])
    known_by = index.by_stem.get((*reading.stem, *own), ())
    for how, entry in known_by:
        others = tuple(other for _, other in known_by if other.id != entry.id)
        pair = Pair(reading=reading, point=point, entry=entry, others=others, index=index, source=source)
        try:
            yield _Candidate(
                entry=entry, how=how, steps=steps_between(pair), inner=inner, dated=reading.day is not None
            )
        except Refused as refusal:
            refused.append(f"not {entry.id}: {refusal}")


def _choose(name: str, reading: Reading, found: Sequence[_Candidate], refused: Sequence[str]) -> Match:
    if not found:
        return Match(name=name, trace=tuple(refused) or ("no listed model has this name",))
    rivals = tuple(sorted({candidate.entry.id for candidate in _best(found)}))
    if len(rivals) > 1 and not set(rivals) <= set(TWINS.get(rivals[0], ())):
        return Match(name=name, rivals=rivals, trace=(f"may be any of {', '.join(rivals)}",))
    chosen = _best(found)[0]
    ids = TWINS.get(chosen.entry.id, (chosen.entry.id,))
    point = _together(reading.runs[chosen.inner :])
    steps = (step.told for step in chosen.steps)
    trace = (chosen.how.value, *steps, *_twice(ids), *reading.notes, *_said(point))
    if chosen.confidence < MIN_CONFIDENCE:
        return Match(name=name, rivals=ids, confidence=chosen.confidence, trace=trace)
    return Match(name=name, ids=ids, how=chosen.how, confidence=chosen.confidence, trace=trace, point=point)


def _best(found: Sequence[_Candidate]) -> list[_Candidate]:
    """Return those with the fewest steps for each share of marks: a thinking model and one made to think are rivals.

    Of equals, an id with a day of its own goes before one whose day is only inferred.
    """
    best = []
    for inner in {candidate.inner for candidate in found}:
        of_share = [candidate for candidate in found if candidate.inner == inner]
        least = min(map(_rank, of_share))
        best += [candidate for candidate in of_share if _rank(candidate) == least]
    return best


def _rank(candidate: _Candidate) -> tuple[int, bool]:
    return len(candidate.steps), candidate.dated and candidate.entry.own_day is None


def _together(marks: Sequence[OperatingPoint]) -> OperatingPoint:
    together = UNSAID
    for mark in reversed(marks):
        together = together.with_mark(mark)
    return together


def _twice(ids: Sequence[str]) -> tuple[str, ...]:
    return (f"OpenRouter lists that release as {' and as '.join(ids)}",) if len(ids) > 1 else ()


def _said(point: OperatingPoint) -> tuple[str, ...]:
    return (f"run with '{point.said}'",) if point.said else ()
