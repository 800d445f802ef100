"""The verdict on one model for one tier: exactly the conditions of the design, each in words with its figures."""

from dataclasses import dataclass
from decimal import Decimal

from tierline_scoring.money import usd
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.scored import ScoredModel
from tierline_scoring.tier import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Whether a model may stand in a tier, with each condition and its figures in words."""

    tier: Tier
    eligible: bool
    conditions: tuple[tuple[bool, str], ...]


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
                    "both prices are 0" if scored.model.is_free else f"costs {usd(cost)}, is not free",
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
    return holds, f"costs {usd(cost)}, {'below' if holds else 'not below'} {usd(ceiling)}"
