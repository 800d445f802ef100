"""A cost that the stream could not tell is found out, booked exactly, and told where the user should know."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from functools import partial

import pytest
from engine.home import House, Open, task_on

from tierline.engine.events import Corrected
from tierline.engine.late_costs import LateCosts
from tierline.engine.recording import Recording
from tierline.ledger import State
from tierline.openrouter.client import OpenRouterClient, TimeLimits
from tierline.openrouter.errors import OpenRouterError
from tierline.openrouter.generation import Bill, Patience, bill_of
from tierline.task import Tier

EAGER = Patience(attempts=40, first_wait_s=0.02, longest_wait_s=0.2)


@asynccontextmanager
async def looking_up(house: Open, *models: str) -> AsyncIterator[House]:
    async with house(default=[f"sandbox/{name}" for name in models], escalate="off") as home:
        chat = home.engine.chat
        assert isinstance(chat, OpenRouterClient)
        chat.limits = TimeLimits(connect_s=10, first_token_s=10, stall_s=2, total_s=60)
        home.engine.late = LateCosts(partial(bill_of, get=chat.get, patience=EAGER))
        yield home
        await home.engine.late.close()


async def cancel(home: House, chunks: int = 3) -> None:
    """Run a task and cancel it in the middle."""
    known = len(home.records)
    running = asyncio.create_task(home.run(pin=Tier.DEFAULT))
    await home.sandbox.books.wait_for(lambda books: len(books.chats) > known and books.last.chunks_sent > chunks)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def corrections(home: House) -> list[Corrected]:
    return [event for event in home.events if isinstance(event, Corrected)]


def billed(home: House) -> Decimal:
    return home.sandbox.books.totals.cost_usd


async def test_a_cancelled_call_is_booked_to_the_last_digit(house: Open) -> None:
    async with looking_up(house, "slow") as home:
        await cancel(home)
        books = home.engine.books
        assert (books.unknown_costs, books.cost_usd) == (1, 0), "unknown is not zero"
        await home.engine.late.settled()
        assert (books.unknown_costs, books.at_risk_usd) == (0, 0)
        assert books.cost_usd == books.committed_usd == billed(home) > 0
        (correction,) = corrections(home)
        assert (correction.attempt.cost_usd, correction.note, correction.number) == (billed(home), "", 1)


async def test_a_provider_that_bills_on_after_a_cancel_is_told(house: Open) -> None:
    async with looking_up(house, "bills-on") as home:
        await cancel(home)
        await home.engine.late.settled()
        (correction,) = corrections(home)
        assert "sandbox/bills-on went on after you cancelled" in correction.note
        assert f"{billed(home).normalize():f}" in correction.note
        assert home.engine.books.cost_usd == billed(home)


@pytest.mark.parametrize("name", ["cut", "stall", "end-early"])
async def test_a_broken_stream_is_booked_too_and_is_nobody_s_fault(house: Open, name: str) -> None:
    async with looking_up(house, name, "ok") as home:
        await home.run(pin=Tier.DEFAULT)
        await home.engine.late.settled()
        assert home.engine.books.cost_usd == billed(home) > 0
        assert home.engine.books.unknown_costs == 0
        assert [correction.note for correction in corrections(home)] == [""]


async def test_an_answer_that_told_no_usage_is_booked_too(house: Open) -> None:
    async with looking_up(house, "no-usage") as home:
        outcome = await home.run(pin=Tier.DEFAULT)
        assert outcome.cost_usd is None
        await home.engine.late.settled()
        assert home.engine.books.cost_usd == billed(home) > 0


async def test_the_notes_for_the_ledger_are_corrected(house: Open) -> None:
    async with looking_up(house, "no-usage") as home:
        notes = Recording(home.engine, task_on(), "one", home.events.append, pin=Tier.DEFAULT)
        await home.engine.run(task_on(), notes, pin=Tier.DEFAULT)
        before = notes.row(State.ANSWERED)
        await home.engine.late.settled()
        after = notes.row(State.ANSWERED)
        assert before
        assert after
        assert (before.cost_usd, after.cost_usd) == (None, billed(home))


async def test_what_is_free_is_not_asked_for(house: Open) -> None:
    async with house(minimum=["sandbox/cut:free"]) as home:
        with pytest.raises(OpenRouterError):
            await home.run(pin=Tier.MINIMUM)
        assert not home.engine.late.under_way


async def test_many_cancels_at_once_add_up_to_the_books(house: Open) -> None:
    async with looking_up(house, "slow") as home:
        running = [asyncio.create_task(home.run(pin=Tier.DEFAULT)) for _ in range(12)]
        await home.sandbox.books.wait_for(lambda books: sum(r.chunks_sent > 2 for r in books.chats) == 12)
        for number, task in enumerate(running):
            if number % 3:
                task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await home.engine.late.settled()
        assert home.engine.books.cost_usd == billed(home)
        assert home.engine.books.unknown_costs == 0


async def test_the_end_waits_a_little_and_says_what_stays_unknown(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # import-linter, run by another test, puts all loggers of a process to silence.
    monkeypatch.setattr(logging.getLogger("tierline.engine"), "disabled", False)
    asked = asyncio.Event()

    async def never(_generation: str) -> Bill | None:
        asked.set()
        await asyncio.Event().wait()
        return None

    late = LateCosts(never)
    late.ask("gen-1", lambda _bill: None)
    await asked.wait()
    assert late.under_way == ("gen-1",)
    with caplog.at_level(logging.WARNING, "tierline"):
        assert await late.close(within_s=0.01) == ("gen-1",)
    assert "gen-1" in caplog.text
    assert await late.close() == (), "nothing is left running"


async def test_a_bill_that_comes_in_time_is_waited_for_at_the_end() -> None:
    bill = Bill(generation_id="gen-1", cost_usd=Decimal(1))

    async def soon(_generation: str) -> Bill | None:
        await asyncio.sleep(0)
        return bill

    found: list[Bill] = []
    late = LateCosts(soon)
    late.ask("gen-1", found.append)
    assert await late.close() == ()
    assert found == [bill]
