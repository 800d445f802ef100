"""What has failed is left alone until its time; then one task probes it, and the others keep away."""

import asyncio
from pathlib import Path

import pytest
from engine.home import House, Open

from tierline.engine.breakers import FreeIsSpent, Resting
from tierline.engine.events import Hopped
from tierline.engine.kept_outages import KeptOutages
from tierline.openrouter.errors import FreeTierSpent, OpenRouterError, Unavailable
from tierline.switch.outages import COOL_DOWN_S, FREE, PATIENCE
from tierline.task import Tier

BACKED = ["sandbox/502", "acme/plain"]


async def failing(home: House, times: int) -> None:
    for _ in range(times):
        await home.run()


async def test_a_model_that_fails_again_and_again_is_passed_over_until_its_time(house: Open) -> None:
    async with house(default=BACKED) as home:
        await failing(home, PATIENCE)
        assert home.asked == BACKED * PATIENCE
        outcome = await home.run()
        assert home.asked[-2:] == ["acme/plain"] * 2, "the model at rest is not asked"
        passed_over, answered = outcome.attempts
        assert (passed_over.model, passed_over.skipped, passed_over.cost_usd) == ("sandbox/502", True, 0)
        assert f"failed {PATIENCE} times in a row and is asked again in 60 s" in passed_over.error
        assert (answered.skipped, answered.at) == (False, home.now)
        assert [event.error for event in home.events if isinstance(event, Hopped)][-1] == passed_over.error
        home.now += COOL_DOWN_S
        await home.run()
        assert home.asked[-2:] == BACKED, "its time has come"


async def test_a_named_time_counts_at_the_first_failure(house: Open) -> None:
    async with house(default=["sandbox/429-upstream", "acme/plain"]) as home:
        await home.run()
        await home.run()
        assert home.asked == ["sandbox/429-upstream", "acme/plain", "acme/plain"]


async def test_an_answer_between_two_failures_makes_the_model_as_good_as_new(house: Open) -> None:
    async with house(default=BACKED) as home:
        await failing(home, PATIENCE - 1)
        home.engine.breakers.outages = home.engine.breakers.outages.answered("sandbox/502")
        await failing(home, PATIENCE - 1)
        assert home.asked.count("sandbox/502") == 2 * (PATIENCE - 1)


async def test_of_many_tasks_one_probes_what_was_out_and_the_others_go_elsewhere(house: Open) -> None:
    async with house(default=["sandbox/slow"]) as home:
        home.engine.breakers.outages = home.engine.breakers.outages.failed(Tier.DEFAULT, home.now, 10.0)
        home.now += 10
        outcomes = await asyncio.gather(*(home.run() for _ in range(5)))
        assert home.asked.count("sandbox/slow") == 1
        assert sorted(outcome.decision.rule for outcome in outcomes) == ["otherwise", "out", "out", "out", "out"]
        assert not home.engine.world().out, "the probe was answered"


async def test_a_probe_that_is_cancelled_leaves_the_place_to_the_next(house: Open) -> None:
    async with house(default=["sandbox/hang"]) as home:
        home.engine.breakers.outages = home.engine.breakers.outages.failed("sandbox/hang", home.now, 10.0)
        home.now += 10
        probe = asyncio.create_task(home.run())
        await home.sandbox.books.wait_for(lambda books: books.chats)
        assert home.engine.world().out == {Tier.DEFAULT}
        probe.cancel()
        with pytest.raises(asyncio.CancelledError):
            await probe
        assert not home.engine.world().out


async def test_whoever_pins_a_tier_or_names_a_model_is_served_though_it_rests(house: Open) -> None:
    async with house(default=["sandbox/503", "sandbox/429-upstream"]) as home:
        await home.run()
        asked = len(home.asked)
        await home.run(pin=Tier.DEFAULT)
        assert home.asked[asked : asked + 2] == ["sandbox/503", "sandbox/429-upstream"]
        with pytest.raises(Unavailable):
            await home.run(model="sandbox/503")
        assert home.asked[-1] == "sandbox/503"


async def test_a_pinned_tier_passes_over_what_rests_while_another_of_its_models_answers(house: Open) -> None:
    async with house(default=["sandbox/503", "acme/plain"]) as home:
        await home.run(pin=Tier.DEFAULT)
        await home.run(pin=Tier.DEFAULT)
        assert home.asked == ["sandbox/503", "acme/plain", "acme/plain"]


async def test_when_everything_rests_the_error_says_when_it_ends_and_nothing_is_sent(house: Open) -> None:
    async with house(["sandbox/429-upstream:free"], ["sandbox/503"], ["sandbox/503"]) as home:
        with pytest.raises(Unavailable):
            await home.run()
        asked = len(home.asked)
        with pytest.raises(Resting, match="asked again in 2 s") as raised:
            await home.run()
        assert len(home.asked) == asked
        assert raised.value.retry_after_s == 2


@pytest.mark.parametrize(
    ("when", "consents", "asks", "paid"),
    [("ask", True, 1, True), ("ask", False, 1, False), ("default", False, 0, True), ("fail", True, 0, False)],
)
async def test_a_spent_free_tier_is_sent_nothing_and_the_user_is_asked_as_the_setting_says(
    house: Open, when: str, *, consents: bool, asks: int, paid: bool
) -> None:
    async with house(["sandbox/429-daily:free", "acme/gratis:free"], whenFreeIsOut=when) as home:
        home.consents = consents
        home.engine.breakers.outages = home.engine.breakers.outages.failed(FREE, home.now, 3600.0)
        if paid:
            outcome = await home.run(pin=Tier.MINIMUM)
            assert outcome.answer.model == "acme/plain"
            assert [attempt.skipped for attempt in outcome.attempts] == [True, True, False]
        else:
            with pytest.raises(FreeIsSpent, match="used up"):
                await home.run(pin=Tier.MINIMUM)
        assert home.asked == ["acme/plain"] * paid
        assert len(home.questions) == asks


async def test_the_limit_of_the_account_holds_for_a_named_free_model_and_ends_at_its_time(house: Open) -> None:
    async with house(["sandbox/429:free"]) as home:
        with pytest.raises(FreeTierSpent):
            await home.run(pin=Tier.MINIMUM)
        asked = len(home.asked)
        with pytest.raises(FreeIsSpent):
            await home.run(model="acme/gratis:free")
        assert len(home.asked) == asked
        home.now += 61
        assert (await home.run(model="acme/gratis:free")).answer.model == "acme/gratis:free"
        assert home.engine.breakers.outages.of(FREE).admits(home.now)


async def test_what_is_no_fault_of_the_model_does_not_put_it_to_rest(house: Open) -> None:
    async with house(default=["sandbox/402"]) as home:
        for _ in range(PATIENCE + 1):
            with pytest.raises(OpenRouterError):
                await home.run(pin=Tier.DEFAULT)
        assert home.asked == ["sandbox/402"] * (PATIENCE + 1)


async def test_rests_outlive_the_process_and_are_dropped_when_they_are_over(house: Open, tmp_path: Path) -> None:
    path = tmp_path / "state" / "outages.json"
    kept = KeptOutages(path, "https://here/api")
    async with house(default=["sandbox/503", "acme/plain"]) as home:
        home.engine.breakers.remember = lambda outages: kept.write(outages, home.now)
        await home.run()
        then = home.now
    async with house(default=["sandbox/503", "acme/plain"]) as home:
        home.engine.breakers.outages = kept.read(then + 1)
        already = len(home.asked)
        await home.run()
        assert home.asked[already:] == ["acme/plain"]
    assert not kept.read(then + 2).circuits
    assert not KeptOutages(path, "https://elsewhere/api").read(then).circuits


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "[" * 9999, '{"baseUrl": "x", "resting": 3}'),
        '{"baseUrl": "x", "resting": {"a": 1, "b": {"until": "x"}, "c": {"until": 1e300}}}',
    ],
)
def test_a_file_that_holds_something_else_keeps_nobody_out(text: str, tmp_path: Path) -> None:
    path = tmp_path / "outages.json"
    path.write_text(text)
    assert not KeptOutages(path, "x").read(0.0).circuits
