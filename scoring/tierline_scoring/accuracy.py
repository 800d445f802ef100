"""How good the estimates are: hide known cells, estimate them, compare with simpler guesses."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tierline_scoring.estimate import Table, fit

_NEIGHBOUR_OVERLAP = 2
"""Benchmarks that two models must share before one is called the other's neighbour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Errors on hidden cells, in points of 0..100 (root mean square), and how often the interval held."""

    cells: int
    estimate: float
    column_mean: float
    nearest_neighbour: float
    within_interval: float
    """Share of hidden cells inside their 80% interval, 0..1."""


@dataclass(frozen=True, slots=True)
class _Hidden:
    benchmark: str
    truth: float
    value: float
    inside: bool
    mean: float
    neighbour: float


def measure(table: Table, coding: frozenset[str], folds: int = 8) -> Mapping[str, Accuracy]:
    """Hide each cell once, in ``folds`` parts, and return the accuracy by benchmark and over ``all``.

    A cell counts only if its model keeps at least two other benchmarks, as for every model that is ranked.
    """
    cells = [(model, benchmark) for model in sorted(table) for benchmark in sorted(table[model])]
    found = [hidden for fold in range(folds) for hidden in _fold(table, cells[fold::folds], coding)]
    benchmarks = sorted({hidden.benchmark for hidden in found})
    by_benchmark = {name: _summary([h for h in found if h.benchmark == name]) for name in benchmarks}
    return {**by_benchmark, "all": _summary(found)} if found else {}


def _fold(table: Table, hidden: list[tuple[str, str]], coding: frozenset[str]) -> Iterator[_Hidden]:
    gone = set(hidden)
    kept = {
        model: {name: score for name, score in scores.items() if (model, name) not in gone}
        for model, scores in table.items()
    }
    model_of_ability = fit(kept, coding)
    for model, benchmark in hidden:
        column = [scores[benchmark] for scores in kept.values() if benchmark in scores]
        enough = len(kept[model].keys() & model_of_ability.columns.keys()) >= _NEIGHBOUR_OVERLAP
        if benchmark not in model_of_ability.columns or not enough:
            continue
        guess = model_of_ability.estimate(benchmark, model_of_ability.factors(kept[model]))
        truth = table[model][benchmark]
        mean = sum(column) / len(column)
        yield _Hidden(
            benchmark,
            truth,
            guess.value,
            guess.low <= truth <= guess.high,
            mean,
            _nearest(kept, model, benchmark, otherwise=mean),
        )


def _nearest(table: Table, model: str, benchmark: str, *, otherwise: float) -> float:
    """Return the score of the model that differs least on the benchmarks both have."""
    own = table[model]
    best = (math.inf, otherwise)
    for other, scores in table.items():
        shared = own.keys() & scores.keys()
        if other == model or benchmark not in scores or len(shared) < _NEIGHBOUR_OVERLAP:
            continue
        distance = sum((own[name] - scores[name]) ** 2 for name in sorted(shared)) / len(shared)
        best = min(best, (distance, scores[benchmark]))
    return best[1]


def _summary(found: list[_Hidden]) -> Accuracy:
    return Accuracy(
        cells=len(found),
        estimate=_rms(h.value - h.truth for h in found),
        column_mean=_rms(h.mean - h.truth for h in found),
        nearest_neighbour=_rms(h.neighbour - h.truth for h in found),
        within_interval=sum(h.inside for h in found) / len(found),
    )


def _rms(errors: Iterable[float]) -> float:
    squares = [error * error for error in errors]
    return math.sqrt(sum(squares) / len(squares))
