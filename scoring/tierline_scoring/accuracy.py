"""How good the estimates are: hide known figures, estimate them, compare with simpler guesses."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tierline_scoring.estimate import Table, fit

_OVERLAP = 2
"""Benchmarks that two models must share before one is called the other's neighbour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Errors on hidden figures, in points of 0..100 (root mean square), and how often the interval held."""

    cells: int
    estimate: float
    column_mean: float
    nearest_neighbour: float
    within_interval: float
    """Share of hidden figures inside their 90% interval, 0..1."""


@dataclass(frozen=True, slots=True)
class _Hidden:
    benchmark: str
    truth: float
    value: float
    inside: bool
    mean: float
    neighbour: float


def measure(table: Table, family: Mapping[str, str], folds: int = 5) -> Mapping[str, Accuracy]:
    """Hide each figure once, in ``folds`` parts, and return the accuracy by benchmark and over ``all``.

    Benchmarks of one ``family`` come from the same run or vote, and a model has all of them or none: they are
    hidden together, for a figure is too easily told from its twin. A figure counts only if its model keeps
    at least two other benchmarks, as every model has that is ranked.
    """
    units = sorted({(model, family.get(name, name)) for model, scores in table.items() for name in scores})
    found = [hidden for fold in range(folds) for hidden in _fold(table, set(units[fold::folds]), family)]
    benchmarks = sorted({hidden.benchmark for hidden in found})
    by_benchmark = {name: _summary([h for h in found if h.benchmark == name]) for name in benchmarks}
    return {**by_benchmark, "all": _summary(found)} if found else {}


def _fold(table: Table, gone: set[tuple[str, str]], family: Mapping[str, str]) -> Iterator[_Hidden]:
    def is_hidden(model: str, name: str) -> bool:
        return (model, family.get(name, name)) in gone

    kept = {
        model: {name: score for name, score in scores.items() if not is_hidden(model, name)}
        for model, scores in table.items()
    }
    fitted = fit(kept, family)
    for model, scores in table.items():
        if len(kept[model].keys() & fitted.columns.keys()) < _OVERLAP:
            continue
        for name, truth in scores.items():
            if not is_hidden(model, name) or name not in fitted.columns:
                continue
            guess = fitted.estimate(name, model, kept[model])
            column = [others[name] for others in kept.values() if name in others]
            mean = sum(column) / len(column)
            neighbour = _nearest(kept, model, name, otherwise=mean)
            yield _Hidden(name, truth, guess.value, guess.low <= truth <= guess.high, mean, neighbour)


def _nearest(table: Table, model: str, benchmark: str, *, otherwise: float) -> float:
    """Return the score of the model that differs least on the benchmarks both have."""
    own = table[model]
    best = (math.inf, otherwise)
    for other, scores in table.items():
        shared = own.keys() & scores.keys()
        if other == model or benchmark not in scores or len(shared) < _OVERLAP:
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
