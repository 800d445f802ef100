"""Three tiers, each a primary and its backups, with the reason for each choice.

The reference formula alone would choose models of 2024, for only they have its four benchmarks measured.
Its scores are therefore read with estimates where nothing was measured, and three rules stand beside it:
a quality floor (cheap must not mean bad), an order (each tier more able than the one below, wherever the
models allow it, for an escalation must gain something), and evidence (what is not measured is not chosen).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from tierline_scoring.formula import ScoringPolicy, Strategy
from tierline_scoring.scored import ScoredModel, eligibility, score_models
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.tier import Tier

Rank = Callable[[ScoredModel], tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChoice:
    """The models of one tier, in the order they are tried."""

    tier: Tier
    primary: ScoredModel | None
    """``None`` where no listed model is eligible."""
    backups: tuple[ScoredModel, ...]
    why: str
    """One sentence: what made the primary first."""

    @property
    def models(self) -> tuple[ScoredModel, ...]:
        """The primary, then the backups."""
        return (self.primary, *self.backups) if self.primary else ()

    @property
    def model_ids(self) -> tuple[str, ...]:
        """OpenRouter ids in the order they are tried."""
        return tuple(scored.id for scored in self.models)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The choice for every tier, as of the snapshot's day."""

    as_of: date
    strategy: Strategy
    tiers: Mapping[Tier, TierChoice]


_RANKS: Mapping[tuple[Strategy, Tier], tuple[str, Rank]] = {
    (Strategy.CRITERIA, Tier.MINIMUM): ("Criteria", lambda scored: (scored.criteria.low,)),
    (Strategy.CRITERIA, Tier.DEFAULT): ("Criteria", lambda scored: (scored.criteria.low,)),
    (Strategy.CRITERIA, Tier.MAXIMUM): ("Criteria", lambda scored: (scored.criteria.low,)),
    (Strategy.MATRIX, Tier.MINIMUM): ("Overall", lambda scored: (scored.overall.low,)),
    (Strategy.MATRIX, Tier.DEFAULT): ("Value", lambda scored: (scored.value.low,)),
    (Strategy.MATRIX, Tier.MAXIMUM): ("Overall", lambda scored: (scored.overall.low,)),
}
"""By what each strategy ranks each tier: always the lower end, so that no guess beats a measurement."""


def build_portfolio(snapshot: Snapshot, policy: ScoringPolicy | None = None) -> Portfolio:
    """Choose the models of the three tiers. Pure and deterministic."""
    policy = policy or ScoringPolicy()
    return choose_portfolio(score_models(snapshot, policy), snapshot.as_of, policy)


def choose_portfolio(scored: Mapping[str, ScoredModel], as_of: date, policy: ScoringPolicy) -> Portfolio:
    """Choose from models that are already scored with the same policy."""
    minimum = _choose(Tier.MINIMUM, scored, as_of, policy, above=None)
    default = _choose(Tier.DEFAULT, scored, as_of, policy, above=minimum.primary)
    maximum = _choose(Tier.MAXIMUM, scored, as_of, policy, above=default.primary or minimum.primary)
    return Portfolio(
        as_of=as_of,
        strategy=policy.strategy,
        tiers=MappingProxyType({choice.tier: choice for choice in (minimum, default, maximum)}),
    )


def ranked(tier: Tier, scored: Mapping[str, ScoredModel], policy: ScoringPolicy) -> tuple[ScoredModel, ...]:
    """Return the models eligible for ``tier``, best first by the policy's strategy; before floor and order.

    Free models stand in MINIMUM alone: a paid tier that is out falls back to them anyway.
    """
    _, rank = _RANKS[policy.strategy, tier]
    eligible = [
        model
        for model in scored.values()
        if eligibility(model, tier, policy).eligible and model.model.is_free == (tier is Tier.MINIMUM)
    ]
    return tuple(sorted(eligible, key=lambda model: (*(-score for score in rank(model)), -model.ability.low, model.id)))


def quality_floor(tier: Tier, policy: ScoringPolicy) -> float:
    """Return how far below its tier's best a primary may lie, in standard deviations of ability."""
    floors = {Tier.DEFAULT: policy.default_quality_floor, Tier.MAXIMUM: policy.maximum_quality_floor}
    return floors.get(tier, float("inf"))


def _choose(
    tier: Tier,
    scored: Mapping[str, ScoredModel],
    as_of: date,
    policy: ScoringPolicy,
    *,
    above: ScoredModel | None,
) -> TierChoice:
    """Choose one tier; ``above`` is the primary of the tier below, than which this one should be more able."""
    order = ranked(tier, scored, policy)
    if not order:
        return TierChoice(tier=tier, primary=None, backups=(), why="no listed model is eligible")
    best = max(model.ability.low for model in order)
    able = [model for model in order if model.ability.low >= best - quality_floor(tier, policy)]
    stays = [model for model in able if _stays(model, as_of, policy)]
    stronger = [model for model in stays if above is None or model.ability.low > above.ability.low]
    # the order of the tiers gives way before the tier stays empty
    first = (stronger or stays or able)[0]
    size = policy.models_per_tier + (tier is Tier.MINIMUM)
    below = sorted((model for model in order if model not in able), key=lambda model: (-model.ability.low, model.id))
    return TierChoice(
        tier=tier,
        primary=first,
        backups=_backups(first, (stronger, able, below))[: size - 1],
        why=_why(tier, first, order, able, policy),
    )


def _stays(scored: ScoredModel, as_of: date, policy: ScoringPolicy) -> bool:
    end = scored.model.expires
    return end is None or end - as_of >= timedelta(days=policy.min_days_left)


def _backups(primary: ScoredModel, pools: Sequence[Sequence[ScoredModel]]) -> tuple[ScoredModel, ...]:
    """Order all others by pool; within a pool other vendors come first, for a vendor's models fail together."""
    chosen = [primary]
    for pool in pools:
        again: list[ScoredModel] = []
        for model in pool:
            if model in chosen:
                continue
            fresh = model.model.vendor not in {other.model.vendor for other in chosen}
            (chosen if fresh else again).append(model)
        chosen += again
    return tuple(chosen[1:])


def _why(
    tier: Tier, first: ScoredModel, order: Sequence[ScoredModel], able: Sequence[ScoredModel], policy: ScoringPolicy
) -> str:
    name, rank = _RANKS[policy.strategy, tier]
    floor = quality_floor(tier, policy)
    among = f"{len(order)} eligible"
    if len(able) < len(order):
        among = f"{len(able)} of {among} that lie within {floor:g} standard deviations of the most able"
    lead = f"{name} of at least {rank(first)[0]:.1f}, the best among {among}"
    return lead if first is able[0] else f"{lead}, of those that are more able than the tier below and stay listed"
