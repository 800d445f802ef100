"""Three tiers, each a primary and its backups, with the reason for each choice.

The reference formula alone would choose models of 2024, for only they have its four benchmarks measured.
Its scores are therefore read with estimates where nothing was measured, and three rules stand beside it:
a quality floor (cheap must not mean bad), an order (each tier more able than the one below, wherever the
models allow it, for an escalation must gain something), and evidence (what is not measured is not chosen).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from tierline_scoring.category import Placement, categorise
from tierline_scoring.identity import base_id
from tierline_scoring.kind_evidence import kind_scores
from tierline_scoring.policy import ScoringPolicy, Strategy
from tierline_scoring.ranking import quality_floor, ranked, ranking, undominated
from tierline_scoring.scored import Ledger, ScoredModel, score_models
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.specialists import SpecialistCell, choose_specialists
from tierline_scoring.spread import spread
from tierline_scoring.tier import Tier


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
    specialist_cells: Mapping[Tier, Mapping[str, SpecialistCell]] = field(default_factory=dict)
    """Tier → kind of task → its best candidate with the figures, whether it is on or not."""
    categories: Mapping[str, Placement] = field(default_factory=dict)
    """The category of every listed id."""

    @property
    def specialists(self) -> Mapping[Tier, Mapping[str, ScoredModel]]:
        """Tier → kind of task → the model that stands before the tier's primary for it."""
        return {
            tier: {kind: cell.model for kind, cell in self.specialist_cells.get(tier, {}).items() if cell.on}
            for tier in self.tiers
        }


def build_portfolio(snapshot: Snapshot, policy: ScoringPolicy | None = None, ledger: Ledger | None = None) -> Portfolio:
    """Choose the models of the three tiers. Pure and deterministic.

    ``ledger`` is what the user's own calls took; it stands before published token counts.
    """
    policy = policy or ScoringPolicy()
    return assemble(snapshot, score_models(snapshot, policy, ledger), policy)


def build_portfolios(
    snapshot: Snapshot, policy: ScoringPolicy | None = None, ledger: Ledger | None = None
) -> Mapping[Strategy, Portfolio]:
    """Choose by every strategy, to compare them side by side; the models are scored once."""
    policy = policy or ScoringPolicy()
    scored = score_models(snapshot, policy, ledger)
    return {strategy: assemble(snapshot, scored, replace(policy, strategy=strategy)) for strategy in Strategy}


def assemble(snapshot: Snapshot, scored: Mapping[str, ScoredModel], policy: ScoringPolicy) -> Portfolio:
    """Choose from models that are already scored with the same policy; with specialists and categories."""
    portfolio = choose_portfolio(scored, snapshot.as_of, policy)
    return replace(
        portfolio,
        specialist_cells=_specialists(portfolio, scored, snapshot, policy),
        categories=MappingProxyType(categorise(snapshot, scored, policy)),
    )


def choose_portfolio(scored: Mapping[str, ScoredModel], as_of: date, policy: ScoringPolicy) -> Portfolio:
    """Choose from models that are already scored with the same policy; without specialists and categories."""
    minimum = _choose(Tier.MINIMUM, scored, policy, above=None)
    default = _choose(Tier.DEFAULT, scored, policy, above=minimum.primary)
    maximum = _choose(Tier.MAXIMUM, scored, policy, above=default.primary or minimum.primary)
    return Portfolio(
        as_of=as_of,
        strategy=policy.strategy,
        tiers=MappingProxyType({choice.tier: choice for choice in (minimum, default, maximum)}),
    )


def _specialists(
    portfolio: Portfolio, scored: Mapping[str, ScoredModel], snapshot: Snapshot, policy: ScoringPolicy
) -> Mapping[Tier, Mapping[str, SpecialistCell]]:
    scores = kind_scores(snapshot)
    abilities = {base_id(name): known.ability.value for name, known in snapshot.evidence.items() if known.ability}
    return MappingProxyType(
        {
            tier: choose_specialists(choice.primary, ranked(tier, scored, policy), scores, abilities, policy)
            for tier, choice in portfolio.tiers.items()
            if choice.primary
        }
    )


def _choose(
    tier: Tier, scored: Mapping[str, ScoredModel], policy: ScoringPolicy, *, above: ScoredModel | None
) -> TierChoice:
    """Choose one tier; ``above`` is the primary of the tier below, than which this one should be more able."""
    order = ranked(tier, scored, policy)
    if not order:
        return TierChoice(tier=tier, primary=None, backups=(), why="no listed model is eligible")
    best = max(model.ability.low for model in order)
    floor = best - quality_floor(tier, policy)
    able = [model for model in order if model.ability.low >= floor]
    worth = undominated(order)
    fair = [model for model in able if model.id in worth]
    stronger = [model for model in fair if above is None or model.ability.low > above.ability.low]
    # the order of the tiers gives way before the tier stays empty
    first = (stronger or fair or able)[0]
    size = policy.models_per_tier + (tier is Tier.MINIMUM)
    # MINIMUM has no floor for its primary, but a backup's other vendor is not worth any loss of ability
    near = best - min(quality_floor(tier, policy), policy.default_quality_floor)
    pools = ([model for model in pool if model.ability.low >= near] for pool in (stronger, able))
    below = sorted(
        (model for model in order if model.ability.low < floor), key=lambda model: (-model.ability.low, model.id)
    )
    return TierChoice(
        tier=tier,
        primary=first,
        backups=spread(first, (*pools, able, below), size - 1),
        why=_why(tier, first, order, able, policy),
    )


def _why(
    tier: Tier, first: ScoredModel, order: Sequence[ScoredModel], able: Sequence[ScoredModel], policy: ScoringPolicy
) -> str:
    floor = quality_floor(tier, policy)
    among = f"{len(order)} eligible"
    if len(able) < len(order):
        among = f"{len(able)} of {among} that lie within {floor:g} standard deviations of the most able"
    lead = f"{ranking(tier, policy).spell(first)}, the best among {among}"
    if first is able[0]:
        return lead
    return (
        f"{lead}, of those that are more able than the tier below, and than which no cheaper one is clearly more able"
    )
