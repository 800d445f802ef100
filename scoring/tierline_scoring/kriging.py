"""The likeliest score of a model on a benchmark, given its other scores and those of its relatives.

Every score of the table is taken as a draw from one normal distribution (co-kriging, D. Myers, "Matrix formulation
of co-kriging", Mathematical Geology 14, 1982) with

    cov((m, b), (m', b')) = likeness(m, m') * (slopes_b . slopes_b' + together(b, b') * 0.8 * sqrt(noise_b * noise_b'))
                            + [m = m', b = b'] * 0.2 * noise_b

where ``together`` is 1 for the same benchmark, 0.7 for two of one family and else 0: relatives share their factors,
and what is particular about them on one run or vote.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul
from typing import TypeAlias

from tierline_scoring.factors import Loading, Rows
from tierline_scoring.kinship import Kin
from tierline_scoring.linear import Vector, cholesky, forward, solve_non_negative

Cell: TypeAlias = tuple[str, str]
"""Model and benchmark."""

_PARTICULAR = 0.8
"""Share of a benchmark's noise that a model has in common with its like; the rest is the luck of a run."""
_TOGETHER = 0.7
"""How far what is particular about a model on one benchmark is so on its twins of one run or vote."""
_PRIOR = 2.0
"""Variance of the first factor, 1 in the fit: newer models are better than those of which the fit knows."""
_NEAR = 48
"""So many scores of relatives are looked at."""
_HAS_IT = 2.5
"""A relative that has the benchmark sought counts as so many times as near."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """All standardised scores, and how they hang together."""

    rows: Rows
    loadings: Mapping[str, Loading]
    kin: Kin
    family: Mapping[str, str]
    """Benchmark → the run or vote it shares with others."""

    @cached_property
    def _shared(self) -> Mapping[str, Mapping[str, float]]:
        """Covariance of two benchmarks for models that are all alike."""
        return {
            one: {
                other: (_PRIOR - 1.0) * mine.slopes[0] * its.slopes[0]
                + sum(map(mul, mine.slopes, its.slopes))
                + self._together(one, other) * _PARTICULAR * math.sqrt(mine.noise * its.noise)
                for other, its in self.loadings.items()
            }
            for one, mine in self.loadings.items()
        }

    def _together(self, one: str, other: str) -> float:
        if one == other:
            return 1.0
        return _TOGETHER if self.family.get(one, one) == self.family.get(other, other) else 0.0

    def predict(self, model: str, scores: Mapping[str, float], benchmark: str) -> tuple[float, float]:
        """Return mean and variance of ``model``'s score on ``benchmark``, given its own standardised ``scores``.

        No own score weighs less than nothing: a better one never makes the estimate worse. What the table holds
        of ``model`` itself is not looked at.
        """
        near = self._near(model, benchmark)
        own = [(model, name) for name in sorted(scores) if name != benchmark]
        cells = [*own, (model, benchmark)]
        alike = self._alike([model, *(other for other, _ in near)])
        lower = cholesky([self._cov(cell, near[: i + 1], alike) for i, cell in enumerate(near)])
        known = forward(lower, [self.rows[other][name] - self.loadings[name].mean for other, name in near])
        told = [forward(lower, self._cov(cell, near, alike)) for cell in cells]
        left = [
            [x - sum(map(mul, told[i], told[j])) for j, x in enumerate(self._cov(cell, cells, alike))]
            for i, cell in enumerate(cells)
        ]
        right = left.pop()
        variance = right.pop()
        weights = solve_non_negative(left, right)
        mean = self.loadings[benchmark].mean + sum(map(mul, told[-1], known))
        for i, (_, name) in enumerate(own):
            mean += weights[i] * (scores[name] - self.loadings[name].mean - sum(map(mul, told[i], known)))
        return mean, variance - sum(map(mul, weights, right))

    def _near(self, model: str, benchmark: str) -> list[Cell]:
        """Choose the scores of the nearest relatives, those first that have the benchmark sought."""

        def nearness(relative: tuple[str, float]) -> tuple[float, str]:
            other, likeness = relative
            return -likeness * (_HAS_IT if benchmark in self.rows[other] else 1.0), other

        near: list[Cell] = []
        shared = self._shared[benchmark]
        for other, _ in sorted(self.kin.of(model).items(), key=nearness):
            near.extend((other, name) for name in sorted(self.rows[other], key=lambda name: (-shared[name], name)))
            if len(near) >= _NEAR:
                break
        return near[:_NEAR]

    def _alike(self, models: Iterable[str]) -> Mapping[str, Mapping[str, float]]:
        distinct = list(dict.fromkeys(models))
        return {one: {other: self.kin.likeness(one, other) for other in distinct} for one in distinct}

    def _cov(self, cell: Cell, others: Sequence[Cell], alike: Mapping[str, Mapping[str, float]]) -> Vector:
        """Return the covariances of one cell with others; luck is added where it meets itself."""
        model, name = cell
        likeness, shared = alike[model], self._shared[name]
        found = [likeness[other] * shared[its] for other, its in others]
        if cell in others:
            found[others.index(cell)] += (1.0 - _PARTICULAR) * self.loadings[name].noise
        return found
