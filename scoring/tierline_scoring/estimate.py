"""One latent ability a model, fitted over every benchmark at once, and estimates of what was not measured.

Scores are stretched to logits and standardised benchmark by benchmark, so that no two scales are ever mixed. Ability
is the one factor that all benchmarks share (C. Spearman, "General intelligence, objectively determined and measured",
1904). A missing score is estimated from the model's own, by what benchmarks have in common besides (``particulars``:
the one factor reads wrongly who reasons well and chats badly), and from its relatives (``kriging``).
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tierline_scoring.factors import Loading, fit_factor
from tierline_scoring.kinship import Kin
from tierline_scoring.kriging import Field
from tierline_scoring.particulars import fit_particulars

Table: TypeAlias = Mapping[str, Mapping[str, float]]
"""Model → benchmark → score on 0..100. A missing cell is a missing key."""

INTERVAL_Z = 1.6449
"""Half-width of a 90% interval in standard deviations."""
MIN_MODELS = 8
"""A benchmark with figures for fewer models of the table says too little about itself to be used."""
_ROUNDS = 25
_CONSTANT = 1e-9
"""A benchmark on which all models have one score spreads by no more than rounding."""
_OTHER_SKILLS = 0.5
"""What a benchmark of another skill counts for coding ability, against 1 for one of coding."""
_INFLATION = 1.15
"""What is added to the interval of an estimate for what the fit does not know of itself."""
_BEYOND = 0.4
"""What is added, in standard deviations, for each by which an estimate lies more than one from the benchmark's mean.

Below ``1 / INTERVAL_Z``, so that a better estimate never has a worse lower end.
"""
_RECORD = 1.0
"""By so many standard deviations, at the very most, an estimate may exceed the best published score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A value and its 90% interval, ``low <= value <= high``."""

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
        """The 90% interval, in standard deviations over all models fitted."""
        reach = INTERVAL_Z * math.sqrt(self.variance)
        return Interval(value=self.mean, low=self.mean - reach, high=self.mean + reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One benchmark: its logits are standardised by ``center`` and ``spread`` over the models that have it."""

    center: float
    spread: float
    best: float
    """The highest score of the table, 0..100."""

    def standardise(self, score: float) -> float:
        """Return a score on 0..100 as a standardised logit."""
        return (_logit(score) - self.center) / self.spread

    def score(self, standardised: float) -> float:
        """Return a standardised logit as a score on 0..100."""
        share = 1.0 / (1.0 + math.exp(-(self.center + self.spread * standardised)))
        return min(100.0, max(0.0, 101.0 * share - 0.5))

    def bend(self, standardised: float) -> float:
        """Bend what lies above the best published score towards a ceiling near it, in the same order as before.

        The table says little of what lies beyond: errors in a benchmark's own answers keep it under 100.
        """
        over = standardised - self.standardise(self.best)
        return standardised if over <= 0.0 else standardised - over + _RECORD * (1.0 - math.exp(-over / _RECORD))


def _logit(score: float) -> float:
    """Stretch 0..100 so that 98 to 99 counts as much as it should; 0 and 100 stay finite."""
    share = (score + 0.5) / 101.0
    return math.log(share / (1.0 - share))


@dataclass(frozen=True, slots=True, kw_only=True)
class AbilityModel:
    """The fitted benchmarks. Values in, values out; benchmarks that are not in the fit are ignored."""

    columns: Mapping[str, Column]
    general: Mapping[str, Loading]
    """What each benchmark says of ability."""
    field: Field
    """What else the table tells of a missing score."""
    family: Mapping[str, str]

    def ability(self, scores: Mapping[str, float]) -> Ability:
        """Infer ability from scores on 0..100, every benchmark counting by its own precision."""
        return self._infer(scores, lambda _: 1.0)

    def coding_ability(self, scores: Mapping[str, float], coding: frozenset[str]) -> Ability:
        """Infer ability with all benchmarks outside ``coding`` counting half."""
        return self._infer(scores, lambda name: 1.0 if name in coding else _OTHER_SKILLS)

    def estimate(self, benchmark: str, model: str, scores: Mapping[str, float]) -> Interval:
        """Estimate the score on 0..100 of ``model`` from its other ``scores`` and from its relatives.

        Its name says which models of the table are relatives; a model need not be in the table. A better score
        never gives a worse estimate or lower end. An estimate hardly exceeds the best score that anyone published.

        Raises:
            KeyError: The benchmark is not in the fit.
        """
        column = self.columns[benchmark]
        own = {name: self.columns[name].standardise(score) for name, score in self._used(scores).items()}
        middle, variance = self.field.predict(model, own, benchmark)
        reach = INTERVAL_Z * (_INFLATION * math.sqrt(variance) + _BEYOND * max(0.0, abs(middle) - 1.0))
        return Interval(
            value=column.score(column.bend(middle)),
            low=column.score(column.bend(middle - reach)),
            high=column.score(middle + reach),
        )

    def _used(self, scores: Mapping[str, float]) -> Mapping[str, float]:
        return {name: score for name, score in sorted(scores.items()) if name in self.columns}

    def _infer(self, scores: Mapping[str, float], counts: Callable[[str], float]) -> Ability:
        """Combine the prior N(0, 1) with each score, by its precision."""
        used = self._used(scores)
        shares = _shares(used, self.family)
        precision, weighted = 1.0, 0.0
        for name, score in used.items():
            loading = self.general[name]
            slope = loading.slope
            weight = shares[name] * counts(name) * slope / loading.noise
            precision += weight * slope
            weighted += weight * (self.columns[name].standardise(score) - loading.mean)
        return Ability(mean=weighted / precision, variance=1.0 / precision)


def _shares(names: Iterable[str], family: Mapping[str, str]) -> dict[str, float]:
    """Let the benchmarks of one family count as one together: the luck they share is not seen twice.

    Only where abilities are inferred. In the fit, where they count somewhat more, it would let a family of three
    explain itself away.
    """
    present = list(names)
    sizes = Counter(family.get(name, name) for name in present)
    return {name: 1.0 / sizes[family.get(name, name)] for name in present}


def fit(table: Table, family: Mapping[str, str]) -> AbilityModel:
    """Fit the ability model to every cell of ``table``.

    ``family`` maps a benchmark to the run or vote it shares with others (D. Thissen et al., "Trace lines for
    testlets", Journal of Educational Measurement 26, 1989). Deterministic: the same table gives the same model.
    """
    cells: dict[str, list[float]] = {}
    for model in sorted(table):
        for benchmark, score in table[model].items():
            cells.setdefault(benchmark, []).append(score)
    columns = {name: _column(scores) for name, scores in sorted(cells.items()) if len(scores) >= MIN_MODELS}
    rows = {
        model: {name: columns[name].standardise(score) for name, score in sorted(scores.items()) if name in columns}
        for model, scores in sorted(table.items())
    }
    general = fit_factor(rows, family, _ROUNDS)
    particular = fit_particulars(rows, general, family)
    return AbilityModel(
        columns=columns,
        general=general,
        field=Field(rows=rows, loadings=general, kin=Kin(rows), particular=particular),
        family=family,
    )


def _column(scores: Sequence[float]) -> Column:
    logits = [_logit(score) for score in scores]
    center = sum(logits) / len(logits)
    spread = math.sqrt(sum((logit - center) ** 2 for logit in logits) / len(logits))
    return Column(center=center, spread=spread if spread > _CONSTANT else 1.0, best=max(scores))
