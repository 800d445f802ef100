"""What a table of scores has in common: one latent factor, fitted with the missing cells left out.

The model is that of factor analysis: ``score = mean + slope * factor + noise`` with ``factor ~ N(0, 1)`` and
``noise ~ N(0, variance)``, each benchmark's own; fitted by expectation-maximisation (D. Rubin & D. Thayer, "EM
algorithms for ML factor analysis", Psychometrika 47, 1982). Benchmarks of one run or vote share more than the factor:
each of ``n`` that a model has counts ``1 / sqrt(n)``, lest the factor becomes what they share.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import TypeAlias

Rows: TypeAlias = Mapping[str, Mapping[str, float]]
"""Model → benchmark → standardised score."""

_RIDGE = 0.1
"""Prior of each slope. Weak: a board of strong models alone has a steep slope, and keeps it."""
_NOISE_PRIOR = (2.0, 0.3)
"""Every benchmark's noise starts as if two models had shown this variance."""
_NOISE_FLOOR = 0.04
"""No benchmark is believed to be exact: at least a fifth of a standard deviation of noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """How one benchmark hangs on the factor, in standard deviations of its own scores."""

    mean: float
    slope: float
    noise: float
    """Variance of what the factor does not explain."""


_START = Loading(mean=0.0, slope=0.8, noise=0.4)


def fit_factor(rows: Rows, family: Mapping[str, str], rounds: int) -> dict[str, Loading]:
    """Fit the factor to ``rows`` in ``rounds`` rounds; a slope is never negative.

    ``family`` maps a benchmark to the run or vote it shares with others. Deterministic: the same rows give the same
    loadings, whatever their order.
    """
    models = [rows[model] for model in sorted(rows)]
    names = sorted({name for scores in models for name in scores})
    ordered = [
        [(name, scores[name], counts) for name, counts in _counts([name for name in names if name in scores], family)]
        for scores in models
    ]
    members = {name: [at for at, scores in enumerate(models) if name in scores] for name in names}
    columns = {name: [models[at][name] for at in members[name]] for name in names}
    loadings = dict.fromkeys(names, _START)
    for _ in range(rounds):
        means, variances = _expect(ordered, loadings)
        loadings = {
            name: _regress([means[at] for at in its], [variances[at] for at in its], columns[name])
            for name, its in members.items()
        }
    return loadings


def _counts(names: Sequence[str], family: Mapping[str, str]) -> list[tuple[str, float]]:
    sizes = Counter(family.get(name, name) for name in names)
    return [(name, 1.0 / math.sqrt(sizes[family.get(name, name)])) for name in names]


def _expect(
    models: Sequence[Sequence[tuple[str, float, float]]], loadings: Mapping[str, Loading]
) -> tuple[list[float], list[float]]:
    """Infer each model's factor from its scores and what each counts (the E step): means and variances."""
    weights = {name: loading.slope / loading.noise for name, loading in loadings.items()}
    precisions = {name: loading.slope * weights[name] for name, loading in loadings.items()}
    offsets = {name: loading.mean for name, loading in loadings.items()}
    variances = [1.0 / (1.0 + sum([counts * precisions[name] for name, _, counts in scores])) for scores in models]
    sums = [
        sum([counts * weights[name] * (score - offsets[name]) for name, score, counts in scores]) for scores in models
    ]
    return list(map(mul, variances, sums)), variances


def _regress(expected: Sequence[float], variances: Sequence[float], scores: Sequence[float]) -> Loading:
    """Regress a benchmark on the expected factor (the M step), its slope drawn to 0 by the ridge."""
    count = len(scores)
    middle, mean = sum(scores) / count, sum(expected) / count
    normal = sum(variances) + sum(map(mul, expected, expected)) - count * mean * mean
    right = sum(map(mul, scores, expected)) - count * middle * mean
    slope = max(0.0, right / (normal + _RIDGE))
    left = sum(map(mul, scores, scores)) - count * middle * middle - slope * (2.0 * right - normal * slope)
    models, variance = _NOISE_PRIOR
    return Loading(
        mean=middle - slope * mean,
        slope=slope,
        noise=max(_NOISE_FLOOR, (left + models * variance) / (count + models)),
    )
