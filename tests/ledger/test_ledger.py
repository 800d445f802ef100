"""Caps are hard, and sums are exact."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from tierline.ledger import Budget, OverBudget, SessionBooks, check, concern, total
from tierline.task import Tier

USD = st.decimals(min_value=0, max_value=10_000, allow_nan=False, allow_infinity=False, places=27)
COST = st.none() | USD


def allowed(budget: Budget, spent: Decimal, estimate: Decimal) -> bool:
    try:
        check(budget, spent, estimate)
    except OverBudget:
        return False
    return True


@given(spent=USD, estimate=USD, per_task=COST, per_session=COST)
def test_a_call_passes_exactly_when_its_worst_case_keeps_both_caps(
    spent: Decimal, estimate: Decimal, per_task: Decimal | None, per_session: Decimal | None
) -> None:
    keeps = (per_task is None or estimate <= per_task) and (
        per_session is None or Fraction(spent) + Fraction(estimate) <= Fraction(per_session)
    )
    budget = Budget(per_task_usd=per_task, per_session_usd=per_session)
    assert allowed(budget, spent, estimate) is (keeps or not estimate)


@pytest.mark.parametrize(
    ("budget", "spent", "estimate", "said"),
    [
        (Budget(per_task_usd=Decimal("0.01")), "0", "0.02", "budget.perTaskUsd"),
        (Budget(per_session_usd=Decimal(1)), "0.99", "0.02", "budget.perSessionUsd"),
        (Budget(per_task_usd=Decimal(0)), "0", "0.000001", "budget.perTaskUsd"),
    ],
)
def test_a_cap_that_stops_a_call_names_its_setting_and_the_way_out(
    budget: Budget, spent: str, estimate: str, said: str
) -> None:
    with pytest.raises(OverBudget, match=said) as raised:
        check(budget, Decimal(spent), Decimal(estimate))
    assert "minimum tier" in str(raised.value)
    assert "$0.0000," not in str(raised.value), "a small sum is not shown as none"


@pytest.mark.parametrize(
    ("cap", "spent", "tight"),
    [(None, "100", False), ("1", "0.79", False), ("1", "0.8", True), ("1", "2", True), ("0", "0", True)],
)
def test_money_is_tight_from_four_fifths_of_the_cap_on(cap: str | None, spent: str, *, tight: bool) -> None:
    said = concern(Budget(per_session_usd=Decimal(cap) if cap else None), Decimal(spent))
    assert bool(said) is tight


@given(st.lists(st.tuples(st.sampled_from(list(Tier)), COST, USD), max_size=12))
def test_the_books_are_exact_and_unknown_is_no_zero(calls: list[tuple[Tier, Decimal | None, Decimal]]) -> None:
    books = SessionBooks()
    for tier, cost, worst in calls:
        books.settle(tier, cost, worst)
    known = [cost for _, cost, _ in calls if cost is not None]
    risks = [worst for _, cost, worst in calls if cost is None]
    assert Fraction(books.cost_usd) == sum(map(Fraction, known))
    assert Fraction(books.committed_usd) == sum(map(Fraction, known + risks))
    assert (books.calls, books.unknown_costs) == (len(calls), len(risks))
    for tier in Tier:
        of_tier = [Fraction(cost) for where, cost, _ in calls if where is tier and cost is not None]
        assert Fraction(books.tiers[tier].cost_usd) == sum(of_tier)


def test_a_sum_keeps_the_smallest_and_the_largest_digit() -> None:
    assert total([Decimal("1e-30"), Decimal(10_000)]) == Decimal("10000.000000000000000000000000000001")
    assert total([]) == 0
