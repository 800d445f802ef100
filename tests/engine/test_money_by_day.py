"""Caps on days and months as a user meets them: before a call, across editors, and where the ledger is out of reach."""

import asyncio
import sqlite3
from decimal import ROUND_UP, Decimal
from pathlib import Path

import pytest
from engine.home import House, Open, task_on

from tierline.engine.recording import Recording
from tierline.ledger import Level, OverBudget, State, caps
from tierline.ledger.account import Account
from tierline.ledger.store import Ledger
from tierline.ledger.till import Till
from tierline.task import Tier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def with_ledger(home: House, path: Path, busy_s: float = 5.0) -> Account:
    home.engine.account = account = Account(Till(path, busy_s=busy_s))
    return account


async def spend_elsewhere(home: House, path: Path, usd: str) -> None:
    """Spend money as another editor would, at the same time of day."""
    other = Account(Till(path))
    hold = await other.hold(Decimal(usd), home.engine.policy.budget, home.engine.now())
    other.settle(hold, Decimal(usd), home.engine.now())
    await other.close()


async def test_what_another_editor_has_spent_counts_and_what_is_free_goes_on(house: Open, path: Path) -> None:
    async with house(budget={"perDayUsd": "0.05"}) as home:
        account = with_ledger(home, path)
        await spend_elsewhere(home, path, "0.049")
        with pytest.raises(OverBudget, match=r"cap per day of \$0\.05 only \$0\.0010 is left.*budget\.perDayUsd"):
            await home.run(pin=Tier.DEFAULT)
        assert not home.records, "nothing is sent"
        assert (await home.run(pin=Tier.MINIMUM)).cost_usd == 0
        assert (await account.look(home.engine.now())).free_requests == 1
        home.now += 24 * 3600
        assert (await home.run(pin=Tier.DEFAULT)).cost_usd, "a new day has its own money"
        await account.close()


@pytest.mark.parametrize(("used_above", "tier"), [(None, Tier.MINIMUM), (0.95, Tier.DEFAULT)])
async def test_from_the_soft_level_on_tasks_go_to_the_free_tier(
    house: Open, path: Path, used_above: float | None, tier: Tier
) -> None:
    more = {} if used_above is None else {"usedAbove": used_above}
    async with house(budget={"perMonthUsd": 1, **more}) as home:
        account = with_ledger(home, path)
        await spend_elsewhere(home, path, "0.81")
        outcome = await home.run()
        assert outcome.answer.tier is tier
        if tier is Tier.MINIMUM:
            assert outcome.decision.rule == "cost"
            assert "this month's budget is nearly used up ($0.8100 of $1)" in outcome.decision.reason
        await account.close()


async def test_tasks_side_by_side_can_not_pass_a_cap_together(house: Open, path: Path) -> None:
    async with house(budget={"perSessionUsd": "0.02", "perDayUsd": "0.03"}) as home:
        account = with_ledger(home, path)
        ended = await asyncio.gather(*(home.run(pin=Tier.DEFAULT) for _ in range(12)), return_exceptions=True)
        refused = [error for error in ended if isinstance(error, OverBudget)]
        assert 0 < len(refused) < 12
        assert not [error for error in ended if isinstance(error, BaseException) and error not in refused]
        assert home.sandbox.books.totals.cost_usd <= Decimal("0.02")
        assert home.engine.books.held_usd == 0
        assert (await account.look(home.engine.now())).day.cost_usd == home.sandbox.books.totals.cost_usd
        await account.close()


async def test_all_calls_of_a_task_together_keep_its_cap(house: Open) -> None:
    async with house(default=["sandbox/refusal"]) as home:
        await home.run()
        assert home.asked == ["sandbox/refusal", "acme/fine"]
        known = {one.tier: one.worst_case_usd for one in home.engine.explain(task_on()).expected}
    worst = known[Tier.MAXIMUM]
    assert worst
    cap = worst.quantize(Decimal("0.000001"), ROUND_UP)
    async with house(default=["sandbox/refusal"], budget={"perTaskUsd": cap}) as home:
        await home.run()
        assert home.asked[2:] == ["sandbox/refusal"], "alone the second call would have fitted"


async def test_a_ledger_out_of_reach_is_told_once_and_the_cap_holds_all_the_same(house: Open, path: Path) -> None:
    async with house(budget={"perDayUsd": "0.006"}) as home:
        account, told = with_ledger(home, path, busy_s=0.01), list[str]()
        account.tell = told.append
        await home.run(pin=Tier.DEFAULT)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        refused = False
        for _ in range(60):
            try:
                await home.run(pin=Tier.DEFAULT)
            except OverBudget:
                refused = True
                break
        assert refused
        (sentence,) = told
        assert "database is locked" in sentence
        assert sentence.endswith("your caps per day and month hold within this program alone.")
        holder.execute("ROLLBACK")
        holder.close()
        billed = home.sandbox.books.totals.cost_usd
        assert billed <= Decimal("0.006")
        assert (await account.look(home.engine.now())).day.cost_usd == billed, "it is written as soon as it can be"
        await account.close()


async def test_a_cancelled_call_stays_at_risk_until_it_is_known_and_its_row_learns_of_it(
    house: Open, path: Path
) -> None:
    async with house(default=["sandbox/slow"]) as home:
        account, ledger = with_ledger(home, path), Ledger(path)
        notes = Recording(home.engine, task := task_on(), "a task", home.events.append, pin=Tier.DEFAULT)
        running = asyncio.create_task(home.engine.run(task, notes, pin=Tier.DEFAULT))
        await home.sandbox.books.wait_for(lambda books: books.chats and books.last.chunks_sent > 2)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        row = notes.row(State.CANCELLED)
        assert row
        ledger.add(row)
        spent = await account.look(home.engine.now())
        assert (spent.day.cost_usd, spent.day.unknown_costs) == (0, 1)
        ((key, generation),) = await account.at_risk(home.engine.now())
        assert generation == home.records[0].generation_id
        account.resolve(key, home.records[0].cost_usd, home.engine.now())
        spent = await account.look(home.engine.now())
        assert spent.day.committed_usd == home.records[0].cost_usd == ledger.tasks()[0].cost_usd
        await account.close()


async def test_levels_follow_the_share_that_is_used(house: Open, path: Path) -> None:
    async with house(budget={"perDayUsd": 1, "perMonthUsd": 2}) as home:
        account = with_ledger(home, path)
        levels = []
        for usd in ("0.5", "0.3", "0.2"):
            await spend_elsewhere(home, path, usd)
            spent = await account.look(home.engine.now())
            levels.append([cap.level for cap in caps(home.engine.policy.budget, Decimal(0), spent)])
        assert levels == [[Level.UNDER] * 2, [Level.SOFT, Level.UNDER], [Level.HARD, Level.UNDER]]
        await account.close()
