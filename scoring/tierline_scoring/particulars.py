"""What benchmarks have in common besides the factor: a model good at one is often good at its twins.

The covariance of what the factor leaves, fitted by expectation-maximisation with the missing cells left out
(R. Little & D. Rubin, *Statistical Analysis with Missing Data*, 2002, section 11.2). With ``S`` the covariance of
all scores and ``r`` the scores of a model without their means, both on the benchmarks it has, a round adds

    P * sum over models of (S^-1 r r' S^-1 - S^-1) * P / models

to the covariance ``P``. It starts from the noise of each benchmark, in which twins of one run or vote share most,
and is stopped early: what few models tell stays near the start, of which a part is kept anyway.
"""

import math
from collections.abc import Mapping
from operator import mul

from tierline_scoring.factors import Loading, Rows
from tierline_scoring.linear import Matrix, Vector, cholesky, inverse

_TWINS = 0.7
"""Correlation, at the start, of what is particular about a model on benchmarks of one run or vote."""
_ROUNDS = 8
_LEAST = 0.002
"""Variance that stays of any mixture of benchmarks, when the others are known: none tells another exactly."""
_KEPT = 0.1
"""Share of the start in the end."""
_STEP = 4.0
"""So many times as far as the plain algorithm goes each round, for most cells are missing and it would creep."""


def fit_particulars(
    rows: Rows, loadings: Mapping[str, Loading], family: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """Return benchmark → benchmark → covariance of what the factor leaves of their standardised scores.

    ``family`` maps a benchmark to the run or vote it shares with others. Deterministic, whatever the order.
    """
    names = sorted(loadings)
    place = {name: at for at, name in enumerate(names)}
    patterns: dict[tuple[int, ...], list[Vector]] = {}
    for model in sorted(rows):
        present = sorted(place[name] for name in rows[model])
        rests = [rows[model][names[at]] - loadings[names[at]].mean for at in present]
        patterns.setdefault(tuple(present), []).append(rests)
    patterns.pop((), None)
    slopes = [loadings[name].slope for name in names]
    start = [
        [_together(one, other, family) * math.sqrt(loadings[one].noise * loadings[other].noise) for other in names]
        for one in names
    ]
    found, models = start, sum(map(len, patterns.values()))
    for _ in range(_ROUNDS):
        found = _round(found, slopes, patterns, models)
    return {
        one: {other: x + _KEPT * (y - x) for other, x, y in zip(names, *lines, strict=True)}
        for one, *lines in zip(names, found, start, strict=True)
    }


def _together(one: str, other: str, family: Mapping[str, str]) -> float:
    if one == other:
        return 1.0
    return _TWINS if family.get(one, one) == family.get(other, other) else 0.0


def _round(found: Matrix, slopes: Vector, patterns: Mapping[tuple[int, ...], list[Vector]], models: int) -> Matrix:
    """Go one step towards the likeliest covariance, a shorter one where a long one would leave none."""
    change = _times(_times(found, _gradient(found, slopes, patterns)), found)
    step = _STEP / max(1, models)
    while True:
        tried = [[x + step * y for x, y in zip(*lines, strict=True)] for lines in zip(found, change, strict=True)]
        try:
            cholesky([[x - _LEAST * (i == j) for j, x in enumerate(line)] for i, line in enumerate(tried)])
        except ValueError:
            step /= 2.0
        else:
            return tried


def _gradient(found: Matrix, slopes: Vector, patterns: Mapping[tuple[int, ...], list[Vector]]) -> Matrix:
    """Add up ``S^-1 r r' S^-1 - S^-1`` over all models; those that have the same benchmarks share ``S``."""
    total = [[0.0] * len(found) for _ in found]
    for present, models in patterns.items():
        lines = [[found[i][j] + slopes[i] * slopes[j] for j in present[: at + 1]] for at, i in enumerate(present)]
        precise = inverse(lines)
        told = [[sum(map(mul, line, rests)) for line in precise] for rests in models]
        count = len(models)
        for at, i in enumerate(present):
            sums = [-count * x for x in precise[at]]
            for weights in told:
                own = weights[at]
                sums = [x + own * weight for x, weight in zip(sums, weights, strict=True)]
            line = total[i]
            for j, x in zip(present, sums, strict=True):
                line[j] += x
    return total


def _times(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [[sum(map(mul, line, column)) for column in columns] for line in left]
