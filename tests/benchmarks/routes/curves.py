"""What the shipped decision does to cost and quality, end to end, and the order of the score behind it.

A set has two models. Where the decision is MAXIMUM the strong one is asked, else the weak one ("up"); or the weak one
where it is MINIMUM, else the strong one ("down"). Each is a point: the share of strong calls, and PGR. By chance, and
for a score that says nothing, PGR is the share of calls; lift is what it has beyond. Always DEFAULT and always MAXIMUM
are the ends of the curve.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tierline.task import Kind, Tier
from train_classifier.outcomes import Item

from . import metrics
from .bootstrap import Interval, interval, pick
from .decision import decided
from .section import Section
from .tier import Measured, sets

_FEWEST = 20
_TIMES = 200


@dataclass(frozen=True)
class Panel:
    """One set with its pair of models: the parallel columns that the measures take."""

    name: str
    pair: str
    items: Sequence[Item]
    weak: Sequence[float]
    strong: Sequence[float]

    @classmethod
    def of(cls, name: str, items: Sequence[Item], weak: str, strong: str) -> "Panel":
        """Return the panel of two models of a set."""
        return cls(
            name,
            f"{weak} → {strong}",
            items,
            [item.quality[weak] for item in items],
            [item.quality[strong] for item in items],
        )

    @cached_property
    def decisions(self) -> Sequence[tuple[float, Tier]]:
        """The shipped difficulty and tier of each item."""
        found = [decided(item.task) for item in self.items]
        return [(profile.difficulty, decision.tier) for profile, decision in found]

    @property
    def score(self) -> list[float]:
        """The shipped difficulty."""
        return [difficulty for difficulty, _ in self.decisions]

    @property
    def length(self) -> list[float]:
        """Characters of what is sent."""
        return [float(len(item.task.instruction) + len(item.task.selection)) for item in self.items]

    @property
    def clusters(self) -> list[str]:
        """The problem that each item is of: bugs put into one program are variants of it."""
        return [item.task.instruction if item.task.kind is Kind.FIX else str(at) for at, item in enumerate(self.items)]

    def strong_calls(self, tiers: Iterable[Tier]) -> list[float]:
        """Return 1 for the items that are decided to be of these tiers, else 0."""
        wanted = set(tiers)
        return [float(tier in wanted) for _, tier in self.decisions]

    def point(self, calls: Sequence[float]) -> tuple[float, float]:
        """Return the share of strong calls and PGR."""
        share = sum(calls) / len(calls)
        return share, metrics.cascade([call > 0 for call in calls], self.weak, self.strong).pgr


UP, DOWN = (Tier.MAXIMUM,), (Tier.DEFAULT, Tier.MAXIMUM)


def panels(data: Path) -> Iterator[Panel]:
    """Yield each set of which the strong model is the better one."""
    for own in sets(data):
        panel = Panel.of(own.name.strip(), own.items, own.weak, own.strong)
        if sum(panel.strong) > sum(panel.weak):
            yield panel


def measure(data: Path) -> tuple[Section, ...]:
    """Return the decisions by set, and the same by language."""
    return _decisions(list(panels(data))), _languages(data)


def _decisions(found: Sequence[Panel]) -> Section:
    return Section(
        "The shipped decision, end to end: what its tiers gain beyond chance",
        ("set", "items", "pair", "MIN / DEF / MAX", "up: calls", "lift", "down: calls", "lift", "APGR", "by length"),
        tuple(_row(panel) for panel in found),
        (
            "up: the strong model where MAXIMUM is decided; down: the weak one where MINIMUM is; by chance, lift is 0",
            "one user who set nothing; no path, so nothing is critical or a prototype; 95% by resampling problems",
            "base and slopes of the difficulty saw the cheap models' outcomes on these sets",
            "what the rules saw stands with the tier choice; where nothing is said, all items have one score",
        ),
    )


def _row(panel: Panel) -> tuple[str, ...]:
    tiers = Counter(tier for _, tier in panel.decisions)
    count = len(panel.items)
    cells = [" / ".join(f"{tiers[tier] / count:.0%}" for tier in Tier)]
    for wanted in (UP, DOWN):
        calls = panel.strong_calls(wanted)
        cells += [f"{sum(calls) / count:.1%}", _lift(panel, calls)]
    score = panel.score
    apgr = _resampled(panel, lambda drawn: metrics.apgr(*(pick(x, drawn) for x in (score, panel.weak, panel.strong))))
    by_length = metrics.apgr(panel.length, panel.weak, panel.strong)
    return (panel.name, str(count), panel.pair, *cells, str(apgr), f"{by_length:.3f}")


def _lift(panel: Panel, calls: Sequence[float]) -> str:
    if len(set(calls)) == 1:
        return "-"

    def beyond(drawn: Sequence[int]) -> float:
        own = pick(calls, drawn)
        told = metrics.cascade([call > 0 for call in own], pick(panel.weak, drawn), pick(panel.strong, drawn))
        return told.pgr - told.escalated

    found = _resampled(panel, beyond)
    return f"{found.value:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"


def _resampled(panel: Panel, statistic: Callable[[Sequence[int]], float]) -> Interval:
    return interval(statistic, len(panel.items), clusters=panel.clusters, times=_TIMES)


def _languages(data: Path) -> Section:
    rows = []
    for own in sets(data):
        for language, items in _by_language(own).items():
            panel = Panel.of(f"{own.name.strip()}: {language}", items, own.weak, own.strong)
            if len(items) >= _FEWEST and sum(panel.strong) > sum(panel.weak):
                rows.append(_row(panel))
    return Section(
        "The same by programming language",
        ("set", "items", "pair", "MIN / DEF / MAX", "up: calls", "lift", "down: calls", "lift", "APGR", "by length"),
        tuple(rows),
        (f"languages with {_FEWEST} items or more; so few say little, as the intervals show",),
    )


def _by_language(own: Measured) -> dict[str, list[Item]]:
    """Return the items by language, of sets that have several."""
    found: dict[str, list[Item]] = {}
    for item in own.items:
        found.setdefault(item.task.language, []).append(item)
    return found if len(found) > 1 else {}
