"""What is known about a model's quality: measurements, estimates, and where each came from."""

from dataclasses import dataclass

from tierline_scoring.estimate import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Somebody's published table. ``date`` is that of the data, ISO 8601."""

    id: str
    name: str
    url: str
    licence: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One published figure of one model."""

    benchmark: str
    """Id in ``benchmark.BENCHMARKS``."""
    value: float
    """On 0..100."""
    published: str
    """The figure, letter by letter as published."""
    scale: str
    """The unit in which it is published (``benchmark.Scale``)."""
    name: str
    """The model's name as published."""
    matched: str
    """How that name was taken for this model: ``identity.How``, then each further step in words."""
    source: str
    date: str
    metric: str = ""
    """How it was measured, in the source's words."""
    chosen: bool = True
    """Whether this is the figure that counts, of several for one benchmark."""
    inherited_from: str = ""
    """The id of the paid twin whose figure this is; empty if it is the model's own."""
    confidence: float = 1.0
    """That the name is this model's, 0..1: what the steps of ``matched`` leave."""
    effort: str = ""
    """The operating point of the run, in the name's words (``high``, ``thinking 32k``); empty if it says none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is known about one model's quality."""

    measurements: tuple[Measurement, ...] = ()
    ability: Interval | None = None
    """Coding ability in standard deviations over all models fitted, with its 90% interval."""
    estimates: tuple[tuple[str, Interval], ...] = ()
    """Reference benchmarks that nobody measured, on 0..100, each with its 90% interval."""

    @property
    def chosen(self) -> tuple[Measurement, ...]:
        """The figure that counts for each benchmark."""
        return tuple(measurement for measurement in self.measurements if measurement.chosen)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources that fed the ability, sorted."""
        return tuple(sorted({measurement.source for measurement in self.chosen}))

    def measured(self, benchmark: str) -> Measurement | None:
        """Return the figure that counts for ``benchmark``, if anyone measured it."""
        return next((found for found in self.chosen if found.benchmark == benchmark), None)
