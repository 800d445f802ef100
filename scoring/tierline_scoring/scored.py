"""A model with all its scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from tierline_scoring import formula
from tierline_scoring.benchmark import BENCHMARKS, REFERENCE
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.estimate import Interval
from tierline_scoring.evidence import Evidence, Measurement
from tierline_scoring.field import Field, availability, build_field, percentile
from tierline_scoring.figure import Figure, Origin, exact
from tierline_scoring.money import usd
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.refusal import refusal
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.task_cost import Spending, task_cost


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
    task_cost: Figure
    """USD for one typical task."""
    refused: str = ""
    """Why it is never chosen, whatever its scores; empty if it may be."""

    @property
    def id(self) -> str:
        """The OpenRouter id."""
        return self.model.id


Ledger: TypeAlias = Mapping[str, Spending]
"""Model id → what the user's own calls took."""


def unscored_reason(evidence: Evidence | None, policy: ScoringPolicy, model: CatalogueModel | None = None) -> str:
    """Say why a model can't be ranked; empty if it can."""
    if model and not model.priced:
        return "its price is unknown, or depends on the request"
    known = len(evidence.chosen) if evidence and evidence.ability else 0
    if known >= policy.min_measurements:
        return ""
    noun = "benchmark" if known == 1 else "benchmarks"
    return f"too little evidence: figures of {known} {noun}, and {policy.min_measurements} are needed"


def score_models(snapshot: Snapshot, policy: ScoringPolicy, ledger: Ledger | None = None) -> Mapping[str, ScoredModel]:
    """Score every listed model of which enough is known, by id. Those left out are the unscored ones.

    ``ledger`` replaces the published token counts of the models that the user knows better.
    """
    known = _known(snapshot, policy)
    field = build_field(snapshot.models.values(), known)
    return {
        model_id: _score(snapshot, snapshot.models[model_id], ability, field, policy=policy, ledger=ledger or {})
        for model_id, ability in known.items()
    }


def score_former(snapshot: Snapshot, model_id: str, policy: ScoringPolicy) -> ScoredModel | None:
    """Score a model that is no longer listed, at its last price; ``None`` if too little is known.

    Raises:
        KeyError: ``snapshot.former`` does not hold it.
    """
    model, evidence = snapshot.former[model_id], snapshot.evidence.get(model_id)
    if evidence is None or evidence.ability is None or unscored_reason(evidence, policy, model):
        return None
    field = build_field(snapshot.models.values(), _known(snapshot, policy))
    return _score(snapshot, model, evidence.ability, field, policy=policy, ledger={})


def _known(snapshot: Snapshot, policy: ScoringPolicy) -> Mapping[str, Interval]:
    return {
        model_id: evidence.ability
        for model_id, evidence in snapshot.evidence.items()
        if (model := snapshot.models.get(model_id)) and not unscored_reason(evidence, policy, model)
        if evidence.ability
    }


def _score(  # noqa: PLR0913 a score is a function of all of these
    snapshot: Snapshot,
    model: CatalogueModel,
    interval: Interval,
    field: Field,
    *,
    policy: ScoringPolicy,
    ledger: Ledger,
) -> ScoredModel:
    evidence = snapshot.evidence[model.id]
    base = _Base.of(evidence)
    ability = base.estimated(interval, "inferred from ")
    cost = formula.average_cost(model, policy.input_share)
    mmlu, humaneval, gsm8k, mt_bench = (base.reference(name) for name in REFERENCE)
    overall = formula.overall(mmlu, humaneval, gsm8k, mt_bench, policy.overall)
    return ScoredModel(
        model=model,
        evidence=evidence,
        cost_usd_per_mtok=cost,
        overall=overall,
        value=formula.value(overall, cost, model.price_source),
        criteria=formula.criteria(
            percentile(ability, field),
            exact(formula.cost_efficiency(cost), model.price_source, note=f"{usd(cost)} per million tokens"),
            exact(
                formula.context_score(model.context_length),
                model.price_source,
                note=f"{model.context_length:,} tokens",
            ),
            availability(model, field, policy),
            policy.criteria,
        ),
        ability=ability,
        task_cost=task_cost(model, snapshot.token_use.get(model.id), policy, ledger.get(model.id)),
        refused=refusal(model, snapshot.as_of, policy),
    )


@dataclass(frozen=True, slots=True)
class _Base:
    """What a model's figures stand on, gathered once."""

    chosen: Mapping[str, Measurement]
    estimates: Mapping[str, Interval]
    sources: tuple[str, ...]
    fed: str

    @classmethod
    def of(cls, evidence: Evidence) -> "_Base":
        chosen = {found.benchmark: found for found in evidence.chosen}
        sources = tuple(sorted({found.source for found in chosen.values()}))
        return cls(chosen, dict(evidence.estimates), sources, ", ".join(BENCHMARKS[name].name for name in chosen))

    def estimated(self, interval: Interval, lead: str) -> Figure:
        return Figure(
            value=interval.value,
            low=interval.low,
            high=interval.high,
            origin=Origin.ESTIMATED,
            sources=self.sources,
            note=lead + self.fed,
        )

    def reference(self, benchmark: str) -> Figure:
        """Return a reference benchmark as measured, else as estimated, else as unknown between 0 and 100."""
        if found := self.chosen.get(benchmark):
            origin = Origin.INHERITED if found.inherited_from else Origin.MEASURED
            note = f"published as {found.published} for {found.name}"
            return exact(found.value, found.source, origin=origin, note=note)
        if (estimate := self.estimates.get(benchmark)) is None:
            return Figure(value=0.0, low=0.0, high=100.0, origin=Origin.UNKNOWN, sources=self.sources)
        return self.estimated(estimate, "estimated from ")
