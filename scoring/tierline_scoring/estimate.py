"""One latent ability a model, fitted over every benchmark at once, and estimates of what was not measured.

The model has one factor (C. Spearman, "General intelligence, objectively determined and measured", 1904):

    logit(score / 100) = mean + slope * ability + noise,    ability ~ N(0, 1),  noise ~ N(0, variance)

with mean, slope and variance of each benchmark its own, so that no two scales are ever mixed, and a board
of strong models is not mistaken for an easy one. It is fitted by expectation-maximisation with missing
cells left out (D. Rubin & D. Thayer, "EM algorithms for ML factor analysis", Psychometrika 47, 1982).
A second factor was tried and left out: on hidden figures it was no better, and it told eras apart, not skills.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
_OTHER_SKILLS = 0.5
"""What a benchmark of another skill counts for coding ability, against 1 for one of coding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A value and its 80% interval, ``low <= value <= high``."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """What scores say about a model's ability: mean and variance of a normal distribution."""

    mean: float
    variance: float

    @property
    def interval(self) -> Interval:
        """The 80% interval, in standard deviations over all models fitted."""
        reach = INTERVAL_Z * math.sqrt(self.variance)
        return Interval(value=self.mean, low=self.mean - reach, high=self.mean + reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What the fit found about one benchmark, in logits standardised by ``center`` and ``spread``."""

    center: float
    spread: float
    best: float
    """The highest score of the table, 0..100: errors in a benchmark's own answers put a ceiling under 100."""
    mean: float = 0.0
    slope: float = 0.8
    noise: float = 0.4
    """Variance of what ability does not explain."""

    def standardise(self, score: float) -> float:
        """Return a score on 0..100 as a standardised logit."""
        return (_logit(score) - self.center) / self.spread

    def score(self, standardised: float) -> float:
        """Return a standardised logit as a score on 0..100."""
        share = 1.0 / (1.0 + math.exp(-(self.center + self.spread * standardised)))
        return min(100.0, max(0.0, 101.0 * share - 0.5))


def _logit(score: float) -> float:
    """Stretch 0..100 so that 98 to 99 counts as much as it should; 0 and 100 stay finite."""
    share = (score + 0.5) / 101.0
    return math.log(share / (1.0 - share))


@dataclass(frozen=True, slots=True, kw_only=True)
class AbilityModel:
    """The fitted benchmarks. Values in, values out; benchmarks that are not in the fit are ignored."""

    columns: Mapping[str, Column]
    family: Mapping[str, str]

    def ability(self, scores: Mapping[str, float]) -> Ability:
        """Infer ability from scores on 0..100, every benchmark counting by its own precision."""
        return self._infer(scores, lambda _: 1.0)

    def coding_ability(self, scores: Mapping[str, float], coding: frozenset[str]) -> Ability:
        """Infer ability with all benchmarks outside ``coding`` counting half."""
        return self._infer(scores, lambda name: 1.0 if name in coding else _OTHER_SKILLS)

    def estimate(self, benchmark: str, ability: Ability) -> Interval:
        """Predict a score on 0..100; its interval holds the uncertainty of the ability and the noise.

        No estimate exceeds the best score that anyone published: the table says nothing of what lies beyond.

        Raises:
            KeyError: The benchmark is not in the fit.
        """
        column = self.columns[benchmark]
        top = column.standardise(column.best)
        middle = min(top, column.mean + column.slope * ability.mean)
        reach = INTERVAL_Z * math.sqrt(column.slope**2 * ability.variance + column.noise)
        return Interval(
            value=column.score(middle),
            low=column.score(middle - reach),
            high=column.score(min(top, middle + reach)),
        )

    def _infer(self, scores: Mapping[str, float], counts: Callable[[str], float]) -> Ability:
        used = {name: score for name, score in sorted(scores.items()) if name in self.columns}
        shares = _shares(used, self.family)
        return _posterior(
            (self.columns[name], self.columns[name].standardise(score), shares[name] * counts(name))
            for name, score in used.items()
        )


def _shares(names: Iterable[str], family: Mapping[str, str]) -> dict[str, float]:
    """Let the benchmarks of one family count as one together: the luck they share is not seen twice.

    Only where abilities are inferred. In the fit it would let a family of three explain itself away.
    """
    present = list(names)
    sizes = Counter(family.get(name, name) for name in present)
    return {name: 1.0 / sizes[family.get(name, name)] for name in present}


def _posterior(observed: Iterable[tuple[Column, float, float]]) -> Ability:
    """Combine the prior N(0, 1) with each (column, standardised score, what it counts), by its precision."""
    precision, weighted = 1.0, 0.0
    for column, score, counts in observed:
        weight = counts * column.slope / column.noise
        precision += weight * column.slope
        weighted += weight * (score - column.mean)
    return Ability(mean=weighted / precision, variance=1.0 / precision)


def fit(table: Table, family: Mapping[str, str], rounds: int = _ROUNDS) -> AbilityModel:
    """Fit the ability model to every cell of ``table``.

    ``family`` maps a benchmark to the run or vote it shares with others (D. Thissen et al., "Trace lines for
    testlets", Journal of Educational Measurement 26, 1989). Deterministic: the same table gives the same model.
    """
    cells: dict[str, dict[str, float]] = {}
    for model in sorted(table):
        for benchmark, score in table[model].items():
            cells.setdefault(benchmark, {})[model] = score
    columns = {name: _start(list(cells[name].values())) for name in sorted(cells) if len(cells[name]) >= MIN_MODELS}
    rows = {
        model: {name: columns[name].standardise(score) for name, score in sorted(scores.items()) if name in columns}
        for model, scores in sorted(table.items())
    }
    members = {name: [model for model in rows if name in rows[model]] for name in columns}
    for _ in range(rounds):
        abilities = {
            model: _posterior((columns[name], score, 1.0) for name, score in scores.items())
            for model, scores in rows.items()
        }
        columns = {
            name: _refit(column, [(abilities[model], rows[model][name]) for model in members[name]])
            for name, column in columns.items()
        }
    return AbilityModel(columns=columns, family=family)


def _start(scores: Sequence[float]) -> Column:
    logits = [_logit(score) for score in scores]
    center = sum(logits) / len(logits)
    spread = math.sqrt(sum((logit - center) ** 2 for logit in logits) / len(logits)) or 1.0
    return Column(center=center, spread=spread, best=max(scores))


def _refit(column: Column, observed: Sequence[tuple[Ability, float]]) -> Column:
    """Regress a benchmark on the expected abilities (the M step), its slope drawn to 0 by the ridge."""
    n = len(observed)
    a = sum(ability.mean for ability, _ in observed)
    y = sum(score for _, score in observed)
    aa = sum(ability.mean**2 + ability.variance for ability, _ in observed) + _RIDGE
    ay = sum(ability.mean * score for ability, score in observed)
    slope = (n * ay - a * y) / (n * aa - a * a)
    mean = (y - slope * a) / n
    rest = sum((score - mean - slope * ability.mean) ** 2 + slope**2 * ability.variance for ability, score in observed)
    return replace(column, mean=mean, slope=slope, noise=max(_NOISE_FLOOR, rest / n))
