"""What passes in a moment is asked for again, as long as nobody has seen a word of the answer."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress

import pytest
from hypothesis import given, strategies as st
from support.house import CATALOGUE, SHORT, always

from tierline.openrouter.client import OpenRouterClient, TextDelta
from tierline.openrouter.errors import FreeTierSpent, GiveUp, OpenRouterError, TryAnother, Unavailable
from tierline.openrouter.retrying import PASSING as PASSING_CODES, Retries
from tierline.openrouter.wire import ChatRequest, Message
from tierline.sandbox import BEHAVIOURS, SANDBOX_KEY, Sandbox

EAGER = Retries(attempts=3, first_wait_s=0.01, longest_wait_s=5.0)
REQUEST = ChatRequest(model="acme/plain", messages=(Message(role="user", content="Task: explain"),), max_tokens=900)


@asynccontextmanager
async def asking(faults: Sequence[str], retries: Retries = EAGER) -> AsyncIterator[tuple[Sandbox, OpenRouterClient]]:
    async with (
        Sandbox(CATALOGUE, faults={"acme/plain": faults}) as sandbox,
        OpenRouterClient(key=always(SANDBOX_KEY), base_url=sandbox.base_url, limits=SHORT, retries=retries) as client,
    ):
        yield sandbox, client


async def text_of(client: OpenRouterClient) -> str:
    async with aclosing(client.stream(REQUEST)) as stream:
        return "".join([piece.text async for piece in stream if isinstance(piece, TextDelta)])


PASSING = ("408", "500", "502", "504", "524", "529", "html-502", "midstream-first", "error-200")


@pytest.mark.parametrize("name", PASSING)
async def test_a_failure_that_passes_is_asked_again_until_it_has(name: str) -> None:
    async with asking([name, name]) as (sandbox, client):
        assert await text_of(client)
        assert [record.behaviour for record in sandbox.books.records] == [name, name, ""]


async def test_after_the_last_attempt_the_failure_is_told() -> None:
    async with asking(["502", "502", "502", "ok"]) as (sandbox, client):
        with pytest.raises(Unavailable):
            await text_of(client)
        assert len(sandbox.books.records) == 3


@pytest.mark.parametrize(
    "name",
    [name for name in BEHAVIOURS if name not in {*PASSING, "503", "429-upstream"} and not name.startswith("hang")],
)
async def test_what_does_not_pass_or_was_seen_or_may_have_cost_is_never_asked_twice(name: str) -> None:
    async with asking([name]) as (sandbox, client):
        with suppress(OpenRouterError):
            await text_of(client)
        assert len(sandbox.books.records) == 1


@pytest.mark.parametrize("name", ["503", "429-upstream"])
async def test_the_time_that_the_provider_names_is_waited_for(name: str) -> None:
    async with asking([name]) as (sandbox, client):
        assert await text_of(client)
        first, second = sandbox.books.records
        assert (second.at - first.at).total_seconds() >= 2


@pytest.mark.parametrize("name", ["503", "429-upstream"])
async def test_a_model_that_asks_for_more_rest_than_one_waits_is_left_for_the_next(name: str) -> None:
    async with asking([name], Retries(longest_wait_s=1.0)) as (sandbox, client):
        with pytest.raises(Unavailable):
            await text_of(client)
        assert len(sandbox.books.records) == 1


async def test_cancelling_ends_the_wait_between_two_attempts() -> None:
    async with asking(["502"], Retries(first_wait_s=30, longest_wait_s=60)) as (sandbox, client):
        task = asyncio.create_task(text_of(client))
        await sandbox.books.wait_for(lambda books: books.records and books.records[0].ended_at)
        await asyncio.sleep(0)
        task.cancel()
        began = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - began < 20
        assert len(sandbox.books.records) == 1


async def test_nobody_there_is_tried_again_and_then_told() -> None:
    async with OpenRouterClient(key=always(SANDBOX_KEY), base_url="http://127.0.0.1:9/api/v1", retries=EAGER) as client:
        with pytest.raises(GiveUp, match="check the network"):
            await text_of(client)


errors = st.builds(
    lambda kind, code, cost, wait: kind("It failed.", code=code, cost_usd=cost, retry_after_s=wait),
    st.sampled_from([TryAnother, Unavailable, FreeTierSpent, GiveUp]),
    st.sampled_from([*sorted(PASSING_CODES), "timeout", "bad-key", "no-credit"]),
    st.one_of(st.none(), st.decimals(0, 1)),
    st.one_of(st.none(), st.floats(0, 1e5)),
)


@given(errors, st.booleans())
def test_a_retry_costs_nothing_and_waits_no_longer_than_allowed(error: OpenRouterError, seen: bool) -> None:  # noqa: FBT001 hypothesis passes it
    wait = Retries(longest_wait_s=4.0).on(lambda: seen)(error)
    if wait is not False:
        assert not seen
        assert error.cost_usd == 0
        assert not isinstance(error, FreeTierSpent)
        assert error.code not in {"bad-key", "no-credit", "timeout"}
        assert wait is True or 0 < wait <= 4.0
