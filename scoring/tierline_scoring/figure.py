"""A number together with what it stands on."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tierline_scoring.errors import FigureError


class Origin(StrEnum):
    """Where a number comes from. A computed one is as good as the weakest of its parts."""

    MEASURED = "measured"
    """Published by a source, or listed by OpenRouter."""
    INHERITED = "inherited"
    """Measured, of the paid twin of a free variant."""
    ESTIMATED = "estimated"
    """Inferred from other figures; the interval says how well."""
    UNKNOWN = "unknown"
    """Nothing is known of this model; the interval is that of all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number, its 90% interval (``low <= value <= high``), and its parts.

    Raises:
        FigureError: One of the three is no finite number, or they are not in this order.
    """

    value: float
    low: float
    high: float
    origin: Origin
    parts: tuple["Part", ...] = ()
    sources: tuple[str, ...] = ()
    """Ids in the snapshot's table of sources, sorted; those of the parts included."""
    note: str = ""

    def __post_init__(self) -> None:
        # NaN compares as false with everything, so that it fails here too
        if not -math.inf < self.low <= self.value <= self.high < math.inf:
            raise FigureError(f"{self.low} <= {self.value} <= {self.high} is no number with its interval")

    @property
    def measured(self) -> bool:
        """Whether nothing in it is a guess."""
        return self.origin in {Origin.MEASURED, Origin.INHERITED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One term of a weighted sum."""

    name: str
    weight: float
    figure: Figure


_WEAKEST_LAST = tuple(Origin)


def weighted_sum(parts: Iterable[Part], note: str = "") -> Figure:
    """Add ``weight * figure`` over ``parts``.

    The ends of the intervals are added too, which is right for errors that go together and
    too wide for others: an estimate never looks better than it is.
    """
    terms = tuple(parts)
    return Figure(
        value=sum(part.weight * part.figure.value for part in terms),
        low=sum(part.weight * part.figure.low for part in terms),
        high=sum(part.weight * part.figure.high for part in terms),
        origin=max((part.figure.origin for part in terms), key=_WEAKEST_LAST.index),
        parts=terms,
        sources=tuple(sorted({source for part in terms for source in part.figure.sources})),
        note=note,
    )


def exact(value: float, *sources: str, origin: Origin = Origin.MEASURED, note: str = "") -> Figure:
    """Return a figure without uncertainty."""
    return Figure(value=value, low=value, high=value, origin=origin, sources=tuple(sorted(set(sources))), note=note)
