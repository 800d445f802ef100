"""A model with all its scores, and a verdict for each tier."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tierline_scoring import formula
from tierline_scoring.benchmark import BENCHMARKS, REFERENCE
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.estimate import Interval
from tierline_scoring.evidence import Evidence
from tierline_scoring.figure import Figure, Origin, exact
from tierline_scoring.formula import ScoringPolicy
from tierline_scoring.identity import base_id
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.tier import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredModel:
    """A listed model of which enough is known to rank it."""

    model: CatalogueModel
    evidence: Evidence
    cost_usd_per_mtok: Decimal
    """Average cost with the policy's price mix."""
    overall: Figure
    value: Figure
    criteria: Figure
    ability: Figure
    """Coding ability in standard deviations over all models ever fitted."""

    @property
    def id(self) -> str:
        """The OpenRouter id."""
        return self.model.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Whether a model may stand in a tier, with each condition and its figures in words."""

    tier: Tier
    eligible: bool
    conditions: tuple[tuple[bool, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """All current models, against which one is measured."""

    abilities: Sequence[float]
    availabilities: Sequence[float]
    uptime_sources: tuple[str, ...]


def unscored_reason(evidence: Evidence | None, policy: ScoringPolicy) -> str:
    """Say why a model can't be ranked; empty if it can."""
    known = len(evidence.chosen) if evidence and evidence.ability else 0
    if known >= policy.min_measurements:
        return ""
    noun = "benchmark" if known == 1 else "benchmarks"
    return f"too little evidence: figures of {known} {noun}, and {policy.min_measurements} are needed"


def score_models(snapshot: Snapshot, policy: ScoringPolicy) -> Mapping[str, ScoredModel]:
    """Score every model of which enough is known, by id. Those left out are the unscored ones."""
    known = {
        model_id: evidence
        for model_id, evidence in snapshot.evidence.items()
        if not unscored_reason(evidence, policy) and model_id in snapshot.models
    }
    # a free variant is the same model as its twin, and counts once
    abilities = {base_id(model_id): e.ability.value for model_id, e in known.items() if e.ability}
    uptimes = [model.uptime for model in snapshot.models.values() if model.uptime]
    field = _Field(
        abilities=sorted(abilities.values()),
        availabilities=sorted(formula.availability_score(uptime.percent) for uptime in uptimes),
        uptime_sources=tuple(sorted({uptime.source for uptime in uptimes})),
    )
    return {
        model_id: _score(snapshot.models[model_id], evidence, evidence.ability, field, policy)
        for model_id, evidence in known.items()
        if evidence.ability
    }


def _score(
    model: CatalogueModel, evidence: Evidence, ability: Interval, field: _Field, policy: ScoringPolicy
) -> ScoredModel:
    cost = formula.average_cost(model, policy.input_share)
    mmlu, humaneval, gsm8k, mt_bench = (_reference(name, evidence) for name in REFERENCE)
    overall = formula.overall(mmlu, humaneval, gsm8k, mt_bench, policy.overall)
    return ScoredModel(
        model=model,
        evidence=evidence,
        cost_usd_per_mtok=cost,
        overall=overall,
        value=formula.value(overall, cost, model.price_source),
        criteria=formula.criteria(
            _percentile(ability, evidence, field.abilities),
            exact(formula.cost_efficiency(cost), model.price_source, note=f"{formula.usd(cost)} per million tokens"),
            exact(
                formula.context_score(model.context_length),
                model.price_source,
                note=f"{model.context_length:,} tokens",
            ),
            _availability(model, field),
            policy.criteria,
        ),
        ability=_estimated(ability, evidence, "inferred from " + _fed(evidence)),
    )


def _fed(evidence: Evidence) -> str:
    return ", ".join(BENCHMARKS[measurement.benchmark].name for measurement in evidence.chosen)


def _estimated(interval: Interval, evidence: Evidence, note: str) -> Figure:
    return Figure(
        value=interval.value,
        low=interval.low,
        high=interval.high,
        origin=Origin.ESTIMATED,
        sources=evidence.sources,
        note=note,
    )


def _reference(benchmark: str, evidence: Evidence) -> Figure:
    """Return a reference benchmark as measured, else as estimated, else as unknown between 0 and 100."""
    if found := evidence.measured(benchmark):
        origin = Origin.INHERITED if found.inherited_from else Origin.MEASURED
        return exact(found.value, found.source, origin=origin, note=f"published as {found.published} for {found.name}")
    estimate = dict(evidence.estimates).get(benchmark)
    if estimate is None:
        return Figure(value=0.0, low=0.0, high=100.0, origin=Origin.UNKNOWN, sources=evidence.sources)
    return _estimated(estimate, evidence, "estimated from " + _fed(evidence))


def _percentile(ability: Interval, evidence: Evidence, abilities: Sequence[float]) -> Figure:
    """Put an ability on 0..100: the share of current models that are less able, ties counted half."""

    def rank(level: float) -> float:
        return 50.0 * (bisect_left(abilities, level) + bisect_right(abilities, level)) / len(abilities)

    return Figure(
        value=rank(ability.value),
        low=rank(ability.low),
        high=rank(ability.high),
        origin=Origin.ESTIMATED,
        sources=evidence.sources,
        note=f"percentile of coding ability among {len(abilities)} current models",
    )


def _availability(model: CatalogueModel, field: _Field) -> Figure:
    """Return the uptime's score; where it is unknown the median of all others, down to their worst tenth."""
    if model.uptime:
        return exact(
            formula.availability_score(model.uptime.percent),
            model.uptime.source,
            note=f"{model.uptime.percent:g}% on {model.uptime.date}",
        )
    others = field.availabilities
    if not others:
        return Figure(value=0.0, low=0.0, high=100.0, origin=Origin.UNKNOWN, note="no uptime is known")
    return Figure(
        value=others[len(others) // 2],
        low=others[len(others) // 10],
        high=others[-1],
        origin=Origin.UNKNOWN,
        sources=field.uptime_sources,
        note="uptime unknown: the median of the other models, down to their worst tenth",
    )


def eligibility(scored: ScoredModel, tier: Tier, policy: ScoringPolicy) -> Eligibility:
    """Judge one model for one tier. Scores count with the lower end of their interval, prices exactly."""
    cost = scored.cost_usd_per_mtok
    worth = scored.value.low
    match tier:
        case Tier.MINIMUM:
            conditions = (
                _above("Value", worth, policy.minimum_value_above),
                (
                    scored.model.is_free,
                    "both prices are 0" if scored.model.is_free else f"costs {formula.usd(cost)}, is not free",
                ),
            )
        case Tier.DEFAULT:
            conditions = (
                _above("Value", worth, policy.default_value_above),
                _below(cost, policy.default_below_usd_per_mtok),
            )
        case Tier.MAXIMUM:
            conditions = (
                _above("Overall", scored.overall.low, policy.maximum_overall_above),
                _below(cost, policy.maximum_below_usd_per_mtok),
            )
    return Eligibility(tier=tier, eligible=all(holds for holds, _ in conditions), conditions=conditions)


def _above(name: str, score: float, bound: float) -> tuple[bool, str]:
    holds = score > bound
    return holds, f"{name} is at least {score:.1f}, {'above' if holds else 'not above'} {bound:g}"


def _below(cost: Decimal, ceiling: Decimal) -> tuple[bool, str]:
    holds = cost < ceiling
    return holds, f"costs {formula.usd(cost)}, {'below' if holds else 'not below'} {formula.usd(ceiling)}"
