"""One latent ability a model, fitted over every benchmark at once, and estimates of what was not measured.

The model is a bifactor one (K. Holzinger & F. Swineford, "The bi-factor method", Psychometrika 2, 1937):
each benchmark's score, as a logit, is linear in a general factor, and benchmarks of coding also in a
second one for what coding skill adds:

    logit(score / 100) = mean + general * g + coding * c + noise,    g, c ~ N(0, 1)

Because each benchmark has its own mean, slopes and noise, no two scales are ever mixed, and a board of
strong models is not mistaken for a hard one. It is fitted by expectation-maximisation with missing cells
left out (D. Rubin & D. Thayer, "EM algorithms for ML factor analysis", Psychometrika 47, 1982).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

Table: TypeAlias = Mapping[str, Mapping[str, float]]
"""Model → benchmark → score on 0..100. A missing cell is a missing key."""

INTERVAL_Z = 1.2816
"""Half-width of an 80% interval in standard deviations."""
MIN_MODELS = 8
"""A benchmark with figures for fewer models of the table says too little about itself to be used."""
_ROUNDS = 150
_RIDGE = 1.0
"""Prior of each slope, worth one model: keeps small boards from fitting their noise."""
_NOISE_FLOOR = 0.04
"""No benchmark is believed to be exact: at least a fifth of a standard deviation of noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What the fit found about one benchmark, in logits standardised by ``center`` and ``spread``."""

    center: float
    spread: float
    mean: float
    general: float
    coding: float
    noise: float
    """Variance of what the factors do not explain."""
    best: float
    """The highest score of the table, 0..100: errors in a benchmark's own answers put a ceiling under 100."""

    def standardise(self, score: float) -> float:
        """Return a score on 0..100 as a standardised logit."""
        return (_logit(score) - self.center) / self.spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What a model's scores say about its two factors: means, variances and covariance."""

    general: float = 0.0
    coding: float = 0.0
    var_general: float = 1.0
    var_coding: float = 1.0
    covariance: float = 0.0

    def along(self, a: float, b: float) -> tuple[float, float]:
        """Return mean and variance of ``a * general + b * coding``."""
        variance = a * a * self.var_general + 2 * a * b * self.covariance + b * b * self.var_coding
        return a * self.general + b * self.coding, variance


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A value and its 80% interval, ``low <= value <= high``."""

    value: float
    low: float
    high: float


def _logit(score: float) -> float:
    """Stretch 0..100 so that 98 to 99 counts as much as it should; 0 and 100 stay finite."""
    share = (score + 0.5) / 101.0
    return math.log(share / (1.0 - share))


def _unlogit(logit: float) -> float:
    return min(100.0, max(0.0, 101.0 / (1.0 + math.exp(-logit)) - 0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class AbilityModel:
    """The fitted benchmarks. Values in, values out."""

    columns: Mapping[str, Column]
    coding: frozenset[str]

    def factors(self, scores: Mapping[str, float]) -> Factors:
        """Infer a model's factors from its scores on 0..100; benchmarks not in the fit are ignored."""
        observed = [
            (column, column.standardise(score))
            for benchmark, score in sorted(scores.items())
            if (column := self.columns.get(benchmark))
        ]
        return _posterior(observed)

    def ability(self, factors: Factors) -> Interval:
        """Return coding ability: the mean benchmark of coding, in standard deviations over all models fitted."""
        columns = [self.columns[name] for name in sorted(self.coding & self.columns.keys())]
        a = sum(column.general for column in columns)
        b = sum(column.coding for column in columns)
        length = math.hypot(a, b) or 1.0
        mean, variance = factors.along(a / length, b / length)
        reach = INTERVAL_Z * math.sqrt(variance)
        return Interval(value=mean, low=mean - reach, high=mean + reach)

    def estimate(self, benchmark: str, factors: Factors) -> Interval:
        """Predict a score on 0..100, its interval holding the uncertainty of the factors and the noise.

        No estimate exceeds the best score that anyone published.

        Raises:
            KeyError: The benchmark is not in the fit.
        """
        column = self.columns[benchmark]
        mean, variance = factors.along(column.general, column.coding)
        reach = INTERVAL_Z * math.sqrt(variance + column.noise)

        def score(standardised: float) -> float:
            return min(column.best, _unlogit(column.center + column.spread * standardised))

        middle = column.mean + mean
        return Interval(value=score(middle), low=score(middle - reach), high=score(middle + reach))


def _posterior(observed: list[tuple[Column, float]]) -> Factors:
    """Combine the prior N(0, 1) of both factors with each observation, weighted by its precision."""
    gg = cc = 1.0
    gc = g = c = 0.0
    for column, score in observed:
        weight = 1.0 / column.noise
        rest = (score - column.mean) * weight
        gg += column.general * column.general * weight
        gc += column.general * column.coding * weight
        cc += column.coding * column.coding * weight
        g += column.general * rest
        c += column.coding * rest
    determinant = gg * cc - gc * gc
    return Factors(
        general=(cc * g - gc * c) / determinant,
        coding=(gg * c - gc * g) / determinant,
        var_general=cc / determinant,
        var_coding=gg / determinant,
        covariance=-gc / determinant,
    )


def fit(table: Table, coding: frozenset[str], rounds: int = _ROUNDS) -> AbilityModel:
    """Fit the ability model to every cell of ``table``; ``coding`` names the benchmarks of coding.

    Deterministic: the same table gives the same model, bit for bit.
    """
    cells: dict[str, dict[str, float]] = {}
    for model in sorted(table):
        for benchmark, score in table[model].items():
            cells.setdefault(benchmark, {})[model] = score
    columns = {
        name: _start(list(cells[name].values()), coding=name in coding)
        for name in sorted(cells)
        if len(cells[name]) >= MIN_MODELS
    }
    rows = {
        model: {name: columns[name].standardise(score) for name, score in sorted(scores.items()) if name in columns}
        for model, scores in sorted(table.items())
    }
    members = {name: [model for model in rows if name in rows[model]] for name in columns}
    for _ in range(rounds):
        factors = {
            model: _posterior([(columns[name], score) for name, score in scores.items()])
            for model, scores in rows.items()
        }
        columns = {
            name: _refit(column, [(factors[model], rows[model][name]) for model in members[name]], coding=name in coding)
            for name, column in columns.items()
        }
    return AbilityModel(columns=columns, coding=coding)


def _start(scores: list[float], *, coding: bool) -> Column:
    logits = [_logit(score) for score in scores]
    center = sum(logits) / len(logits)
    spread = math.sqrt(sum((logit - center) ** 2 for logit in logits) / len(logits)) or 1.0
    return Column(
        center=center,
        spread=spread,
        mean=0.0,
        general=0.8,
        coding=0.3 if coding else 0.0,
        noise=0.4,
        best=max(scores),
    )


def _refit(column: Column, observed: list[tuple[Factors, float]], *, coding: bool) -> Column:
    """Regress a benchmark on the factors' expectations (the M step), slopes drawn to 0 by the ridge."""
    n = float(len(observed))
    g = sum(f.general for f, _ in observed)
    c = sum(f.coding for f, _ in observed)
    y = sum(score for _, score in observed)
    gg = sum(f.general**2 + f.var_general for f, _ in observed) + _RIDGE
    gy = sum(f.general * score for f, score in observed)
    if coding:
        cc = sum(f.coding**2 + f.var_coding for f, _ in observed) + _RIDGE
        gc = sum(f.general * f.coding + f.covariance for f, _ in observed)
        cy = sum(f.coding * score for f, score in observed)
        mean, general, extra = _solve([[n, g, c], [g, gg, gc], [c, gc, cc]], [y, gy, cy])
    else:
        mean, general = _solve([[n, g], [g, gg]], [y, gy])
        extra = 0.0
    rest = 0.0
    for factors, score in observed:
        middle, variance = factors.along(general, extra)
        rest += (score - mean - middle) ** 2 + variance
    return replace(column, mean=mean, general=general, coding=extra, noise=max(_NOISE_FLOOR, rest / n))


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a small symmetric positive-definite system by Gaussian elimination."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for pivot in range(size):
        for below in range(pivot + 1, size):
            factor = rows[below][pivot] / rows[pivot][pivot]
            rows[below] = [under - factor * over for under, over in zip(rows[below], rows[pivot], strict=True)]
    solved = [0.0] * size
    for at in reversed(range(size)):
        known = sum(rows[at][k] * solved[k] for k in range(at + 1, size))
        solved[at] = (rows[at][size] - known) / rows[at][at]
    return solved
