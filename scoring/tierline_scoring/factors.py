"""What a table of scores has in common: a few latent factors, fitted with the missing cells left out.

The model is that of factor analysis: ``score = mean + slopes . factors + noise`` with ``factors ~ N(0, I)`` and
``noise ~ N(0, variance)``, each benchmark's own; fitted by expectation-maximisation (D. Rubin & D. Thayer, "EM
algorithms for ML factor analysis", Psychometrika 47, 1982).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import TypeAlias

from tierline_scoring.linear import Matrix, Vector, inverse, solve

Rows: TypeAlias = Mapping[str, Mapping[str, float]]
"""Model → benchmark → standardised score."""

_RIDGE = 0.1
"""Prior of each slope on the first factor. Weak: a board of strong models alone has a steep slope, and keeps it."""
_FURTHER_RIDGE = 5.0
"""The same for the further factors, which have to earn their place: worth five models that see nothing in them."""
_NOISE_PRIOR = (2.0, 0.3)
"""Every benchmark's noise starts as if two models had shown this variance."""
_NOISE_FLOOR = 0.04
"""No benchmark is believed to be exact: at least a fifth of a standard deviation of noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """How one benchmark hangs on the factors, in standard deviations of its own scores."""

    mean: float
    slopes: Sequence[float]
    noise: float
    """Variance of what the factors do not explain."""


@dataclass(frozen=True, slots=True)
class _Expected:
    mean: Vector
    covariance: Matrix


def fit_factors(rows: Rows, factors: int, rounds: int) -> dict[str, Loading]:
    """Fit ``factors`` factors to ``rows`` in ``rounds`` rounds; a slope on the first factor is never negative.

    Deterministic: the same rows give the same loadings, whatever their order.
    """
    ordered = {model: dict(sorted(rows[model].items())) for model in sorted(rows)}
    names = sorted({name for scores in rows.values() for name in scores})
    members = {name: [model for model, scores in ordered.items() if name in scores] for name in names}
    loadings = {name: Loading(mean=0.0, slopes=_start(at, factors), noise=0.4) for at, name in enumerate(names)}
    for _ in range(rounds):
        expected = {model: _expect(scores, loadings, factors) for model, scores in ordered.items()}
        loadings = {
            name: _regress([expected[model] for model in models], [rows[model][name] for model in models], factors)
            for name, models in members.items()
        }
    return loadings


def _start(at: int, factors: int) -> Vector:
    """Start with one factor for all; the others start small and different, for equal ones would stay equal."""
    return [0.8, *(0.1 * math.cos(2.0 * factor * at + factor) for factor in range(1, factors))]


def _expect(scores: Mapping[str, float], loadings: Mapping[str, Loading], factors: int) -> _Expected:
    """Infer a model's factors from its scores (the E step)."""
    used = [loadings[name] for name in scores]
    rests = [(score - loading.mean) / loading.noise for score, loading in zip(scores.values(), used, strict=True)]
    slopes = [[loading.slopes[i] for loading in used] for i in range(factors)]
    precise = [[loading.slopes[i] / loading.noise for loading in used] for i in range(factors)]
    covariance = inverse(
        [[(i == j) + sum(map(mul, precise[i], slopes[j])) for j in range(factors)] for i in range(factors)]
    )
    weighted = [sum(map(mul, line, rests)) for line in slopes]
    return _Expected([sum(map(mul, line, weighted)) for line in covariance], covariance)


def _regress(expected: Sequence[_Expected], scores: Sequence[float], factors: int) -> Loading:
    """Regress a benchmark on the expected factors (the M step), its slopes drawn to 0 by the ridge."""
    count = len(scores)
    middle = sum(scores) / count
    rests = [score - middle for score in scores]
    values = [[found.mean[i] for found in expected] for i in range(factors)]
    means = [sum(line) / count for line in values]
    normal = [
        [
            sum(found.covariance[i][j] for found in expected)
            + sum(map(mul, values[i], values[j]))
            - count * means[i] * means[j]
            for j in range(factors)
        ]
        for i in range(factors)
    ]
    right = [sum(map(mul, line, rests)) for line in values]
    ridge = [_FURTHER_RIDGE if i else _RIDGE for i in range(factors)]
    slopes = solve([[x + ridge[i] * (i == j) for j, x in enumerate(line)] for i, line in enumerate(normal)], right)
    slopes[0] = max(0.0, slopes[0])
    explained = sum(slope * (2.0 * right[i] - sum(map(mul, normal[i], slopes))) for i, slope in enumerate(slopes))
    models, variance = _NOISE_PRIOR
    return Loading(
        mean=middle - sum(map(mul, slopes, means)),
        slopes=slopes,
        noise=max(_NOISE_FLOOR, (sum(map(mul, rests, rests)) - explained + models * variance) / (count + models)),
    )
