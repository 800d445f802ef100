"""The likeliest score of a model on a benchmark, given its other scores and those of its relatives.

Every score of the table is taken as a draw from one normal distribution (co-kriging, D. Myers, "Matrix formulation
of co-kriging", Mathematical Geology 14, 1982) with

    cov((m, b), (m', b')) = 2 * sqrt(likeness(m, m')) * slope_b * slope_b'
                            + (1 if m = m' else 0.75 * likeness(m, m')) * particular(b, b')

Relatives share most of their ability and, if they are very like, what is particular about them.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import mul
from typing import TypeAlias

from tierline_scoring.benchmark import REFERENCE
from tierline_scoring.factors import Loading, Rows
from tierline_scoring.kinship import Kin
from tierline_scoring.linear import Matrix, Vector, cholesky, forward, solve_non_negative

Cell: TypeAlias = tuple[str, str]
"""Model and benchmark."""

_SHARED = 0.75
"""Share of what is particular about a model that the likest of others has too; the rest is its own, and luck."""
_PRIOR = 2.0
"""Variance of the factor, 1 in the fit: newer models are better than those of which the fit knows."""
_NEAR = 48
"""So many scores of relatives are looked at."""
_HAS_IT = 1.5
"""A relative that has the benchmarks sought counts as by so much nearer."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What relatives tell of a model's scores, whichever is sought."""

    near: Sequence[tuple[str, float, float]]
    """Benchmark of each of their scores, and how far ability and what is particular are the model's too."""
    lower: Matrix
    """Cholesky factor of the covariance of their scores."""
    known: Vector
    """Their scores without the means, whitened by ``lower``."""
    own: Matrix
    """Covariances of the model's own scores with theirs, whitened too."""
    left: Matrix
    """Covariance of the model's own scores, theirs being known; its lower triangle."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """All standardised scores, and how they hang together."""

    rows: Rows
    loadings: Mapping[str, Loading]
    kin: Kin
    particular: Mapping[str, Mapping[str, float]]
    """Covariance of what the factor leaves of two benchmarks."""

    def predict(self, model: str, scores: Mapping[str, float], benchmark: str) -> tuple[float, float]:
        """Return mean and variance of ``model``'s score on ``benchmark``, given its own standardised ``scores``.

        No own score weighs less than nothing: a better one never makes the estimate worse. What the table holds
        of ``model`` itself is not looked at.
        """
        own = tuple(name for name in sorted(scores) if name != benchmark)
        # reference benchmarks are sought together, so that the same relatives serve for all that a model lacks
        lacking = tuple(name for name in REFERENCE if name not in own)
        given = self._given(model, lacking if benchmark in REFERENCE else (benchmark,), own)
        told = forward(given.lower, self._across(benchmark, given.near))
        shared = self._shared[benchmark]
        right = [shared[name] - sum(map(mul, told, line)) for name, line in zip(own, given.own, strict=True)]
        weights = solve_non_negative(given.left, right)
        mean = self.loadings[benchmark].mean + sum(map(mul, told, given.known))
        for name, weight, line in zip(own, weights, given.own, strict=True):
            mean += weight * (scores[name] - self.loadings[name].mean - sum(map(mul, line, given.known)))
        return mean, shared[benchmark] - sum(map(mul, told, told)) - sum(map(mul, weights, right))

    @cached_property
    def _ability(self) -> Mapping[str, Mapping[str, float]]:
        """Covariance of two benchmarks through the factor."""
        return {
            one: {other: _PRIOR * mine.slope * its.slope for other, its in self.loadings.items()}
            for one, mine in self.loadings.items()
        }

    @cached_property
    def _shared(self) -> Mapping[str, Mapping[str, float]]:
        """Covariance of two scores of one model."""
        return {
            name: {other: x + self.particular[name][other] for other, x in line.items()}
            for name, line in self._ability.items()
        }

    @cached_property
    def _telling(self) -> Mapping[str, Sequence[str]]:
        """Model → its benchmarks, those first that tell most of ability."""
        return {
            model: sorted(own, key=lambda name: (-self.loadings[name].slope, name)) for model, own in self.rows.items()
        }

    def _near(self, model: str, sought: Sequence[str]) -> Sequence[Cell]:
        """Choose the scores of the nearest relatives, those first that have what is sought."""

        def nearness(relative: tuple[str, float]) -> tuple[float, str]:
            other, likeness = relative
            row = self.rows[other]
            return -likeness * (1.0 + _HAS_IT * sum([name in row for name in sought]) / len(sought)), other

        near: list[Cell] = []
        for other, _ in sorted(self.kin.of(model).items(), key=nearness):
            near.extend((other, name) for name in self._telling[other])
            if len(near) >= _NEAR:
                break
        return near[:_NEAR]

    @cached_property
    def _given(self) -> Callable[[str, tuple[str, ...], tuple[str, ...]], _Given]:
        """``_look`` with the last answers kept: for several scores of a model it is often the same."""
        return lru_cache(maxsize=8)(self._look)

    def _look(self, model: str, sought: tuple[str, ...], own: tuple[str, ...]) -> _Given:
        """Gather what relatives tell of ``model``'s scores ``own``, to estimate those that are ``sought``."""
        near = self._near(model, sought)
        others = list(dict.fromkeys(other for other, _ in near))
        alike = {one: {other: self._alike(one, other) for other in others} for one in (model, *others)}
        cells = [[(name, *alike[one][other]) for other, name in near] for one in (model, *others)]
        across = dict(zip((model, *others), cells, strict=True))
        lower = cholesky([self._across(name, across[other][: at + 1]) for at, (other, name) in enumerate(near)])
        told = [forward(lower, self._across(name, across[model])) for name in own]
        left = [
            [self._shared[name][own[j]] - sum(map(mul, line, its)) for j, its in enumerate(told[: i + 1])]
            for i, (name, line) in enumerate(zip(own, told, strict=True))
        ]
        known = forward(lower, [self.rows[other][name] - self.loadings[name].mean for other, name in near])
        return _Given(across[model], lower, known, told, left)

    def _alike(self, one: str, other: str) -> tuple[float, float]:
        """Return how far two models have ability, and how far what is particular, in common."""
        if one == other:
            return 1.0, 1.0
        likeness = self.kin.likeness(one, other)
        return math.sqrt(likeness), _SHARED * likeness

    def _across(self, benchmark: str, cells: Sequence[tuple[str, float, float]]) -> Vector:
        """Return the covariances of a score on ``benchmark`` with others, given how alike the models are."""
        ability, particular = self._ability[benchmark], self.particular[benchmark]
        return [able * ability[name] + like * particular[name] for name, able, like in cells]
