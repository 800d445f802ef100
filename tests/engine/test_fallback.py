"""Which models are asked, in the order of the sandbox's books; and that free stays free."""

from itertools import product

import pytest
from engine.home import Open

from tierline.engine.breakers import Breakers
from tierline.engine.events import Asking, Decided, Hopped, Text
from tierline.engine.lineup import Lineup
from tierline.ledger import SessionBooks, total
from tierline.openrouter.errors import FreeTierSpent, GiveUp, OpenRouterError, TryAnother, Unavailable
from tierline.task import Tier

FREE, FREE_2 = "acme/gratis:free", "acme/gratis-2:free"


async def test_a_moderate_task_is_answered_by_the_default_tier(house: Open) -> None:
    async with house() as home:
        outcome = await home.run()
    assert (outcome.decision.tier, outcome.answer.model, home.asked) == (Tier.DEFAULT, "acme/plain", ["acme/plain"])
    assert outcome.answer.new_text
    assert "rate is None" in outcome.answer.new_text
    assert outcome.cost_usd == outcome.answer.cost_usd == home.records[0].cost_usd > 0


@pytest.mark.parametrize(
    ("default", "minimum", "asked"),
    [
        (["sandbox/429-upstream", "acme/plain"], [FREE], ["sandbox/429-upstream", "acme/plain"]),
        (["sandbox/404", "acme/plain"], [FREE], ["sandbox/404", "acme/plain"]),
        (["sandbox/502", "sandbox/503"], [FREE], ["sandbox/502", "sandbox/503", FREE]),
        # one that is busy and one that is gone: the tier is still only busy
        (["sandbox/502", "sandbox/404"], [FREE], ["sandbox/502", "sandbox/404", FREE]),
        (["sandbox/404", "sandbox/502"], [FREE], ["sandbox/404", "sandbox/502", FREE]),
        (["sandbox/hang"], ["sandbox/500:free", FREE], ["sandbox/hang", "sandbox/500:free", FREE]),
        (["sandbox/cut"], [FREE], ["sandbox/cut", FREE]),
    ],
)
async def test_a_tier_falls_back_on_its_backups_and_then_on_what_is_free(
    house: Open, default: list[str], minimum: list[str], asked: list[str]
) -> None:
    async with house(minimum, default) as home:
        outcome = await home.run()
        assert home.asked == asked
        assert [attempt.model for attempt in outcome.attempts] == asked
        assert [bool(attempt.error) for attempt in outcome.attempts] == [True] * (len(asked) - 1) + [False]
        assert [event.model for event in home.events if isinstance(event, Hopped)] == asked[:-1]
        assert [event.model for event in home.events if isinstance(event, Asking)] == asked
    last = [event.decision for event in home.events if isinstance(event, Decided)][-1]
    assert last == outcome.decision
    assert outcome.answer.model == asked[-1]


@pytest.mark.parametrize(
    ("default", "kind", "code"),
    [
        (["sandbox/404", "sandbox/400"], TryAnother, "bad-request"),
        (["sandbox/400-context"], TryAnother, "too-long"),
        (["sandbox/402", "acme/plain"], GiveUp, "no-credit"),
        (["sandbox/401", "acme/plain"], GiveUp, "bad-key"),
    ],
)
async def test_what_no_waiting_and_no_other_model_mends_is_told_at_once(
    house: Open, default: list[str], kind: type, code: str
) -> None:
    async with house([FREE], default) as home:
        with pytest.raises(OpenRouterError) as raised:
            await home.run()
        assert (isinstance(raised.value, kind), raised.value.code) == (True, code)
        assert FREE not in home.asked


async def test_when_everything_is_out_the_error_is_told_and_nobody_else_is_asked(house: Open) -> None:
    async with house(["sandbox/429-upstream:free"], ["sandbox/503"]) as home:
        with pytest.raises(Unavailable):
            await home.run()
        assert home.asked == ["sandbox/503", "sandbox/429-upstream:free"]
        assert not home.questions


async def test_the_daily_limit_spares_the_other_free_models(house: Open) -> None:
    async with house(["sandbox/429-daily:free", FREE_2]) as home:
        with pytest.raises(FreeTierSpent, match="today's"):
            await home.run(pin=Tier.MINIMUM)
        assert home.asked == ["sandbox/429-daily:free"]


@pytest.mark.parametrize(
    ("when", "consents", "asks", "paid"),
    [("ask", True, 1, True), ("ask", False, 1, False), ("default", False, 0, True), ("fail", True, 0, False)],
)
async def test_only_consent_leads_from_free_to_paid(
    house: Open, when: str, *, consents: bool, asks: int, paid: bool
) -> None:
    async with house(["sandbox/429:free"], whenFreeIsOut=when) as home:
        home.consents = consents
        if paid:
            assert (await home.run(pin=Tier.MINIMUM)).answer.model == "acme/plain"
        else:
            with pytest.raises(FreeTierSpent):
                await home.run(pin=Tier.MINIMUM)
        assert len(home.questions) == asks
        assert all("paid" in question for question in home.questions)
        assert home.asked == ["sandbox/429:free", *(["acme/plain"] if paid else [])]


async def test_a_named_model_has_no_fallback_and_no_price_ceiling(house: Open) -> None:
    async with house() as home:
        with pytest.raises(Unavailable):
            await home.run(model="sandbox/503")
        assert home.asked == ["sandbox/503"]
        outcome = await home.run(model="acme/fine")
        assert (outcome.decision.rule, outcome.decision.tier) == ("model", Tier.MAXIMUM)
        assert "provider" not in home.records[-1].body


async def test_a_model_dearer_than_its_tier_is_refused_by_the_request_itself(house: Open) -> None:
    async with house(minimum=["sandbox/ok"]) as home:
        with pytest.raises(TryAnother):
            await home.run(pin=Tier.MINIMUM)
        assert home.records[0].body["provider"]["max_price"] == {"prompt": 0, "completion": 0}
        assert home.sandbox.books.totals.cost_usd == 0


FATES = ("ok", "429-upstream", "500", "404", "402", "midstream", "reasoning-only", "bad-code")
LADDERS: dict[Tier | None, tuple[list[Tier], ...]] = {
    None: ([Tier.DEFAULT], [Tier.DEFAULT, Tier.MINIMUM], [Tier.DEFAULT, Tier.MAXIMUM]),
    Tier.MINIMUM: ([Tier.MINIMUM],),
    Tier.DEFAULT: ([Tier.DEFAULT], [Tier.DEFAULT, Tier.MINIMUM]),
    Tier.MAXIMUM: ([Tier.MAXIMUM], [Tier.MAXIMUM, Tier.MINIMUM]),
}
"""The only ways through the tiers, from what the rules or a pin chose."""


@pytest.mark.parametrize("start", LADDERS)
async def test_free_stays_free_and_no_tier_is_left_upwards_whatever_fails(house: Open, start: Tier | None) -> None:
    """All combinations of what can become of each tier; the books say who was asked, in which order."""
    async with house() as home:
        for minimum, default, maximum in product(FATES, FATES, ("acme/fine", "sandbox/503")):
            models = {
                Tier.MINIMUM: (f"sandbox/{minimum}:free",),
                Tier.DEFAULT: (f"sandbox/{default}",),
                Tier.MAXIMUM: (maximum,),
            }
            home.engine.lineup, home.engine.breakers, home.engine.books = (
                Lineup(models=models),
                Breakers(),
                SessionBooks(),
            )
            already = len(home.records)
            try:
                outcome = await home.run(pin=start)
            except OpenRouterError:
                outcome = None
            records = home.records[already:]
            asked = [record.models[0] for record in records]
            tiers = [tier for name in asked for tier, ids in models.items() if name in ids]
            assert tiers in LADDERS[start]
            if start is None and Tier.MAXIMUM in tiers:
                assert default == "bad-code"
            assert all(record.free for record, tier in zip(records, tiers, strict=True) if tier is Tier.MINIMUM)
            if outcome:
                assert outcome.answer.text
                assert [attempt.model for attempt in outcome.attempts] == asked
            books = home.engine.books
            assert books.cost_usd == total(record.cost_usd for record in records) or books.unknown_costs


async def test_the_text_of_an_attempt_that_failed_is_void_and_not_in_the_answer(house: Open) -> None:
    async with house(default=["sandbox/midstream", "acme/plain"]) as home:
        outcome = await home.run()
    told = [event for event in home.events if isinstance(event, Text)]
    assert {event.attempt for event in told} == {1, 2}
    assert "".join(event.delta for event in told if event.attempt == 2) == outcome.answer.text
