"""An answer of DEFAULT below 7 is asked for once more, of MAXIMUM; both are kept and both are paid."""

from decimal import Decimal

import pytest
from engine.home import Open

from tierline.engine.events import Escalated
from tierline.ledger import total
from tierline.task import Tier


@pytest.mark.parametrize("name", ["bad-code", "elided", "prose", "length", "refusal"])
async def test_a_poor_answer_is_escalated_exactly_once(house: Open, name: str) -> None:
    async with house(default=[f"sandbox/{name}"]) as home:
        outcome = await home.run()
    assert home.asked == [f"sandbox/{name}", "acme/fine"]
    assert (outcome.escalated, outcome.answer.tier, outcome.answer.model) == (True, Tier.MAXIMUM, "acme/fine")
    assert outcome.other
    assert outcome.other.model == f"sandbox/{name}"
    assert outcome.other.text
    assert outcome.other.score.value < 7 <= outcome.answer.score.value
    assert outcome.other.score.reasons
    assert [event.so_far.answer.score for event in home.events if isinstance(event, Escalated)] == [outcome.other.score]
    assert outcome.cost_usd == total(record.cost_usd for record in home.records) > 0
    assert home.engine.books.cost_usd == outcome.cost_usd


async def test_maximums_answer_is_not_escalated_again(house: Open) -> None:
    async with house(default=["sandbox/bad-code"], maximum=["sandbox/prose"]) as home:
        outcome = await home.run()
    assert home.asked == ["sandbox/bad-code", "sandbox/prose"]
    assert {outcome.answer.model, getattr(outcome.other, "model", "")} == set(home.asked)
    assert outcome.other
    assert outcome.answer.score.value >= outcome.other.score.value


async def test_the_better_answer_counts_also_where_it_is_the_cheaper_one(house: Open) -> None:
    async with house(default=["sandbox/prose"], maximum=["sandbox/refusal"]) as home:
        outcome = await home.run()
    assert outcome.other
    assert outcome.answer.score.value >= outcome.other.score.value
    assert (outcome.answer.model, outcome.other.model) == ("sandbox/prose", "sandbox/refusal")


@pytest.mark.parametrize("name", ["503", "404", "402", "hang", "cut"])
async def test_an_escalation_that_fails_leaves_the_first_answer(house: Open, name: str) -> None:
    async with house(default=["sandbox/elided"], maximum=[f"sandbox/{name}"]) as home:
        outcome = await home.run()
    assert home.asked == ["sandbox/elided", f"sandbox/{name}"]
    assert (outcome.answer.model, outcome.escalated) == ("sandbox/elided", False)
    assert outcome.attempts[-1].error


async def test_an_escalation_that_the_cap_forbids_leaves_the_first_answer(house: Open) -> None:
    async with house(default=["sandbox/elided"], budget={"perTaskUsd": "0.0095"}) as home:
        first = await home.run()
    assert home.asked == ["sandbox/elided"], "MAXIMUM's worst case lies above the cap, DEFAULT's below"
    assert first.answer.text
    assert not first.escalated


@pytest.mark.parametrize(
    ("escalate", "consents", "escalated"), [("off", True, False), ("ask", False, False), ("ask", True, True)]
)
async def test_whether_to_escalate_is_the_users_choice(
    house: Open, escalate: str, *, consents: bool, escalated: bool
) -> None:
    async with house(default=["sandbox/bad-code"], escalate=escalate) as home:
        home.consents = consents
        assert (await home.run()).escalated is escalated
        assert len(home.questions) == (escalate == "ask")
        assert ("acme/fine" in home.asked) is escalated


async def test_what_moderation_stopped_is_not_asked_again(house: Open) -> None:
    async with house(default=["sandbox/content-filter"], escalate="ask") as home:
        home.consents = True
        outcome = await home.run()
    assert (home.asked, home.questions) == (["sandbox/content-filter"], [])
    assert outcome.not_escalated == "a provider's moderation stopped the answer"


async def test_nobody_is_asked_about_an_escalation_that_the_cap_forbids(house: Open) -> None:
    async with house(default=["sandbox/elided"], budget={"perTaskUsd": "0.0095"}, escalate="ask") as home:
        home.consents = True
        outcome = await home.run()
    assert (home.asked, home.questions) == (["sandbox/elided"], [])
    assert "perTaskUsd" in outcome.not_escalated


async def test_a_maximum_that_is_out_is_not_asked_for_a_better_answer(house: Open) -> None:
    async with house(default=["sandbox/elided"], maximum=["sandbox/503"]) as home:
        first = await home.run()
        second = await home.run()
    assert home.asked == ["sandbox/elided", "sandbox/503", "sandbox/elided"]
    assert first.not_escalated == ""
    assert second.not_escalated == "the maximum tier can't answer now"


async def test_the_same_model_is_not_asked_twice(house: Open) -> None:
    async with house(default=["sandbox/elided"], maximum=["sandbox/elided"]) as home:
        outcome = await home.run()
    assert home.asked == ["sandbox/elided"]
    assert outcome.not_escalated == "the maximum tier has the same model"


@pytest.mark.parametrize("tier", list(Tier))
async def test_a_pinned_tier_is_not_escalated(house: Open, tier: Tier) -> None:
    every = {"minimum": ["sandbox/prose:free"], "default": ["sandbox/prose"], "maximum": ["sandbox/prose"]}
    async with house(**every) as home:
        outcome = await home.run(pin=tier)
    assert (len(home.asked), outcome.escalated, outcome.answer.tier) == (1, False, tier)
    async with house(**every, tier=tier.value) as home:
        assert not (await home.run()).escalated


async def test_a_good_answer_is_not_escalated(house: Open) -> None:
    async with house() as home:
        outcome = await home.run()
    assert outcome.answer.score.value >= 7
    assert home.asked == ["acme/plain"]


async def test_the_sum_is_exact_over_many_tasks(house: Open) -> None:
    async with house(default=["sandbox/bad-code"]) as home:
        outcomes = [await home.run() for _ in range(5)]
    costs = [outcome.cost_usd for outcome in outcomes]
    assert total(cost for cost in costs if cost is not None) == home.sandbox.books.totals.cost_usd
    assert home.engine.books.cost_usd == home.sandbox.books.totals.cost_usd != Decimal(0)
