"""What may differ between a published name and a listed model, one rule for each kind of difference."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tierline_scoring.identity.day import Day, near, of
from tierline_scoring.identity.index import Entry, Index
from tierline_scoring.identity.operating_point import OperatingPoint
from tierline_scoring.identity.reading import Reading
from tierline_scoring.identity.vendors import BARE, Bare

_SAME_DAY = timedelta(days=3)
_EARLIER = timedelta(days=45)
_INSTRUCT = frozenset({"instruct", "inst", "it"})


@dataclass(frozen=True, slots=True)
class Step:
    """A difference that a rule bridges."""

    told: str
    leaves: float
    """How much of the confidence it leaves, 0..1."""


class Refused(Exception):
    """A difference that no rule bridges; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A published name, and a listed model of the same stem."""

    reading: Reading
    point: OperatingPoint
    """How it was run, as far as no part of the id."""
    entry: Entry
    others: Sequence[Entry]
    """The other models of that stem."""
    index: Index
    source: str

    @property
    def pinned(self) -> bool:
        """Whether the name's day is one of the model's own, as exactly as either tells it."""
        day = self.reading.day
        return day is not None and any(own.agrees(day) and (day.day or not own.day) for own in self.entry.all_days)


def steps_between(pair: Pair) -> tuple[Step, ...]:
    """Return the steps from the name to the model; none if the name is the model's own.

    Raises:
        Refused: It is another model's name.
    """
    return tuple(step for rule in _RULES for step in rule(pair))


def _publisher(pair: Pair) -> Iterator[Step]:
    if pair.reading.publisher and pair.reading.publisher not in pair.entry.publishers:
        raise Refused(f"published by {pair.reading.publisher}")
    yield from ()


def _undated(pair: Pair) -> Iterator[Step]:
    """A name without a day is that of the undated id, or of the only release there is."""
    own = pair.entry.own_day
    if pair.reading.day is not None or own is None:
        return
    if any(not own.agrees(day) for day in pair.index.releases.get(pair.reading.stem, ())):
        raise Refused(f"it is the release of {own}, and there are others")
    yield Step(f"the only release of that name, {own}", 0.9)


def _dated(pair: Pair) -> Iterator[Step]:
    """Dates are versions: an id's own day must agree; an undated id must be shown to be of the name's day."""
    day, entry = pair.reading.day, pair.entry
    if day is None:
        return
    if entry.own_day is not None and not entry.own_day.agrees(day):
        raise Refused(f"it is the release of {entry.own_day}, not of {day}")
    if pair.pinned:
        return
    if month := next((own for own in entry.all_days if own.agrees(day)), None):
        yield Step(f"{day} is the month of {month}", 0.97)
    elif entry.created and near(day, entry.created, _SAME_DAY):
        yield Step(f"{day} is when OpenRouter listed it", 0.96)
    else:
        yield _sole_release(pair, day)


def _sole_release(pair: Pair, day: Day) -> Step:
    """A vendor dates a release before OpenRouter lists it, and not long before."""
    elsewhere = (other.own_day for other in pair.others if other.own_day)
    accounted = (day, *pair.entry.all_days, *elsewhere)
    published = pair.index.releases.get(pair.reading.stem, ())
    if any(not any(known.agrees(other) for known in accounted) for other in published):
        raise Refused(f"{day} is one of several releases, and the id does not say of which it is")
    listed = pair.entry.first_listed
    if listed is None:
        return Step(f"{day} is the only day with which that name is published", 0.85)
    meant = day.nearest(listed)
    if meant is None:
        timely = (listed.year - (day.year or listed.year)) * 12 + listed.month - day.month in {0, 1}
    else:
        timely = -_SAME_DAY <= listed - meant <= _EARLIER
    if not timely:
        raise Refused(f"{day} is not the release that OpenRouter listed on {of(listed)}")
    return Step(f"{day} is the only day with which that name is published; listed on {of(listed)}", 0.93)


def _preview(pair: Pair) -> Iterator[Step]:
    """A preview is another version than the release, unless the day says that it is the same."""
    said, listed = pair.reading.preview, pair.entry.preview
    if said == listed:
        return
    if said and listed:
        raise Refused(f"'{said}' is not '{listed}'")
    if pair.pinned:
        yield Step(f"the day says that it is the '{said or listed}'", 0.95)
    elif said:
        raise Refused(f"what is called '{said}' is another version than the release")
    elif all(other.preview for other in pair.others):
        yield Step(f"only the '{listed}' is listed under that name", 0.9)
    else:
        raise Refused(f"it is the '{listed}', and a release of that name is listed")


def _closed_tuning(pair: Pair) -> Iterator[Step]:
    """Of a model that is only served, ``chat`` and ``instruct`` are parts of the name."""
    said, word = pair.reading.tuned_as, pair.entry.chat_word
    if pair.entry.open_weights or said == word or {said, word} <= _INSTRUCT:
        return
    if word or said not in _INSTRUCT or not pair.pinned:
        raise Refused(f"'{word or said}' makes another model of it")
    yield Step(f"'{said}' of that very release", 0.95)


def _open_tuning(pair: Pair) -> Iterator[Step]:
    """Open weights come as base and as chat models, and sources differ in what a bare name means."""
    reading, entry = pair.reading, pair.entry
    if reading.tuned == "base":
        raise Refused("the name is the base model's")
    if not entry.open_weights:
        return
    says_chat = bool(entry.chat_word) or entry.repository_says_chat
    if reading.tuned and not says_chat:
        yield Step(f"'{reading.tuned_as}' is said of a model that is one without saying so", 0.95)
    if reading.tuned or not says_chat or entry.repository_is_bare:
        return
    bare = BARE.get(pair.source, Bare.AS_WRITTEN)
    if not entry.chat_word and bare is Bare.AS_WRITTEN:
        yield Step("the id has no word for chat either", 0.92)
    elif bare is Bare.AS_WRITTEN:
        raise Refused("a bare name is the base model's here")
    elif entry.chat_word and bare is Bare.CARD and (pair.source, reading.stem) in pair.index.tuned:
        raise Refused(f"the source lists the '{entry.chat_word}' model too, so the bare name is the base model's")
    elif entry.chat_word:
        yield Step(f"a bare name is {bare}", 0.95)


def _thinking(pair: Pair) -> Iterator[Step]:
    """What thinks is the model itself, if it can; else it is another model."""
    if not pair.point.thinking or pair.point.level or pair.entry.reasons:
        return
    if pair.entry.reasons is False:
        raise Refused("it can't think, so the thinking model is another")
    yield Step("whether it can think is not known", 0.95)


_RULES: tuple[Callable[[Pair], Iterator[Step]], ...] = (
    _publisher,
    _undated,
    _dated,
    _preview,
    _closed_tuning,
    _open_tuning,
    _thinking,
)
