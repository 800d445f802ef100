"""The models eligible for a tier, best first, by each strategy."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tierline_scoring.eligibility import eligibility
from tierline_scoring.policy import ScoringPolicy, Strategy
from tierline_scoring.scored import ScoredModel
from tierline_scoring.tier import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """By what models are ranked, and how that is told."""

    key: Callable[[ScoredModel], float]
    """The higher the better. Always the worse end of the interval, so that no guess beats a measurement."""
    spell: Callable[[ScoredModel], str]


def _spell_task_cost(scored: ScoredModel) -> str:
    if scored.model.is_free:
        return f"free, with an ability of at least {scored.ability.low:.2f}"
    return f"at most ${scored.task_cost.high:.5f} a task"


_CRITERIA = Ranking(key=lambda s: s.criteria.low, spell=lambda s: f"Criteria of at least {s.criteria.low:.1f}")
_OVERALL = Ranking(key=lambda s: s.overall.low, spell=lambda s: f"Overall of at least {s.overall.low:.1f}")
_VALUE = Ranking(key=lambda s: s.value.low, spell=lambda s: f"Value of at least {s.value.low:.1f}")
_TASK = Ranking(key=lambda s: -s.task_cost.high, spell=_spell_task_cost)

_RANKINGS: Mapping[tuple[Strategy, Tier], Ranking] = {
    (Strategy.MATRIX, Tier.DEFAULT): _VALUE,
    **{(Strategy.MATRIX, tier): _OVERALL for tier in (Tier.MINIMUM, Tier.MAXIMUM)},
    **{(Strategy.CRITERIA, tier): _CRITERIA for tier in Tier},
    **{(Strategy.TASK_COST, tier): _TASK for tier in Tier},
}


def ranking(tier: Tier, policy: ScoringPolicy) -> Ranking:
    """Return by what the policy's strategy ranks ``tier``."""
    return _RANKINGS[policy.strategy, tier]


def ranked(tier: Tier, scored: Mapping[str, ScoredModel], policy: ScoringPolicy) -> tuple[ScoredModel, ...]:
    """Return the models that may stand in ``tier``, best first by the policy's strategy; before floor and order.

    Free models stand in MINIMUM alone: a paid tier that is out falls back to them anyway. Among equals the more
    able comes first, then the alphabet decides.
    """
    key = ranking(tier, policy).key
    eligible = [
        model
        for model in scored.values()
        if not model.refused
        and model.model.is_free == (tier is Tier.MINIMUM)
        and eligibility(model, tier, policy).eligible
    ]
    return tuple(sorted(eligible, key=lambda model: (-key(model), -model.ability.low, model.id)))


def quality_floor(tier: Tier, policy: ScoringPolicy) -> float:
    """Return how far below its tier's best a primary may lie, in standard deviations of ability."""
    floors = {Tier.DEFAULT: policy.default_quality_floor, Tier.MAXIMUM: policy.maximum_quality_floor}
    return floors.get(tier, float("inf"))


def undominated(order: Iterable[ScoredModel]) -> frozenset[str]:
    """Return the ids of those than which no cheaper one is more able beyond both intervals."""
    kept: set[str] = set()
    best, best_at_price, price = float("-inf"), float("-inf"), None
    for model in sorted(order, key=lambda model: (model.cost_usd_per_mtok, model.id)):
        if model.cost_usd_per_mtok != price:
            best, price = max(best, best_at_price), model.cost_usd_per_mtok
        best_at_price = max(best_at_price, model.ability.low)
        if best <= model.ability.high:
            kept.add(model.id)
    return frozenset(kept)
