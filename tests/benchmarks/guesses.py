"""Simpler guesses of a hidden figure, each as good as it can fairly be made from the figures that are not hidden."""

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from tierline_scoring.estimate import MIN_MODELS, Table

Scores = Mapping[str, float]

_SCALES: Mapping[str, Callable[[float], float]] = {
    "points": lambda score: score,
    "deviations": lambda score: score,
    "logits": lambda score: math.log((score + 0.5) / (100.5 - score)),
}
"""The scales on which distances are tried; all but points are standardised benchmark by benchmark."""
_NEIGHBOURS, _SHARED, _POWERS = (1, 2, 3, 5, 8), (1, 2, 3), (1, 2)
_TRIED = 300
"""Training figures on which each way to choose neighbours is tried."""


@dataclass(frozen=True, slots=True)
class Line:
    """A regression of one benchmark on another."""

    correlation: float
    slope: float
    intercept: float


class Guesses:
    """Column mean, nearest neighbours, and regression on the single best-correlated benchmark, from one table.

    How many neighbours count, on which scale and by which distance they are near, is chosen by the error on
    training figures, each hidden in turn with its family. The regression is, for each hidden figure, that on
    the best-correlated of the benchmarks that its model has.
    """

    def __init__(self, table: Table, family: Mapping[str, str]) -> None:
        self._table = table
        self._family = family
        columns: dict[str, dict[str, float]] = {}
        for model in sorted(table):
            for name, score in table[model].items():
                columns.setdefault(name, {})[model] = score
        self._columns = columns
        self._means = {name: sum(own.values()) / len(own) for name, own in columns.items()}
        self._standard = {
            (scale, name): (0.0, 1.0) if scale == "points" else _standard([turn(score) for score in own.values()])
            for scale, turn in _SCALES.items()
            for name, own in columns.items()
        }
        self._lines: dict[tuple[str, str], Line | None] = {}
        self._scaled = {
            scale: {model: self._scale(scale, scores) for model, scores in table.items()} for scale in _SCALES
        }
        self.neighbours = self._choose_neighbours()

    def column_mean(self, benchmark: str) -> float:
        """Return the mean over all models that have it."""
        return self._means[benchmark]

    def nearest(self, model: str, scores: Scores, benchmark: str) -> float:
        """Return the mean of the nearest neighbours that have it."""
        scale, power, shared, count = self.neighbours
        return self._mean_of_nearest(model, scores, benchmark, (scale, power, shared))(count)

    def regression(self, scores: Scores, benchmark: str) -> float:
        """Return what the best-correlated of ``scores`` tells."""
        lines = [(self._line(name, benchmark), name) for name in sorted(scores) if name != benchmark]
        known = [(line, name) for line, name in lines if line]
        if not known:
            return self._means[benchmark]
        line, name = max(known, key=lambda pair: abs(pair[0].correlation))
        return min(100.0, max(0.0, line.intercept + line.slope * scores[name]))

    def _scale(self, scale: str, scores: Scores) -> dict[str, float]:
        scaled = {}
        for name, score in scores.items():
            if name in self._means:
                mean, spread = self._standard[scale, name]
                scaled[name] = (_SCALES[scale](score) - mean) / spread
        return scaled

    def _mean_of_nearest(
        self, model: str, scores: Scores, benchmark: str, way: tuple[str, int, int]
    ) -> Callable[[int], float]:
        scale, power, least = way
        own = self._scale(scale, scores)
        rows = self._scaled[scale]
        found = []
        for other, score in self._columns[benchmark].items():
            if other == model:
                continue
            shared = [name for name in own if name in rows[other] and name != benchmark]
            if len(shared) >= least:
                distance = sum(abs(own[name] - rows[other][name]) ** power for name in shared) / len(shared)
                found.append((distance, -len(shared), other, score))
        found.sort()
        mean = self._means[benchmark]
        return lambda count: sum(near[3] for near in found[:count]) / len(found[:count]) if found else mean

    def _choose_neighbours(self) -> tuple[str, int, int, int]:
        cells = [
            (model, name)
            for model, scores in sorted(self._table.items())
            for name in sorted(scores)
            if len(self._columns[name]) >= MIN_MODELS
        ]
        random.Random(0).shuffle(cells)  # noqa: S311 -- a sample, no secret
        ways = list(product(_SCALES, _POWERS, _SHARED))
        errors = dict.fromkeys(product(ways, _NEIGHBOURS), 0.0)
        for model, name in cells[:_TRIED]:
            run = self._family.get(name, name)
            rest = {other: x for other, x in self._table[model].items() if self._family.get(other, other) != run}
            for way in ways:
                guess = self._mean_of_nearest(model, rest, name, way)
                for count in _NEIGHBOURS:
                    errors[way, count] += abs(guess(count) - self._table[model][name])
        way, count = min(errors, key=lambda key: errors[key])
        return (*way, count)

    def _line(self, name: str, benchmark: str) -> Line | None:
        if (name, benchmark) not in self._lines:
            both = [
                (score, self._columns[benchmark][model])
                for model, score in self._columns.get(name, {}).items()
                if model in self._columns[benchmark]
            ]
            self._lines[name, benchmark] = _regress(both) if len(both) >= MIN_MODELS else None
        return self._lines[name, benchmark]


def _standard(values: list[float]) -> tuple[float, float]:
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) or 1.0


def _regress(both: list[tuple[float, float]]) -> Line | None:
    x_mean, y_mean = (sum(pair[i] for pair in both) / len(both) for i in (0, 1))
    xx = sum((x - x_mean) ** 2 for x, _ in both)
    yy = sum((y - y_mean) ** 2 for _, y in both)
    xy = sum((x - x_mean) * (y - y_mean) for x, y in both)
    if not xx or not yy:
        return None
    return Line(xy / math.sqrt(xx * yy), xy / xx, y_mean - xy / xx * x_mean)
