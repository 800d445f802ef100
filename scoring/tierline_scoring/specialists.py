"""Specialists: within a tier, a kind of task may have a model of its own, where published runs make it clear.

For each kind the tier's models are held against its primary on the benchmarks of that kind, each gain being

    candidate's score - primary's score,   variance = their squared standard errors, added

those of the pairing where both did the same tasks (Student, "The probable error of a mean", Biometrika 6, 1908: what
both find hard is no error of their difference),

and the gains of several benchmarks combined by the inverse of their variances. Where nobody ran the primary, its
score is predicted from its ability by least squares over all models that were run, with the error of a prediction
(N. Draper & H. Smith, *Applied Regression Analysis*, section 1.4). A cell is on where the lower end of the gain is
above 0 at a level that holds for all candidates of the tier together (Bonferroni's inequality).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tierline_scoring.identity import base_id
from tierline_scoring.kind_evidence import KindScore
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.scored import ScoredModel

_FEWEST_MODELS = 6
"""A line through fewer models predicts nothing."""
_NO_ERROR = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One benchmark's say on a candidate: both scores in points of 100, and the gain with its standard error."""

    benchmark: str
    source: str
    candidate: float
    primary: float
    predicted: bool
    """Whether the primary's score is predicted from its ability, for nobody ran it."""
    gain: float
    stderr: float
    proxy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialistCell:
    """The best candidate of a tier for one kind of task, and what speaks for it."""

    kind: str
    model: ScoredModel
    gain: float
    """Points of 100 that it does better than the primary."""
    low: float
    high: float
    """The gain's interval, at the level that holds for all candidates together."""
    comparisons: tuple[Comparison, ...]
    on: bool
    """Whether tasks of this kind go to it."""
    why: str


def choose_specialists(
    primary: ScoredModel,
    candidates: Sequence[ScoredModel],
    scores: Mapping[str, Sequence[KindScore]],
    abilities: Mapping[str, float],
    policy: ScoringPolicy,
) -> Mapping[str, SpecialistCell]:
    """Return kind → the cell of its best candidate; kinds of which no candidate was ever run have none.

    ``scores`` holds the runs by kind, ``abilities`` those of all models by base id.
    """
    found: dict[str, list[tuple[ScoredModel, tuple[Comparison, ...]]]] = {}
    for kind, runs in scores.items():
        against = _against(primary, runs, abilities)
        for candidate in candidates:
            if compared := _compare(candidate, against):
                found.setdefault(kind, []).append((candidate, compared))
    z = _quantile(policy.specialist_confidence, sum(len(cells) for cells in found.values()))
    cells = {kind: [_cell(kind, model, compared, z) for model, compared in found[kind]] for kind in sorted(found)}
    return MappingProxyType(
        {kind: max(own, key=lambda cell: (cell.on, cell.low, cell.model.id)) for kind, own in cells.items()}
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """One benchmark: the primary's score and its error, and everybody else's."""

    score: float
    stderr: float
    paired_stderr: float | None
    predicted: bool
    others: Mapping[str, KindScore]


def _against(
    primary: ScoredModel, runs: Sequence[KindScore], abilities: Mapping[str, float]
) -> Mapping[tuple[str, str], _Run]:
    by_benchmark: dict[tuple[str, str], dict[str, KindScore]] = {}
    for run in runs:
        by_benchmark.setdefault((run.benchmark, run.source), {})[run.model] = run
    against = {}
    for key, scores in sorted(by_benchmark.items()):
        own = scores.pop(base_id(primary.id), None)
        if own:
            against[key] = _Run(own.score, own.stderr, own.paired_stderr, False, scores)
        elif found := _predict(primary, scores, abilities):
            against[key] = _Run(*found, None, True, scores)
    return against


def _compare(candidate: ScoredModel, against: Mapping[tuple[str, str], _Run]) -> tuple[Comparison, ...]:
    return tuple(
        Comparison(
            benchmark=benchmark,
            source=source,
            candidate=own.score,
            primary=run.score,
            predicted=run.predicted,
            gain=own.score - run.score,
            stderr=max(_NO_ERROR, _difference_stderr(own, run)),
            proxy=own.proxy,
        )
        for (benchmark, source), run in against.items()
        if (own := run.others.get(base_id(candidate.id)))
    )


def _difference_stderr(own: KindScore, run: _Run) -> float:
    if own.paired_stderr is None or run.paired_stderr is None:
        return math.hypot(own.stderr, run.stderr)
    return math.hypot(own.paired_stderr, run.paired_stderr)


def _predict(
    model: ScoredModel, scores: Mapping[str, KindScore], abilities: Mapping[str, float]
) -> tuple[float, float] | None:
    """Predict a score from ability, with the standard error of one further observation."""
    points = [(abilities[name], run.score) for name, run in sorted(scores.items()) if name in abilities]
    if (n := len(points)) < _FEWEST_MODELS:
        return None
    x, y = (sum(values) / n for values in zip(*points, strict=True))
    spread = sum((ability - x) ** 2 for ability, _ in points)
    if not spread:
        return None
    slope = sum((ability - x) * (score - y) for ability, score in points) / spread
    rest = sum((score - y - slope * (ability - x)) ** 2 for ability, score in points) / (n - 2)
    at = model.ability.value - x
    return min(100.0, max(0.0, y + slope * at)), math.sqrt(rest * (1.0 + 1.0 / n + at**2 / spread))


def _cell(kind: str, model: ScoredModel, compared: tuple[Comparison, ...], z: float) -> SpecialistCell:
    decisive = tuple(one for one in compared if not one.proxy)
    weights = [one.stderr**-2 for one in decisive or compared]
    gain = sum(w * one.gain for w, one in zip(weights, decisive or compared, strict=True)) / sum(weights)
    reach = z / math.sqrt(sum(weights))
    on = bool(decisive) and gain - reach > 0.0
    where = ", ".join(one.benchmark for one in decisive or compared)
    said = f"{gain:+.1f} points on {where}, between {gain - reach:+.1f} and {gain + reach:+.1f}"
    if not decisive:
        said += "; scored by a judge or a stand-in measure only"
    elif not on:
        said += "; not beyond the interval"
    return SpecialistCell(
        kind=kind, model=model, gain=gain, low=gain - reach, high=gain + reach, comparisons=compared, on=on, why=said
    )


def _quantile(confidence: float, comparisons: int) -> float:
    """Return the standard errors within which all gains lie together with this confidence, two-sided."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(1.0 - (1.0 - confidence) / (2.0 * max(1, comparisons)))
