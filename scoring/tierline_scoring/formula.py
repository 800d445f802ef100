"""The formulas, exactly as designed.

    Overall  = 0.3 MMLU + 0.3 HumanEval + 0.2 GSM8K + 0.2 MT-Bench
    Value    = Overall / (average cost + 0.01)
    Criteria = 0.40 benchmarks + 0.30 cost efficiency + 0.15 context window + 0.15 availability

Benchmarks, Overall and Criteria are on 0..100, costs in USD per million tokens. Source of the three: the
project's design, section 2; the scales of cost efficiency, context window and availability are defined here.
"""

import math
from decimal import Decimal

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.figure import Figure, Part, weighted_sum
from tierline_scoring.policy import CriteriaWeights, OverallWeights

_CENT = Decimal("0.01")


def average_cost(model: CatalogueModel, input_share: float = 0.5) -> Decimal:
    """Return USD per million tokens, exactly: ``share * prompt + (1 - share) * completion``."""
    share = Decimal(str(input_share))
    return share * model.prompt_usd_per_mtok + (1 - share) * model.completion_usd_per_mtok


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


def availability_score(uptime_percent: float, answered_share: float = 1.0) -> float:
    """Put an uptime on 0..100: 100% is 100, 95% and less 0. One request in twenty failing is no service.

    ``answered_share``, 0..1, is the part of a day's tasks that a limit on requests lets through at all.
    """
    return min(100.0, max(0.0, (uptime_percent - 95.0) * 20.0)) * min(1.0, max(0.0, answered_share))


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
