"""Caps, unknown costs, outages that end, and cancelling."""

import asyncio
from decimal import Decimal

import pytest
from engine.home import CODE, House, Open, task_on
from support.house import lineup_for

from tierline.credentials import KEY_VARIABLE, holder_from
from tierline.engine.lineup import Lineup, Offer
from tierline.engine.outcome import Outcome
from tierline.engine.policy import Policy
from tierline.engine.request import build_request
from tierline.engine.run import Engine
from tierline.ledger import OverBudget
from tierline.openrouter.client import OpenRouterClient
from tierline.openrouter.errors import OpenRouterError, TryAnother, Unavailable
from tierline.prompt import build, estimate_tokens
from tierline.sandbox import Sandbox
from tierline.settings import Settings
from tierline.switch.outages import FREE
from tierline.task import Decision, Kind, Tier, TierlineError


@pytest.mark.parametrize("cap", ["perTaskUsd", "perSessionUsd"])
@pytest.mark.parametrize("models", [[], ["sandbox/ok"]], ids=["known price", "bounded price"])
async def test_a_cap_stops_a_task_before_anything_is_sent(house: Open, cap: str, models: list[str]) -> None:
    async with house(default=models, budget={cap: "0.000001"}) as home:
        with pytest.raises(OverBudget, match=cap):
            await home.run(pin=Tier.DEFAULT)
        assert not home.records
        assert home.engine.books.calls == 0
        assert (await home.run(pin=Tier.MINIMUM)).cost_usd == 0, "what is free passes every cap"


async def until_over_budget(home: House) -> list[Outcome]:
    """Repeat a task until the session's cap stops it; fail if it never does."""
    answered = []
    for _ in range(50):
        try:
            answered.append(await home.run(pin=Tier.DEFAULT))
        except OverBudget as error:
            assert "perSessionUsd" in str(error)  # noqa: PT017 the number of runs before it is the point
            return answered
    raise AssertionError("the cap never held")


async def test_a_session_that_has_spent_its_cap_is_stopped(house: Open) -> None:
    async with house(budget={"perSessionUsd": "0.008"}) as home:
        answered = await until_over_budget(home)
        assert answered
        assert home.sandbox.books.totals.cost_usd < Decimal("0.008")


async def test_calls_of_unknown_cost_use_up_the_cap_too(house: Open) -> None:
    async with house(default=["sandbox/no-usage"], budget={"perSessionUsd": "0.04"}) as home:
        answered = await until_over_budget(home)
        assert answered
        assert {outcome.cost_usd for outcome in answered} == {None}
        assert home.engine.books.unknown_costs == len(answered)
        assert home.engine.books.cost_usd == 0


async def test_a_budget_nearly_used_up_sends_tasks_to_the_free_tier(house: Open) -> None:
    async with house(budget={"perSessionUsd": "0.02"}) as home:
        home.engine.books.settle(Tier.DEFAULT, Decimal("0.017"))
        outcome = await home.run()
    assert (outcome.decision.rule, outcome.answer.tier) == ("cost", Tier.MINIMUM)
    assert "nearly used up" in outcome.decision.reason


@pytest.mark.parametrize(("name", "rest_s"), [("429-upstream", 2), ("503", 2), ("500", 60), ("hang", 60)])
async def test_an_outage_is_remembered_until_its_time_and_then_forgotten(house: Open, name: str, rest_s: float) -> None:
    async with house(default=[f"sandbox/{name}"]) as home:
        await home.run()
        assert home.asked == [f"sandbox/{name}", "acme/gratis:free"]
        home.now += rest_s - 1
        outcome = await home.run()
        assert outcome.decision.rule == "out"
        assert home.asked[2:] == ["acme/gratis:free"], "what is out is not asked again"
        home.now += 2
        await home.run()
        assert home.asked[3:] == [f"sandbox/{name}", "acme/gratis:free"]


async def test_the_outage_ends_with_the_first_model_that_comes_back(house: Open) -> None:
    async with house(default=["sandbox/503", "sandbox/500"]) as home:
        await home.run()
        home.now += 3
        assert not home.engine.world().out


async def test_the_daily_limit_keeps_the_free_tier_out_until_midnight(house: Open) -> None:
    async with house(["sandbox/429-upstream:free", "sandbox/429-daily:free"]) as home:
        with pytest.raises(Unavailable) as raised:
            await home.run(pin=Tier.MINIMUM)
        assert raised.value.retry_after_s is not None
        assert home.engine.breakers.outages.of(FREE).until == home.now + raised.value.retry_after_s


async def test_an_answer_ends_an_outage(house: Open) -> None:
    async with house(default=["sandbox/500"]) as home:
        await home.run()
        assert home.engine.world().out == {Tier.DEFAULT}
        home.engine.lineup = Lineup(models={**home.engine.lineup.models, Tier.DEFAULT: ("acme/plain",)})
        await home.run(pin=Tier.DEFAULT)
        assert not home.engine.world().out


async def cancelled(home: House, tier: Tier) -> None:
    known = len(home.records)
    running = asyncio.create_task(home.run(pin=tier))
    await home.sandbox.books.wait_for(lambda books: len(books.chats) > known)
    await home.sandbox.books.wait_for(lambda books: books.last.chunks_sent > 1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    async with asyncio.timeout(20):
        await home.sandbox.books.wait_for(lambda books: books.chats[-1].hung_up)


async def test_a_cancelled_call_has_an_unknown_cost_and_hangs_up(house: Open) -> None:
    async with house(default=["sandbox/slow"]) as home:
        await cancelled(home, Tier.DEFAULT)
        books = home.engine.books
        assert (books.calls, books.unknown_costs, books.cost_usd) == (1, 1, 0)
        assert books.at_risk_usd >= home.records[0].cost_usd > 0


@pytest.mark.parametrize("name", ["cut", "midstream", "stall"])
async def test_what_is_free_costs_nothing_also_when_it_fails(house: Open, name: str) -> None:
    async with house([f"sandbox/{name}:free"]) as home:
        with pytest.raises(OpenRouterError):
            await home.run(pin=Tier.MINIMUM)
        books = home.engine.books
        assert (books.calls, books.unknown_costs, books.cost_usd) == (1, 0, 0)
    async with house(["sandbox/slow:free"]) as home:
        await cancelled(home, Tier.MINIMUM)
        assert home.engine.books.unknown_costs == 0


async def test_an_answer_that_was_all_reasoning_is_booked(house: Open) -> None:
    async with house(default=["sandbox/reasoning-only", "acme/plain"]) as home:
        outcome = await home.run()
    costs = [record.cost_usd for record in home.records]
    assert costs[0] > 0
    assert [attempt.cost_usd for attempt in outcome.attempts] == costs
    assert home.engine.books.cost_usd == home.sandbox.books.totals.cost_usd


@pytest.mark.parametrize("tier", list(Tier))
async def test_the_request_carries_the_tiers_price_ceiling_and_the_wishes_about_privacy(
    house: Open, tier: Tier
) -> None:
    async with house(privacy={"dataCollection": "deny", "zdr": True}) as home:
        await home.run(pin=tier)
    provider = home.records[0].body["provider"]
    price = provider["max_price"]
    mean = {Tier.MINIMUM: 0, Tier.DEFAULT: 0.5, Tier.MAXIMUM: 1}[tier]
    assert float(price["prompt"] + price["completion"]) / 2 == pytest.approx(mean)
    assert (provider["data_collection"], provider["zdr"]) == ("deny", True)


def answer_tokens(context: int | None, most: int | None = None, kind: Kind = Kind.FIX) -> int:
    """Return how long an answer to a long task may be, of a model with these limits."""
    offer = Offer(
        prompt_usd_per_mtok=Decimal(1),
        completion_usd_per_mtok=Decimal(1),
        context_length=context,
        max_completion_tokens=most,
    )
    lineup = Lineup(models={Tier.DEFAULT: ("acme/x",)}, offers={"acme/x": offer})
    decision = Decision(tier=Tier.DEFAULT, models=("acme/x",), rule="pinned", reason="you asked for it")
    request, worst_case = build_request(task_on(CODE * 40, kind), "acme/x", decision, lineup, Policy())
    prompt = estimate_tokens(request.messages)
    assert worst_case == Decimal(prompt + request.max_tokens) / 1_000_000
    assert context is None or prompt + request.max_tokens <= context
    return request.max_tokens


def test_prompt_and_answer_fit_into_the_models_context() -> None:
    free = answer_tokens(None)
    assert answer_tokens(200_000) == free
    assert answer_tokens(24_000) < free
    assert answer_tokens(200_000, 500) == 500
    prompt = estimate_tokens(build(task_on(CODE * 40)))
    with pytest.raises(TryAnother, match="select fewer lines"):
        answer_tokens(prompt + 100)
    assert answer_tokens(prompt + 400, kind=Kind.EXPLAIN) > 0


@pytest.mark.parametrize("environ", [{}, {KEY_VARIABLE: "no key at all"}], ids=["none", "unusable"])
async def test_without_a_key_nothing_is_sent_and_nothing_is_owed(sandbox: Sandbox, environ: dict[str, str]) -> None:
    async with OpenRouterClient(key=holder_from(environ).reveal, base_url=sandbox.base_url) as client:
        engine = Engine(chat=client, lineup=lineup_for(Settings()))
        with pytest.raises(TierlineError, match=KEY_VARIABLE):
            await engine.run(task_on(), lambda _event: None)
    assert not sandbox.books.records
    assert (engine.books.unknown_costs, engine.books.committed_usd) == (0, 0)
