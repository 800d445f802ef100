"""The catalogue as names are looked up in it: each model under every stem by which it is known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tierline_scoring.identity.day import Day
from tierline_scoring.identity.listed import Listed, base_id
from tierline_scoring.identity.reading import Reading, read
from tierline_scoring.identity.tokens import SIZE

Stem = tuple[str, ...]

_ROUTERS = ("openrouter/", "switchpoint/router", "typesafe/jev-router", "~")
_FIRST_VERSIONS = ("-001", "-v1")


class How(StrEnum):
    """By which of a model's names a published one was matched."""

    OWN_ID = "the source uses OpenRouter's ids"
    ID = "same name as the id"
    CANONICAL_SLUG = "same name as the canonical slug"
    HUGGING_FACE_ID = "same name as the Hugging Face id"
    DISPLAY_NAME = "same name as OpenRouter's title"
    TABLE = "listed among the names that rules can't know"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed model, as far as its names tell what it is."""

    id: str
    own_day: Day | None
    """The day in the id itself: such a model is that release and no other."""
    days: tuple[Day, ...]
    """Days in its other names."""
    created: date | None
    reasons: bool | None
    preview: str
    chat_word: str
    """``chat``, ``instruct`` or ``it`` in the id; empty if it has none."""
    repository_says_chat: bool
    repository_is_bare: bool
    """Whether its repository has no word for chat: a bare name is then its own, also where papers write."""
    open_weights: bool
    publishers: frozenset[str]
    names: tuple[tuple[How, Stem], ...]

    @property
    def all_days(self) -> tuple[Day, ...]:
        """The days in any of its names, the id's own first."""
        return (*((self.own_day,) if self.own_day else ()), *self.days)

    @property
    def first_listed(self) -> date | None:
        """When OpenRouter listed it, which it also writes into slugs; ``None`` if neither is known."""
        slugged = (date(day.year, day.month, day.day) for day in self.days if day.year and day.day)
        return self.created or next(slugged, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A catalogue, and what all published names together tell about releases."""

    written_out: Mapping[str, tuple[How, tuple[str, ...]]]
    """Whole id, permanent slug or Hugging Face id, in lower case → the models it is of."""
    by_stem: Mapping[Stem, tuple[tuple[How, Entry], ...]]
    ids: frozenset[str]
    releases: Mapping[Stem, frozenset[Day]]
    """Stem → the days with which any source writes it."""
    tuned: frozenset[tuple[str, Stem]]
    """(source, stem) of names that say that they are the chat model."""


def build_index(listed: Iterable[Listed], published: Iterable[tuple[str, str]]) -> Index:
    """Index a catalogue; ``published`` are (source, name) of all names to be matched, which tell of siblings.

    A ``:free`` id stands for its base, of which it is an offer; routers and moving aliases are left out.
    """
    merged: dict[str, Listed] = {}
    for model in sorted(listed, key=lambda model: model.id):
        base = base_id(model.id)
        if ":" not in base and "/" in base and not base.startswith(_ROUTERS):
            merged.setdefault(base, model)
    releases: defaultdict[Stem, set[Day]] = defaultdict(set)
    tuned = set()
    for source, name in published:
        reading = read(name)
        if reading.day:
            releases[reading.stem].add(reading.day)
        if reading.tuned == "chat":
            tuned.add((source, reading.stem))
    return Index(
        written_out=_written_out(merged),
        by_stem=_by_stem([_entry(base, model) for base, model in merged.items()]),
        ids=frozenset(merged),
        releases={stem: frozenset(days) for stem, days in releases.items()},
        tuned=frozenset(tuned),
    )


def _written_out(models: Mapping[str, Listed]) -> Mapping[str, tuple[How, tuple[str, ...]]]:
    found: dict[How, defaultdict[str, list[str]]] = {
        how: defaultdict(list) for how in (How.HUGGING_FACE_ID, How.CANONICAL_SLUG, How.ID)
    }
    for base, model in models.items():
        found[How.ID][base.lower()].append(base)
        if model.canonical_slug and not _left_behind(read(base), model.canonical_slug):
            found[How.CANONICAL_SLUG][base_id(model.canonical_slug).lower()].append(base)
        if "/" in model.hugging_face_id and read(model.hugging_face_id).tuned != "base":
            found[How.HUGGING_FACE_ID][model.hugging_face_id.lower()].append(base)
    # an id goes before a slug, and a slug before a repository
    return {name: (how, tuple(ids)) for how, names in found.items() for name, ids in names.items()}


def _left_behind(own: Reading, slug: str) -> bool:
    """Whether a slug still has the day of a preview that the id has left behind."""
    day = read(slug).day
    return day is not None and own.day is not None and not own.day.agrees(day)


def _by_stem(entries: Sequence[Entry]) -> Mapping[Stem, tuple[tuple[How, Entry], ...]]:
    """Index every name; a stem that is another model's id is not lent to this one by its slug or title."""
    owners: defaultdict[Stem, set[str]] = defaultdict(set)
    for entry in entries:
        for how, stem in entry.names:
            if how is How.ID:
                owners[stem].add(entry.id)
    by_stem: defaultdict[Stem, dict[str, tuple[How, Entry]]] = defaultdict(dict)
    for entry in entries:
        for how, stem in entry.names:
            if how is How.ID or not owners[stem] or entry.id in owners[stem]:
                by_stem[stem].setdefault(entry.id, (how, entry))
    return {stem: tuple(known.values()) for stem, known in by_stem.items()}


def full_stem(reading: Reading) -> Stem:
    """Return the stem of an id: what would be a way of running elsewhere is a part of its name."""
    return (*reading.stem, *(mark.token for mark in reading.marks if mark.token))


def _entry(base: str, model: Listed) -> Entry:
    own = read(base)
    repository = read(model.hugging_face_id) if model.hugging_face_id else None
    return Entry(
        id=base,
        own_day=own.day,
        days=tuple(_days(own, model)),
        created=model.created,
        reasons=model.reasons,
        preview=own.preview,
        chat_word=own.tuned_as,
        repository_says_chat=repository is not None and repository.tuned == "chat",
        repository_is_bare=repository is not None and not repository.tuned,
        open_weights=repository is not None or any(SIZE.fullmatch(token) for token in own.stem),
        publishers=frozenset(
            read(name).publisher for name in (base, model.canonical_slug, model.hugging_face_id) if "/" in name
        ),
        names=tuple(_names(base, own, model)),
    )


def _names(base: str, own: Reading, model: Listed) -> Iterator[tuple[How, Stem]]:
    yield How.ID, full_stem(own)
    if base.endswith(_FIRST_VERSIONS):
        yield How.ID, full_stem(own)[:-1]
    if model.canonical_slug:
        yield How.CANONICAL_SLUG, full_stem(read(base_id(model.canonical_slug)))
    if model.hugging_face_id and (repository := read(model.hugging_face_id)).tuned != "base":
        yield How.HUGGING_FACE_ID, full_stem(repository)
    title = full_stem(read(_title(model)))
    if len(title) > 1:
        yield How.DISPLAY_NAME, title


def _days(own: Reading, model: Listed) -> Iterator[Day]:
    for name in (model.canonical_slug, model.hugging_face_id, _title(model)):
        if (day := read(name).day) and not _left_behind(own, name):
            yield day


def _title(model: Listed) -> str:
    title = model.name.rpartition(": ")[2].strip()
    return title.removesuffix("(free)").strip()
