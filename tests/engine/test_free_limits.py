"""The account's limits on free models: counted, shown before they are reached, and kept once they are."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from engine.home import House, Open, opened
from hypothesis import given, strategies as st
from support.house import CATALOGUE

from tierline.engine.allowance import learn
from tierline.engine.breakers import FreeIsSpent
from tierline.engine.free_meter import Allowance, FreeMeter
from tierline.openrouter.allowance import free_allowance, parse_allowance
from tierline.openrouter.client import OpenRouterClient
from tierline.openrouter.errors import GiveUp, OpenRouterError
from tierline.openrouter.retrying import Retries
from tierline.sandbox import Sandbox
from tierline.switch.outages import FREE
from tierline.task import Tier


@given(st.lists(st.floats(0, 400), max_size=60).map(sorted), st.floats(0, 200))
def test_the_last_minute_is_what_a_list_of_all_requests_would_say(times: list[float], later: float) -> None:
    meter = FreeMeter()
    for at in times:
        meter = meter.sent(at)
    now = (times[-1] if times else 0.0) + later
    assert meter.this_minute(now) == sum(now - 60 < at for at in times)


def test_the_accounts_own_word_counts_for_its_day_and_what_was_counted_where_that_is_more() -> None:
    meter = FreeMeter(told=Allowance(limit=50, used=40, day="2026-03-02"))
    assert (meter.today(3, "2026-03-02"), meter.today(45, "2026-03-02"), meter.today(3, "2026-03-03")) == (40, 45, 3)
    assert (meter.limit, FreeMeter().limit) == (50, None)


async def test_requests_to_free_models_are_counted_and_others_are_not(house: Open) -> None:
    async with house(["sandbox/500:free", "acme/gratis:free"]) as home:
        await home.run(pin=Tier.MINIMUM)
        await home.run(pin=Tier.DEFAULT)
        assert home.engine.free.this_minute(home.now) == 2, "a refused one counts too"
        await home.engine.account.look(home.engine.now())
        assert home.engine.account.seen(home.engine.now()).free_requests == 2
        assert home.engine.free.this_minute(home.now + 61) == 0


async def test_the_account_is_asked_what_is_left(house: Open) -> None:
    async with house() as home:
        await home.run(pin=Tier.MINIMUM)
        assert isinstance(home.engine.chat, OpenRouterClient)
        said = await free_allowance(home.engine.chat.get)
        assert said == (1000, 1)
        learn(home.engine, *said)
    assert home.engine.free.told == Allowance(limit=1000, used=1, day=day(home))
    assert home.engine.breakers.outages.of(FREE).admits(home.now)


def day(home: House) -> str:
    return datetime.fromtimestamp(home.now, UTC).date().isoformat()


async def test_with_nothing_left_no_free_model_is_asked_until_midnight_utc(house: Open) -> None:
    async with house() as home:
        learn(home.engine, 50, 50)
        with pytest.raises(FreeIsSpent):
            await home.run(pin=Tier.MINIMUM)
        assert not home.asked
        until = home.engine.breakers.outages.of(FREE).until
        midnight = datetime.fromisoformat(day(home)).replace(tzinfo=UTC) + timedelta(days=1)
        assert until == midnight.timestamp()
        home.now = until
        assert (await home.run(pin=Tier.MINIMUM)).answer.model == "acme/gratis:free"


@pytest.mark.parametrize(
    ("faults", "sent"), [(["502", "408", "ok"], 3), (["502", "502", "502"], 3), (["429-daily"], 1), (["402"], 1)]
)
async def test_each_retry_is_a_request_of_its_own_as_the_account_counts_it(faults: list[str], sent: int) -> None:
    model = "acme/gratis:free"
    async with Sandbox(CATALOGUE, faults={model: faults}) as sandbox, opened(sandbox, [model]) as home:
        assert isinstance(home.engine.chat, OpenRouterClient)
        home.engine.chat.retries = Retries(attempts=3, first_wait_s=0.01)
        with suppress(OpenRouterError):
            await home.run(pin=Tier.MINIMUM)
        told = await free_allowance(home.engine.chat.get)
        await home.engine.account.look(home.engine.now())
        counted = home.engine.account.seen(home.engine.now()).free_requests
        assert (told, counted, home.engine.free.this_minute(home.now)) == ((1000, sent), sent, sent)


async def test_what_never_reached_the_account_is_not_counted() -> None:
    async with Sandbox(CATALOGUE) as sandbox:
        pass
    async with opened(sandbox, ["acme/gratis:free"]) as home:
        with pytest.raises(GiveUp, match="check the network"):
            await home.run(pin=Tier.MINIMUM)
        await home.engine.account.look(home.engine.now())
        assert home.engine.account.seen(home.engine.now()).free_requests == 0
        assert home.engine.free.this_minute(home.now) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"data": null}',
        b'{"data": {"label": "x"}}',
        b'{"data": {"free_model_daily_requests": {"limit": "50", "used": 1}}}',
        b'{"data": {"free_model_daily_requests": {"limit": true, "used": 1}}}',
        b'{"data": {"free_model_daily_requests": {"limit": -1, "used": 0}}}',
        b"[" * 100_000,
    ],
)
def test_an_account_that_says_something_else_has_said_nothing(body: bytes) -> None:
    assert parse_allowance(body) is None


async def test_a_gateway_without_such_an_account_is_no_error(sandbox: Sandbox) -> None:
    async with opened(sandbox) as home:
        assert isinstance(home.engine.chat, OpenRouterClient)
        home.engine.chat.base_url = f"{sandbox.base_url}/nowhere"
        assert await free_allowance(home.engine.chat.get) is None
