from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from tierline_scoring import formula
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.errors import FigureError, PolicyError
from tierline_scoring.figure import Figure, Origin, exact
from tierline_scoring.money import usd
from tierline_scoring.policy import CriteriaWeights, OverallWeights, ScoringPolicy

SCORES = st.floats(min_value=0, max_value=100)
COSTS = st.decimals(min_value=0, max_value=200, places=4)


def overall_of(*scores: float) -> Figure:
    mmlu, humaneval, gsm8k, mt_bench = (exact(score, "board") for score in scores)
    return formula.overall(mmlu, humaneval, gsm8k, mt_bench, OverallWeights())


@pytest.mark.parametrize(
    ("prompt", "completion", "average"),
    [("0.13", "0.40", "0.265"), ("0.15", "0.60", "0.375"), ("0", "0", "0"), ("0.08", "0.2634", "0.1717")],
    ids=["qwen-2.5-72b", "gpt-4o-mini", "free", "four decimals"],
)
def test_average_cost_is_the_exact_mean_of_both_prices(
    listed: Callable[..., CatalogueModel], prompt: str, completion: str, average: str
) -> None:
    model = listed("maker/model", prompt, completion)
    assert model.average_usd_per_mtok == formula.average_cost(model) == Decimal(average)


def test_another_price_mix_weighs_the_prompt_more(listed: Callable[..., CatalogueModel]) -> None:
    assert formula.average_cost(listed("maker/model", "0.20", "1.20"), 0.75) == Decimal("0.45")


def test_overall_value_and_criteria_agree_with_a_computation_by_hand() -> None:
    # qwen-2.5-72b: 0.3 * 85.3 + 0.3 * 86.6 + 0.2 * 95.8 + 0.2 * 93.5 = 89.43, over 0.265 + 0.01
    overall = overall_of(85.3, 86.6, 95.8, 93.5)
    assert overall.value == pytest.approx(89.43)
    assert formula.value(overall, Decimal("0.265"), "listing").value == pytest.approx(325.2)
    criteria = formula.criteria(exact(80), exact(60), exact(50), exact(90), CriteriaWeights())
    assert criteria.value == pytest.approx(0.40 * 80 + 0.30 * 60 + 0.15 * 50 + 0.15 * 90)


def test_value_of_a_free_model_is_finite() -> None:
    assert formula.value(overall_of(70, 70, 70, 70), Decimal(0), "listing").value == pytest.approx(7000)


def test_one_estimate_makes_the_sum_an_estimate_with_an_interval() -> None:
    guess = Figure(value=80, low=70, high=85, origin=Origin.ESTIMATED, sources=("other",))
    overall = formula.overall(guess, exact(90, "board"), exact(90), exact(90), OverallWeights())
    assert not overall.measured
    assert (overall.low, overall.value, overall.high) == pytest.approx((84.0, 87.0, 88.5))
    assert overall.sources == ("board", "other")


@pytest.mark.parametrize(
    "make",
    [
        lambda: OverallWeights(mmlu=0.5),
        lambda: CriteriaWeights(benchmarks=0.5),
        lambda: OverallWeights(mmlu=-0.1, humaneval=0.7),
        lambda: ScoringPolicy(input_share=1.5),
        lambda: ScoringPolicy(default_below_usd_per_mtok=Decimal(2)),
        lambda: ScoringPolicy(default_quality_floor=-1.0),
        lambda: ScoringPolicy(models_per_tier=0),
        lambda: ScoringPolicy(tasks_per_day=0),
        lambda: ScoringPolicy(min_context_tokens=-1),
        lambda: ScoringPolicy(specialist_confidence=1.0),
        lambda: ScoringPolicy(default_quality_floor=float("nan")),
        lambda: ScoringPolicy(default_value_above=float("inf")),
        lambda: ScoringPolicy(maximum_below_usd_per_mtok=Decimal("NaN")),
        lambda: ScoringPolicy(input_share=float("nan")),
        lambda: OverallWeights(mmlu=float("nan")),
    ],
)
def test_settings_that_make_no_sense_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(PolicyError):
        make()


@pytest.mark.parametrize(
    ("low", "value", "high"),
    [(0, float("nan"), 1), (float("nan"), 0, 1), (0, float("inf"), float("inf")), (1, 0, 2), (0, 2, 1)],
    ids=["NaN", "NaN end", "infinite", "below its interval", "above it"],
)
def test_a_number_that_is_none_is_no_figure(low: float, value: float, high: float) -> None:
    with pytest.raises(FigureError, match="no number with its interval"):
        Figure(value=value, low=low, high=high, origin=Origin.MEASURED)


@given(st.floats(0, 100), st.floats(-1, 2))
def test_a_limit_on_requests_never_makes_a_model_more_available(uptime: float, share: float) -> None:
    assert 0 <= formula.availability_score(uptime, share) <= formula.availability_score(uptime)


@given(SCORES, COSTS.filter(bool), st.integers(2, 50))
def test_value_falls_as_the_cost_rises(score: float, cost: Decimal, times: int) -> None:
    overall = overall_of(score, score, score, score)
    cheap, dear = (formula.value(overall, price, "listing").value for price in (cost, cost * times))
    assert dear <= cheap
    assert dear * float(cost * times + Decimal("0.01")) == pytest.approx(cheap * float(cost + Decimal("0.01")))


def test_refused_weights_are_told_with_their_sum() -> None:
    with pytest.raises(PolicyError, match=r"weights of Overall must sum to 1, but mmlu 0\.5.* make 1\.2"):
        OverallWeights(mmlu=0.5)


@given(st.tuples(SCORES, SCORES, SCORES, SCORES), st.integers(0, 3), SCORES, COSTS)
def test_a_better_benchmark_never_means_less_value(
    scores: tuple[float, ...], at: int, other: float, cost: Decimal
) -> None:
    better = [*scores]
    better[at] = max(scores[at], other)
    worse, best = overall_of(*scores), overall_of(*better)
    assert best.value >= worse.value
    assert formula.value(best, cost, "listing").value >= formula.value(worse, cost, "listing").value


@given(COSTS, COSTS)
def test_a_dearer_model_is_never_more_cost_efficient(one: Decimal, other: Decimal) -> None:
    cheap, dear = sorted((one, other))
    assert 100 >= formula.cost_efficiency(cheap) >= formula.cost_efficiency(dear) >= 0
    overall = overall_of(80, 80, 80, 80)
    assert formula.value(overall, cheap, "listing").value >= formula.value(overall, dear, "listing").value


@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_a_longer_context_never_scores_less(one: int, other: int) -> None:
    short, long = sorted((one, other))
    assert 0 <= formula.context_score(short) <= formula.context_score(long) <= 100


@pytest.mark.parametrize(
    ("score", "at"),
    [
        (formula.cost_efficiency(Decimal("0.01")), 100),
        (formula.cost_efficiency(Decimal("0.10")), 200 / 3),
        (formula.cost_efficiency(Decimal(10)), 0),
        (formula.context_score(4_096), 0),
        (formula.context_score(65_536), 50),
        (formula.context_score(1_048_576), 100),
        (formula.availability_score(100), 100),
        (formula.availability_score(97.5), 50),
        (formula.availability_score(80), 0),
    ],
)
def test_scales_stand_where_their_docs_say(score: float, at: float) -> None:
    assert score == pytest.approx(at)


@pytest.mark.parametrize(
    ("amount", "spelled"),
    [("15.0", "$15.00"), ("0.265", "$0.265"), ("0", "$0.00"), ("0.17170", "$0.1717"), ("100", "$100.00")],
)
def test_money_is_spelled_exactly(amount: str, spelled: str) -> None:
    assert usd(Decimal(amount)) == spelled
