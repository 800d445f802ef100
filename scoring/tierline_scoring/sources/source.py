"""What a source is: where it is published, on what terms, and how its own format becomes figures.

Pure: a parser takes bytes and returns values. Who fetches them is no business of this package.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tierline_scoring.errors import ScoringError
from tierline_scoring.published import Published, TaskCost


class SourceError(ScoringError, ValueError):
    """A source no longer has the shape that its parser knows. The sentence says where; only this source is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One thing to fetch."""

    url: str
    key: str = ""
    """Whose key it needs: ``openrouter``, ``artificial-analysis``, or none."""
    name: str = ""
    """What it is within the source (``text``, ``code``, ``page 2``), if there are several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one source gave."""

    figures: tuple[Published, ...] = ()
    costs: tuple[TaskCost, ...] = ()
    as_of: str = ""
    """Day of the newest row, ISO 8601; empty where nothing says."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Reason → how many rows were left out for it (``no score``, ``base model``); for the report of a refresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkSource:
    """A publisher of benchmark figures: its place, format and licence, all in one."""

    id: str
    name: str
    homepage: str
    format: str
    """The published format in a few words (``YAML list``), for people."""
    licence: str
    bundled: bool
    """Whether the licence lets figures be shipped with this package; if not, only the user's own refresh reads it."""
    locations: tuple[Location, ...]
    parse: Callable[[Mapping[str, bytes]], Parsed]
    """URL → body, of every location fetched, to figures. Raises ``SourceError``."""
    follow: Callable[[Location, bytes], tuple[Location, ...]] = lambda _location, _body: ()
    """Further locations that an answer names: the next page, a file whose name changes with each release."""
    own_ids: bool = False
    """Whether its names are OpenRouter's ids."""
    self_reported: bool = False
    note: str = ""
