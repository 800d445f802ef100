"""The formulas, exactly as designed, and the settings they take.

    Overall  = 0.3 MMLU + 0.3 HumanEval + 0.2 GSM8K + 0.2 MT-Bench
    Value    = Overall / (average cost + 0.01)
    Criteria = 0.40 benchmarks + 0.30 cost efficiency + 0.15 context window + 0.15 availability

Benchmarks, Overall and Criteria are on 0..100, costs in USD per million tokens. Source of the three: the
project's design, section 2; the scales of cost efficiency, context window and availability are defined here.
"""

import math
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.errors import PolicyError
from tierline_scoring.figure import Figure, Part, weighted_sum

_CENT = Decimal("0.01")


class Strategy(StrEnum):
    """By what the eligible models of a tier are ranked."""

    CRITERIA = "criteria"
    """By Criteria in every tier."""
    MATRIX = "matrix"
    """MINIMUM and MAXIMUM by Overall, DEFAULT by Value."""


def _check_weights(weights: object, name: str) -> None:
    values = {entry.name: getattr(weights, entry.name) for entry in fields(weights)}  # type: ignore[arg-type] # a dataclass
    if any(not 0 <= value <= 1 for value in values.values()):
        raise PolicyError(f"each weight of {name} must lie between 0 and 1, but they are {_spelled(values)}")
    if not math.isclose(sum(values.values()), 1.0, abs_tol=1e-9):
        raise PolicyError(f"the weights of {name} must sum to 1, but {_spelled(values)} make {sum(values.values()):g}")


def _spelled(values: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallWeights:
    """What each reference benchmark counts in Overall. They sum to 1."""

    mmlu: float = 0.3
    humaneval: float = 0.3
    gsm8k: float = 0.2
    mt_bench: float = 0.2

    def __post_init__(self) -> None:
        _check_weights(self, "Overall")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaWeights:
    """What each criterion counts in Criteria. They sum to 1."""

    benchmarks: float = 0.40
    cost_efficiency: float = 0.30
    context_window: float = 0.15
    availability: float = 0.15

    def __post_init__(self) -> None:
        _check_weights(self, "Criteria")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringPolicy:
    """What a user may set about the choice of models.

    Raises:
        PolicyError: Weights that do not sum to 1, or a threshold that makes no sense.
    """

    strategy: Strategy = Strategy.CRITERIA
    overall: OverallWeights = field(default_factory=OverallWeights)
    criteria: CriteriaWeights = field(default_factory=CriteriaWeights)
    input_share: float = 0.5
    """Share of prompt tokens in the price mix, 0..1; 0.5 is the plain mean, code tasks are nearer 0.75."""
    default_below_usd_per_mtok: Decimal = Decimal("0.50")
    maximum_below_usd_per_mtok: Decimal = Decimal("1.00")
    default_value_above: float = 50.0
    minimum_value_above: float = 30.0
    maximum_overall_above: float = 70.0
    default_quality_floor: float = 0.4
    """How far, in standard deviations of ability, DEFAULT may lie below the best model under its ceiling."""
    maximum_quality_floor: float = 0.25
    """The same for MAXIMUM, for which quality counts before price."""
    min_measurements: int = 2
    """A model with figures for fewer benchmarks is listed as unscored and never chosen."""
    min_days_left: int = 30
    """A model whose announced end is nearer than this is no primary."""
    models_per_tier: int = 3
    """Primary and backups of DEFAULT and of MAXIMUM; MINIMUM has one more, for free models run out."""

    def __post_init__(self) -> None:
        if not 0 <= self.input_share <= 1:
            raise PolicyError(f"the share of prompt tokens must lie between 0 and 1, but it is {self.input_share:g}")
        if not 0 < self.default_below_usd_per_mtok <= self.maximum_below_usd_per_mtok:
            raise PolicyError(
                "the ceilings must be above 0 and MAXIMUM's not below DEFAULT's, but they are"
                f" {usd(self.default_below_usd_per_mtok)} and {usd(self.maximum_below_usd_per_mtok)}"
            )
        if self.default_quality_floor < 0 or self.maximum_quality_floor < 0:
            raise PolicyError("a quality floor is a distance and can't be negative")
        if self.models_per_tier < 1 or self.min_measurements < 1:
            raise PolicyError("a tier needs at least 1 model, and a model at least 1 measurement")


def average_cost(model: CatalogueModel, input_share: float = 0.5) -> Decimal:
    """Return USD per million tokens, exactly: ``share * prompt + (1 - share) * completion``."""
    share = Decimal(str(input_share))
    return share * model.prompt_usd_per_mtok + (1 - share) * model.completion_usd_per_mtok


def usd(amount: Decimal) -> str:
    """Spell an amount exactly, with two decimals or as many as it needs: ``$15.00``, ``$0.265``."""
    exact = amount.normalize()
    return f"${amount:.2f}" if exact == exact.quantize(_CENT) else f"${exact:f}"


def overall(mmlu: Figure, humaneval: Figure, gsm8k: Figure, mt_bench: Figure, weights: OverallWeights) -> Figure:
    """``0.3 MMLU + 0.3 HumanEval + 0.2 GSM8K + 0.2 MT-Bench``, all on 0..100."""
    return weighted_sum(
        (
            Part(name="MMLU", weight=weights.mmlu, figure=mmlu),
            Part(name="HumanEval", weight=weights.humaneval, figure=humaneval),
            Part(name="GSM8K", weight=weights.gsm8k, figure=gsm8k),
            Part(name="MT-Bench", weight=weights.mt_bench, figure=mt_bench),
        )
    )


def value(overall_figure: Figure, cost_usd_per_mtok: Decimal, price_source: str) -> Figure:
    """``Overall / (average cost + 0.01)``: points per dollar and million tokens; the cent keeps free models finite."""
    divisor = float(cost_usd_per_mtok + _CENT)
    return Figure(
        value=overall_figure.value / divisor,
        low=overall_figure.low / divisor,
        high=overall_figure.high / divisor,
        origin=overall_figure.origin,
        parts=(Part(name="Overall", weight=1 / divisor, figure=overall_figure),),
        sources=tuple(sorted({*overall_figure.sources, price_source})),
        note=f"{overall_figure.value:.1f} / ({cost_usd_per_mtok} + 0.01)",
    )


def cost_efficiency(cost_usd_per_mtok: Decimal) -> float:
    """Put a cost on 0..100, logarithmically: free and up to $0.01 is 100, $10 and more 0, each tenfold costs a third.

    Logarithmic, because twice the price weighs the same at $0.10 as at $1.00.
    """
    if cost_usd_per_mtok <= _CENT:
        return 100.0
    return max(0.0, 100.0 * (1.0 - math.log10(float(cost_usd_per_mtok) / 0.01) / 3.0))


def context_score(context_length: int) -> float:
    """Put a context window on 0..100, logarithmically: 4,096 tokens and less is 0, 1,048,576 and more 100."""
    return min(100.0, max(0.0, 100.0 * math.log2(max(1, context_length) / 4096) / 8.0))


def availability_score(uptime_percent: float) -> float:
    """Put an uptime on 0..100: 100% is 100, 95% and less 0. One request in twenty failing is no service."""
    return min(100.0, max(0.0, (uptime_percent - 95.0) * 20.0))


def criteria(
    benchmarks: Figure, cost: Figure, context: Figure, availability: Figure, weights: CriteriaWeights
) -> Figure:
    """``0.40 benchmarks + 0.30 cost efficiency + 0.15 context window + 0.15 availability``, each on 0..100."""
    return weighted_sum(
        (
            Part(name="benchmarks", weight=weights.benchmarks, figure=benchmarks),
            Part(name="cost efficiency", weight=weights.cost_efficiency, figure=cost),
            Part(name="context window", weight=weights.context_window, figure=context),
            Part(name="availability", weight=weights.availability, figure=availability),
        )
    )
