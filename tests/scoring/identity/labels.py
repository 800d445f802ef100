"""How often names are matched rightly: on the labelled list, half by half."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tierline_scoring.identity import Index, Listed, Match, build_index, match

HERE = Path(__file__).parent
HALVES = ("tuning", "held-out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name as one source publishes it, and the ids that a person takes it for."""

    source: str
    name: str
    ids: frozenset[str]
    why: str

    @property
    def half(self) -> str:
        """By hash of the name, so that one name is in one half, whichever sources publish it."""
        return HALVES[hashlib.sha256(self.name.lower().encode()).digest()[0] % 2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What came of some labels."""

    names: int
    with_id: int
    matched: int
    right: int
    errors: tuple[tuple[Label, Match], ...]
    hits: tuple[Match, ...]

    @property
    def precision(self) -> float:
        """The share of the matches that are right."""
        return self.right / self.matched if self.matched else 1.0

    @property
    def recall(self) -> float:
        """The share of the names that have an id and were given it."""
        return self.right / self.with_id if self.with_id else 1.0


def read_labels() -> tuple[Label, ...]:
    with (HERE / "labelled.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Label(source=row["source"], name=row["name"], ids=frozenset(row["ids"].split()), why=row["why"])
            for row in csv.DictReader(file)
        )


def read_catalogue() -> tuple[Listed, ...]:
    with (HERE / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Listed(
                id=row["id"],
                canonical_slug=row["canonical_slug"],
                hugging_face_id=row["hugging_face_id"],
                name=row["name"],
                created=date.fromisoformat(row["created"]) if row["created"] else None,
                reasons=row["reasons"] == "yes",
            )
            for row in csv.DictReader(file)
        )


def index_of(labels: Iterable[Label]) -> Index:
    return build_index(read_catalogue(), ((label.source, label.name) for label in labels))


def measure(labels: Sequence[Label], index: Index) -> Figures:
    found = [(label, match(label.name, index, label.source)) for label in labels]
    return Figures(
        names=len(found),
        with_id=sum(bool(label.ids) for label, _ in found),
        matched=sum(bool(hit.ids) for _, hit in found),
        right=sum(bool(hit.ids) and frozenset(hit.ids) == label.ids for label, hit in found),
        hits=tuple(hit for _, hit in found),
        errors=tuple((label, hit) for label, hit in found if frozenset(hit.ids) != label.ids),
    )
