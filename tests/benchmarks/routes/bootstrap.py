"""Percentile intervals by resampling items, or whole clusters of them. Seeded: the same figures every time.

Source: B. Efron & R. Tibshirani, *An Introduction to the Bootstrap*, 1993, section 13.3.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .metrics import NoGapError

T = TypeVar("T")

TIMES = 400
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, and the two between which it lies with 95% confidence."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def interval(
    statistic: Callable[[Sequence[int]], float],
    count: int,
    *,
    clusters: Sequence[Hashable] | None = None,
    times: int = TIMES,
    seed: int = 1,
) -> Interval:
    """Return ``statistic`` of all items, with its interval.

    ``statistic`` takes the places of the items drawn, 0..``count`` - 1, some of them several times: what compares two
    routers compares them on the same draw. ``clusters`` names each item's cluster, of which all items are drawn or
    none: variants of one problem don't count as so many. A draw without a gap between the models is left out.
    """
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at in range(count):
        groups[clusters[at] if clusters else at].append(at)
    drawn_from = list(groups.values())
    chance = random.Random(seed)  # noqa: S311 -- a resampling, no secret
    found = []
    for _ in range(times):
        drawn = [at for group in chance.choices(drawn_from, k=len(drawn_from)) for at in group]
        try:
            found.append(statistic(drawn))
        except NoGapError:
            continue
    whole = statistic(range(count))
    if not found:
        return Interval(whole, whole, whole)
    found.sort()
    tail = (1 - LEVEL) / 2
    last = len(found) - 1
    return Interval(whole, found[round(tail * last)], found[round((1 - tail) * last)])


def pick(values: Sequence[T], drawn: Sequence[int]) -> list[T]:
    """Return the values at the places drawn."""
    return [values[at] for at in drawn]
