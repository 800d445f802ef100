"""The table type of task → model: chosen on one half of CodeRouterBench's tasks, scored on the other.

The runs are split in two, twenty times; each half chooses for the other, so that in every split every task is
answered by a table that never saw it. A task's result is its mean over the splits, and the intervals resample tasks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from .bootstrap import interval
from .choosers import (
    Chooser,
    Table,
    always,
    best_single,
    highest_mean,
    published,
    published_by_type,
    shrunk,
    shrunk_by_kind,
)
from .runs import CHEAP, DOUBTFUL, STRONGEST, Pick, Run, best_of, halves, mean, picked, quality_and_cost, read_runs
from .section import Section

SPLITS = 20
QUALITY, QUALITY_WITHOUT, COST = 46.0, 43.0, 0.15
"""The bars: points over all types, points without the doubtful ones, share of the strongest model's cost."""
OURS = "table by type, shrunk, less cost"
PUBLISHED = "specialists as published"
"""What the product does with these runs."""

CHOOSERS: Mapping[str, Chooser] = {
    "best single cheap model": best_single,
    f"always {STRONGEST}": always(STRONGEST),
    OURS: shrunk,
    "  cost left out": partial(shrunk, points=0.0),
    "  cost four times as dear": partial(shrunk, points=20.0),
    "table by type, plain means": highest_mean,
    "table by the product's kinds, shrunk, less cost": shrunk_by_kind,
    PUBLISHED: published,
    "  as if each type were a kind": published_by_type,
}


def measure(data: Path) -> Section:
    """Score every way to choose, and the bounds that no table can reach."""
    runs = read_runs(data)
    results = {name: _cross(runs, chooser) for name, chooser in CHOOSERS.items()}
    choosing, scoring = halves(runs, 0)
    first = {name: _pick(scoring, chooser(choosing)) for name, chooser in CHOOSERS.items()}
    for name, models in (("oracle by task, cheap models", CHEAP), ("oracle by task, all models", tuple(runs[0].score))):
        results[name], first[name] = ([picked(run, best_of(run, models)) for run in asked] for asked in (runs, scoring))
    table = shrunk(choosing)
    return Section(
        title="Kind of task → model (CodeRouterBench)",
        columns=("way to choose", "all types", "cost", "without three", "cost", "first split: all", "without three"),
        rows=tuple(_row(name, picks, first[name]) for name, picks in results.items()),
        notes=(
            f"{len(runs)} tasks; points of 100, types counting the same; cost as a share of {STRONGEST}'s",
            f"the three, scored by a judge or a stand-in measure: {', '.join(sorted(DOUBTFUL))}",
            f"means over {SPLITS} splits into halves, each half choosing for the other; 95% by resampling tasks",
            "first split: one half chooses, the other is scored, once",
            f"the first split's table: {'; '.join(f'{name} {model}' for name, model in table.items())}",
        ),
        failures=tuple(
            f"{name}, {failure}" for name in (OURS, PUBLISHED) for failure in _failures(results[name], first[name])
        ),
    )


def _cross(runs: Sequence[Run], chooser: Chooser) -> list[Pick]:
    """Return each task's mean over the splits, always under a table of the half that it is not in."""
    found: dict[str, list[Pick]] = {run.task: [] for run in runs}
    for split in range(SPLITS):
        one, other = halves(runs, split)
        for choosing, scoring in ((one, other), (other, one)):
            table = chooser(choosing)
            for run, pick in zip(scoring, _pick(scoring, table), strict=True):
                found[run.task].append(pick)
    return [
        Pick(own[0].type, mean(p.score for p in own), mean(p.usd for p in own), own[0].strongest_usd)
        for own in found.values()
    ]


def _pick(scoring: Sequence[Run], table: Table) -> list[Pick]:
    return [picked(run, table[run.type]) for run in scoring]


def _row(name: str, picks: Sequence[Pick], first: Sequence[Pick]) -> tuple[str, ...]:
    cells = []
    for without in (frozenset[str](), DOUBTFUL):
        _, cost = quality_and_cost(picks, without)
        found = interval(_quality(picks, without), len(picks))
        cells += [f"{found.value:.1f} [{found.low:.1f}, {found.high:.1f}]", f"{cost:.1%}"]
    for without in (frozenset[str](), DOUBTFUL):
        quality, cost = quality_and_cost(first, without)
        cells.append(f"{quality:.1f} at {cost:.1%}")
    return (name, *cells)


def _quality(picks: Sequence[Pick], without: frozenset[str]) -> Callable[[Sequence[int]], float]:
    return lambda drawn: quality_and_cost((picks[at] for at in drawn), without)[0]


def _failures(crossed: Sequence[Pick], first: Sequence[Pick]) -> Iterator[str]:
    bars = (("all types", frozenset[str](), QUALITY), ("without the three", DOUBTFUL, QUALITY_WITHOUT))
    for where, picks in (("over the splits", crossed), ("on the first split", first)):
        for name, without, bar in bars:
            quality, cost = quality_and_cost(picks, without)
            if quality < bar or cost > COST:
                yield f"{name} {where}: {quality:.1f} at {cost:.1%}, to be at least {bar:g} at {COST:.0%}"
