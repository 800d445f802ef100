"""The measures of the routing benchmark, against figures worked out by hand and what must hold of any data."""

import math
import random
from collections.abc import Sequence

import pytest
from benchmarks.routes import metrics
from benchmarks.routes.bootstrap import interval, pick
from hypothesis import assume, given, strategies as st

QUALITY = st.integers(0, 4).map(lambda quarters: quarters / 4)
ITEMS = st.lists(st.tuples(st.integers(0, 5).map(float), QUALITY, QUALITY), min_size=2, max_size=40)
Items = list[tuple[float, float, float]]

# Four items; the strong model gains 1, 0, 1, 0, so PGR rises by a half at the first and at the third.
SCORE, WEAK, STRONG = [4.0, 3.0, 2.0, 1.0], [0.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, 0.0]


def columns(items: Items) -> tuple[list[float], list[float], list[float]]:
    score, weak, strong = ([item[place] for item in items] for place in range(3))
    assume(sum(strong) > sum(weak))
    return score, weak, strong


def test_apgr_is_the_area_worked_out_by_hand() -> None:
    # Four trapezoids, a quarter wide each.
    assert metrics.apgr(SCORE, WEAK, STRONG) == pytest.approx((0.25 + 0.5 + 0.75 + 1.0) / 4)


@pytest.mark.parametrize(("share", "calls"), [(0.5, 0.25), (0.8, 0.75), (1.0, 0.75)])
def test_cpt_is_the_first_share_of_calls_that_reaches_the_gain(share: float, calls: float) -> None:
    assert metrics.cpt(SCORE, WEAK, STRONG, share) == calls


def test_pgr_at_a_share_reads_the_curve_there() -> None:
    assert [metrics.pgr_at(SCORE, WEAK, STRONG, share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)] == [0, 0.5, 0.5, 1, 1]


@given(ITEMS)
def test_a_constant_score_has_one_half(items: Items) -> None:
    score, weak, strong = columns(items)
    assert metrics.apgr([1.0] * len(score), weak, strong) == pytest.approx(0.5)


@given(ITEMS)
def test_no_order_beats_the_oracle_and_none_is_worse_than_its_reverse(items: Items) -> None:
    score, weak, strong = columns(items)
    best = metrics.oracle(weak, strong)
    reached = metrics.apgr(score, weak, strong)
    assert metrics.apgr([-x for x in best], weak, strong) - 1e-9 <= reached <= metrics.apgr(best, weak, strong) + 1e-9


@given(ITEMS)
def test_a_score_turned_round_has_the_rest_to_one(items: Items) -> None:
    score, weak, strong = columns(items)
    turned = metrics.apgr([-x for x in score], weak, strong)
    assert turned == pytest.approx(1 - metrics.apgr(score, weak, strong))


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_in_which_items_stand_changes_nothing(items: Items, chance: random.Random) -> None:
    mixed = list(items)
    chance.shuffle(mixed)
    assert metrics.apgr(*columns(mixed)) == pytest.approx(metrics.apgr(*columns(items)))


def test_without_a_gap_there_is_no_share_of_it() -> None:
    with pytest.raises(metrics.NoGapError):
        metrics.apgr([1.0, 2.0], [1.0, 0.0], [0.0, 1.0])


def test_costs_and_quality_run_from_all_weak_to_all_strong() -> None:
    points = metrics.cost_quality_curve(SCORE, WEAK, STRONG, [1.0] * 4, [3.0] * 4)
    assert points == [(1.0, 0.25), (1.5, 0.5), (2.0, 0.5), (2.5, 0.75), (3.0, 0.75)]


def test_aiq_is_the_mean_height_of_the_hull() -> None:
    # (2, .5) lies under the line from (1, .5) to (3, 1), whose mean is .75; beyond 3 the hull stays at 1.
    points = [(1.0, 0.5), (2.0, 0.5), (3.0, 1.0), (3.5, 0.9)]
    assert metrics.aiq(points, 1.0, 3.0) == pytest.approx(0.75)
    assert metrics.aiq(points, 1.0, 5.0) == pytest.approx((2 * 0.75 + 2 * 1.0) / 4)
    assert metrics.aiq(points, 0.0, 2.0) == pytest.approx((0.5 + 0.75) / 2 / 2)


def test_a_cascade_pays_both_answers_and_keeps_the_second() -> None:
    told = metrics.cascade([True, True, False, False], WEAK, STRONG, [1.0] * 4, [3.0] * 4)
    assert told.escalated == 0.5
    assert told.quality == 0.5
    assert told.cost == 2.5
    assert told.pgr == pytest.approx(0.5)
    assert told.false_alarms == 1.0, "the one right answer was rejected"


def test_macro_f1_is_the_mean_over_the_classes_asked_for() -> None:
    gold, predicted = ["a", "a", "b", "b"], ["a", "b", "b", "c"]
    assert metrics.f1(gold, predicted) == {"a": pytest.approx(2 / 3), "b": 0.5}
    assert metrics.macro_f1(gold, predicted) == pytest.approx((2 / 3 + 0.5) / 2)
    assert metrics.accuracy(gold, predicted) == 0.5
    assert metrics.confusion(gold, predicted)["b", "c"] == 1


def test_spearman_shares_ranks_among_ties() -> None:
    assert metrics.spearman([1.0, 2.0, 3.0], [10.0, 20.0, 400.0]) == pytest.approx(1.0)
    # ranks 1.5 1.5 3 against 1 2 3: covariance 1.5, variances 1.5 and 2
    assert metrics.spearman([1.0, 1.0, 2.0], [1.0, 2.0, 3.0]) == pytest.approx(1.5 / math.sqrt(1.5 * 2))
    assert metrics.spearman([1.0, 1.0], [1.0, 2.0]) == 0.0


def test_auc_counts_ties_half() -> None:
    assert metrics.auc([1.0, 2.0, 2.0, 3.0], [False, False, True, True]) == pytest.approx(3.5 / 4)
    with pytest.raises(ValueError, match="one class"):
        metrics.auc([1.0, 2.0], [True, True])


def test_an_interval_is_the_same_each_time_and_holds_its_value() -> None:
    values = [float(at % 7) for at in range(50)]

    def mean(drawn: Sequence[int]) -> float:
        own = pick(values, drawn)
        return sum(own) / len(own)

    found = interval(mean, 50)
    assert found == interval(mean, 50)
    assert found.low < found.value < found.high


def test_items_of_one_cluster_are_drawn_together() -> None:
    values = [0.0] * 10 + [1.0] * 10
    clusters = ["a"] * 10 + ["b"] * 10
    found = interval(lambda drawn: sum(pick(values, drawn)) / len(drawn), 20, clusters=clusters)
    assert (found.low, found.high) == (0.0, 1.0), "two clusters are two observations, however many items they have"
