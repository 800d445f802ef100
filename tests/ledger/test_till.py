"""Caps on days and months: across processes, with and without a ledger, and to the last digit."""

import os
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st
from support.rows import call, row

from tierline.ledger import Budget, Hold, OverBudget, Spent, Totals
from tierline.ledger.spent import Charge, spans_at
from tierline.ledger.store import Ledger
from tierline.ledger.till import Till

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = Budget(per_day_usd=Decimal("0.10"))
A_CENT = Decimal("0.01")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.sqlite3"


def held(key: str, worst: Decimal = A_CENT, at: datetime = NOON) -> Hold:
    return Hold(key=key, at=at, worst_usd=worst)


def charge(one: Hold, cost: str | None, generation_id: str = "") -> Charge:
    return Charge(hold=one, cost_usd=None if cost is None else Decimal(cost), generation_id=generation_id)


def figures(sums: Totals) -> tuple[str, str, str, int]:
    cost, risk, held = (f"{usd.normalize():f}" for usd in (sums.cost_usd, sums.at_risk_usd, sums.held_usd))
    return cost, risk, held, sums.unknown_costs


@pytest.mark.parametrize("with_file", [True, False], ids=["ledger", "memory"])
def test_money_that_others_hold_counts_until_they_settle(path: Path, with_file: bool) -> None:  # noqa: FBT001 a parameter of the test
    one = Till(path if with_file else None)
    other = Till(path) if with_file else one
    holds = [held(f"call {number}") for number in range(10)]
    for number, hold in enumerate(holds):
        (one if number % 2 else other).hold(hold, DAY)
    with pytest.raises(OverBudget, match=r"cap per day of \$0\.10 only \$0 is left.*minimum tier.*budget\.perDayUsd"):
        other.hold(held("one too many"), DAY)
    one.settle(charge(holds[1], "0.0012345678901234567"), NOON)
    one.release(holds[3], NOON)
    spent = other.look(NOON)
    assert figures(spent.day) == ("0.0012345678901234567", "0", "0.08", 0)
    assert spent.day == spent.month
    other.hold(held("now there is room"), DAY)
    for till in (one, other):
        till.close()


def test_what_is_free_or_uncapped_always_passes(path: Path) -> None:
    till = Till(path)
    till.hold(held("a", Decimal(5)), Budget())
    till.settle(charge(held("a", Decimal(5)), "5"), NOON)
    till.hold(held("b", Decimal(0)), DAY)
    with pytest.raises(OverBudget):
        till.hold(held("c", Decimal("0.0000001")), DAY)
    till.count_free(NOON)
    assert till.look(NOON).free_requests == 1
    till.close()


def test_an_unknown_cost_stays_at_risk_until_it_is_known(path: Path) -> None:
    Ledger(path).add(row())
    till, hold = Till(path), held("a")
    till.hold(hold, DAY)
    till.settle(charge(hold, None, "gen-1"), NOON)
    before = till.look(NOON)
    assert figures(before.day) == ("0", "0.01", "0", 1)
    assert till.at_risk(NOON) == [("a", "gen-1")]
    till.resolve(NOON, "a", Decimal("0.0031"))
    till.resolve(NOON, "a", Decimal("0.0031"))
    assert figures(till.look(NOON).day) == ("0.0031", "0", "0", 0)
    assert till.at_risk(NOON) == []
    till.close()


@pytest.mark.parametrize("known_first", [True, False])
def test_a_cost_that_becomes_known_reaches_the_row_of_its_call(path: Path, known_first: bool) -> None:  # noqa: FBT001 a parameter of the test
    till, hold, ledger = Till(path), held("a"), Ledger(path)
    till.hold(hold, DAY)
    till.settle(charge(hold, None, "gen-1"), NOON)
    task = row(calls=(call(cost_usd=None, charge="a"),))
    if known_first:
        till.resolve(NOON, "a", Decimal("0.0031"))
        ledger.add(task)
    else:
        ledger.add(task)
        till.resolve(NOON, "a", Decimal("0.0031"))
    assert ledger.tasks()[0].cost_usd == Decimal("0.0031")
    assert till.at_risk(NOON) == []
    till.close()


def in_process_that_dies(path: Path, key: str) -> None:
    child = os.fork()
    if not child:
        till = Till(path)
        till.hold(held(key), DAY)
        till.note_generation(held(key), f"gen of {key}")
        os._exit(0)
    os.waitpid(child, 0)


def test_what_a_dead_process_held_becomes_a_risk_that_can_be_looked_up(path: Path) -> None:
    in_process_that_dies(path, "lost")
    till, hold = Till(path), held("mine")
    assert figures(till.look(NOON).day) == ("0", "0", "0.01", 0)
    spent = till.hold(hold, DAY)
    assert figures(spent.day) == ("0", "0.01", "0.01", 1)
    assert till.at_risk(NOON) == [("lost", "gen of lost")]
    till.resolve(NOON, "lost", Decimal("0.004"))
    till.settle(charge(hold, "0.001"), NOON)
    assert figures(till.look(NOON).day) == ("0.005", "0", "0", 0)
    till.close()


def test_a_call_taken_for_lost_is_settled_once_when_it_ends_after_all(path: Path) -> None:
    till, hold = Till(path), held("slow")
    till.hold(hold, DAY)
    other = Till(path)
    other.hold(held("later", at=NOON + timedelta(hours=3)), DAY)
    assert other.look(NOON).day.unknown_costs == 1
    till.settle(charge(hold, "0.002"), NOON)
    assert figures(other.look(NOON).day)[0] == "0.002"
    assert other.look(NOON).day.unknown_costs == 0
    for one in (till, other):
        one.close()


def test_a_call_taken_for_lost_that_was_never_made_is_no_risk(path: Path) -> None:
    till, hold = Till(path), held("unsent")
    till.hold(hold, DAY)
    other = Till(path)
    other.hold(held("later", at=NOON + timedelta(hours=3)), DAY)
    till.release(hold, NOON)
    spent = other.look(NOON).day
    assert (figures(spent), spent.calls) == (("0", "0", "0.01", 0), 0)
    for one in (till, other):
        one.close()


@pytest.mark.parametrize(
    ("when", "fold"),
    [
        ("2026-03-28T23:59:59", 0),
        ("2026-03-29T00:00:00", 0),
        ("2026-03-29T23:59:59", 0),
        ("2026-10-25T02:30:00", 0),
        ("2026-10-25T02:30:00", 1),
        ("2026-10-25T23:59:59", 0),
        ("2026-10-26T00:00:00", 0),
    ],
)
def test_a_day_is_that_of_the_wall_also_when_it_has_23_or_25_hours(when: str, fold: int) -> None:
    spans = spans_at(datetime.fromisoformat(when).replace(tzinfo=ZoneInfo("Europe/Berlin"), fold=fold))
    assert (spans.day, spans.month) == (when[:10], when[:7])


def test_a_new_day_has_its_own_cap_and_the_month_goes_on(path: Path) -> None:
    till, budget = Till(path), Budget(per_day_usd=A_CENT, per_month_usd=Decimal("0.025"))
    for number in range(2):
        hold = held(f"day {number}", at=NOON + timedelta(days=number))
        till.hold(hold, budget)
        till.settle(charge(hold, "0.01"), hold.at)
        with pytest.raises(OverBudget, match=r"budget\.perDayUsd"):
            till.hold(held("again", at=hold.at), budget)
    with pytest.raises(OverBudget, match=r"budget\.perMonthUsd"):
        till.hold(held("third", at=NOON + timedelta(days=2)), budget)
    till.hold(held("next month", at=NOON + timedelta(days=31)), budget)
    till.close()


def test_a_call_belongs_to_the_day_on_which_it_was_begun(path: Path) -> None:
    till = Till(path)
    late = NOON.replace(hour=23, minute=59)
    hold = held("a", at=late)
    till.hold(hold, DAY)
    spent = till.settle(charge(hold, "0.01"), late + timedelta(minutes=2))
    assert (spent.day.cost_usd, spent.month.cost_usd) == (0, A_CENT)
    assert till.look(late).day.cost_usd == A_CENT
    till.close()


def lock(path: Path) -> sqlite3.Connection:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    return holder


def test_while_the_ledger_is_locked_caps_hold_in_the_process_and_all_is_written_later(path: Path) -> None:
    other = Till(path)
    spent_before = held("before")
    other.hold(spent_before, DAY)
    other.settle(charge(spent_before, "0.05"), NOON)
    till = Till(path, busy_s=0.01)
    assert till.look(NOON).day.cost_usd == Decimal("0.05")
    holder = lock(path)
    first = held("first")
    till.hold(first, DAY)
    assert "locked" in till.problem
    till.settle(charge(first, "0.002"), NOON)
    for number in range(4):
        till.hold(held(f"more {number}"), DAY)
    with pytest.raises(OverBudget, match=r"only \$0\.0080 is left"):
        till.hold(held("one too many"), DAY)
    holder.execute("COMMIT")
    holder.close()
    assert till.look(NOON) == other.look(NOON)
    assert till.problem == ""
    assert figures(other.look(NOON).day) == ("0.052", "0", "0.04", 0)
    for one in (till, other):
        one.close()


@pytest.mark.parametrize("how", ["damaged", "gone", "no folder"])
def test_without_a_usable_ledger_caps_hold_in_the_process(path: Path, how: str) -> None:
    till = Till(path)
    if how == "no folder":
        path.parent.write_text("a file", encoding="utf-8")
    till.hold(held("a", Decimal("0.07")), DAY)
    till.settle(charge(held("a", Decimal("0.07")), "0.07"), NOON)
    if how == "damaged":
        till.close()
        path.write_bytes(b"no database at all, and long enough " * 100)
    elif how == "gone":
        till.close()
        for beside in path.parent.iterdir():
            beside.unlink()
    with pytest.raises(OverBudget):
        till.hold(held("b", Decimal("0.04")), DAY)
    till.hold(held("c", Decimal("0.02")), DAY)
    assert figures(till.look(NOON).day) == ("0.07", "0", "0.02", 0), how
    assert bool(till.problem) is (how != "gone")
    till.close()


def test_a_ledger_that_was_set_aside_takes_what_comes_after_it(path: Path) -> None:
    till, ledger = Till(path, busy_s=0.1), Ledger(path)
    till.hold(held("a"), DAY)
    till.close()
    path.write_bytes(b"no database at all, and long enough " * 100)
    till.settle(charge(held("a"), "0.003"), NOON)
    assert till.problem
    assert "a new one is begun" in ledger.add(row())
    assert till.look(NOON).day.cost_usd == Decimal("0.003")
    other = Till(path)
    assert other.look(NOON).day.cost_usd == Decimal("0.003")
    for one in (till, other):
        one.close()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["settle", "unknown", "release", "resolve", "hold", "hold"]),
        st.decimals(min_value=0, max_value=1, places=25),
        st.integers(0, 40),
    ),
    max_size=30,
)


def worst(holds: Iterable[Hold]) -> Fraction:
    return sum((Fraction(one.worst_usd) for one in holds), Fraction(0))


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_any_order_of_steps_in_three_programs_keeps_the_cap_and_the_sum(
    steps: list[tuple[int, str, Decimal, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("till") / "ledger.sqlite3"
    tills = [Till(path) for _ in range(3)]
    budget = Budget(per_day_usd=Decimal(2))
    open_holds: list[tuple[Till, Hold]] = []
    risks: list[Hold] = []
    known = Fraction(0)
    for number, (which, action, share, pick) in enumerate(steps):
        till = tills[which]
        if action == "hold":
            hold = held(str(number), share)
            fits = not share or known + worst([*risks, hold, *(one for _, one in open_holds)]) <= 2
            try:
                till.hold(hold, budget)
            except OverBudget:
                assert not fits
            else:
                assert fits
                open_holds.append((till, hold))
        elif action == "resolve" and risks:
            hold = risks.pop(pick % len(risks))
            till.resolve(NOON, hold.key, hold.worst_usd * share)
            known += Fraction(hold.worst_usd * share)
        elif open_holds and action != "resolve":
            owner, hold = open_holds.pop(pick % len(open_holds))
            if action == "release":
                owner.release(hold, NOON)
            else:
                cost = None if action == "unknown" else hold.worst_usd * share
                owner.settle(Charge(hold=hold, cost_usd=cost), NOON)
                known += Fraction(cost or 0)
                if cost is None:
                    risks.append(hold)
    for till in tills:
        seen: Spent = till.look(NOON)
        assert Fraction(seen.day.cost_usd) == known
        assert Fraction(seen.day.at_risk_usd) == worst(risks)
        assert Fraction(seen.day.held_usd) == worst(one for _, one in open_holds)
        assert seen.day.committed_usd <= 2
        till.close()


def test_a_ledger_of_the_first_version_brings_its_sums_along(path: Path) -> None:
    """A real file of that version, with the row of a task each side of midnight in Kolkata, one cost unknown."""
    path.parent.mkdir()
    old = Path(__file__).with_name("version-1.sql").read_text(encoding="utf-8")
    with sqlite3.connect(path) as connection:
        connection.executescript(old)
    connection.close()
    kolkata = timezone(timedelta(hours=5, minutes=30))
    till = Till(path)
    first, second = (till.look(datetime(2026, 3, day, 12, tzinfo=kolkata)) for day in (2, 3))
    assert figures(first.day) == ("0.00023800000000000000000000001", "0", "0", 0)
    assert figures(second.day) == ("0.000476", "0", "0", 1)
    assert figures(second.month)[0] == "0.00071400000000000000000000001"
    assert second.free_requests == 1
    assert len(Ledger(path).tasks()) == 3
    till.close()


def test_a_check_reads_no_task_and_no_call_however_many_there_are(path: Path) -> None:
    Ledger(path).add(row())
    till = Till(path)
    till.look(NOON)
    assert till._connection

    def allow(action: int, table: str | None, *_more: str | None) -> int:
        return (
            sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_READ and table in {"tasks", "calls"} else sqlite3.SQLITE_OK
        )

    till._connection.set_authorizer(allow)
    till.hold(held("a"), DAY)
    till.settle(charge(held("a"), "0.001"), NOON)
    assert till.look(NOON).day.cost_usd == Decimal("0.001")
    assert till.problem == ""
    till.close()
