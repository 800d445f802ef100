"""What a refresh tells: each source's part, and what the new snapshot changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tierline.refresh.changes import Changes


class State(StrEnum):
    """Where a source's rows came from this time."""

    NEW = "new"
    """It answered, and its parser understood all of it."""
    UNCHANGED = "unchanged"
    """It says that nothing changed since the last time."""
    KEPT = "kept"
    """It failed; its last good answers count."""
    IN_FORCE = "in force"
    """It failed and no answer of it is kept; its rows in the snapshot in force count."""
    MISSING = "missing"
    """It failed, and nothing of it is known."""
    NO_KEY = "no key"
    """It wants a key that the user has not given, and nothing of it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one source gave."""

    id: str
    name: str
    state: State
    figures: int = 0
    """Rows taken: figures and costs, or models."""
    as_of: str = ""
    """Day of its newest row, or of its answer; ISO 8601."""
    problem: str = ""
    """What went wrong, in words that follow its name (``answered 500``); empty if nothing did."""
    offline: bool = False
    """Whether its host could not be reached at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a refresh came to."""

    as_of: str
    sources: tuple[SourceReport, ...]
    changes: Changes
    objections: tuple[str, ...] = ()
    """Why the new snapshot is worse than the one in force; it is kept all the same if the user insists."""
    written: Path | None = None
    """The new snapshot; ``None`` in a rehearsal."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A source is about to be read."""

    id: str


@dataclass(frozen=True, slots=True)
class Read:
    """A source has been read, or given up."""

    report: SourceReport


@dataclass(frozen=True, slots=True)
class Building:
    """All sources are in; figures are matched, abilities fitted."""

    figures: int = field(default=0)


Progress = Asking | Read | Building
Observer = Callable[[Progress], None]
