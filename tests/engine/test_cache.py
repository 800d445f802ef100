"""Nothing is paid for twice: kept answers are replayed, and identical requests at once are one call."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from support.house import CATALOGUE, ONCE, PATIENT, always

from tierline.engine.cached import CachedChat, Keeping
from tierline.openrouter.client import Completion, OpenRouterClient, TextDelta
from tierline.openrouter.errors import OpenRouterError
from tierline.openrouter.wire import ChatRequest, Message, Privacy
from tierline.sandbox import SANDBOX_KEY, Sandbox

REQUEST = ChatRequest(model="acme/plain", messages=(Message(role="user", content="Task: explain"),), max_tokens=900)
SLOW = replace(REQUEST, model="sandbox/slow")


@dataclass
class Desk:
    """A cache before a client before the sandbox, and a clock."""

    chat: CachedChat
    client: OpenRouterClient
    sandbox: Sandbox
    now: float = 0.0

    async def ask(self, request: ChatRequest = REQUEST) -> tuple[str, Completion]:
        async with asyncio.timeout(20), aclosing(self.chat.stream(request)) as stream:
            pieces = [piece async for piece in stream]
        *texts, last = pieces
        assert isinstance(last, Completion)
        return "".join(piece.text for piece in texts if isinstance(piece, TextDelta)), last

    def asking(self, request: ChatRequest = SLOW) -> "asyncio.Task[tuple[str, Completion]]":
        return asyncio.create_task(self.ask(request))

    async def under_way(self, chunks: int = 3) -> None:
        await self.sandbox.books.wait_for(lambda books: books.records and books.last.chunks_sent >= chunks)

    @property
    def calls(self) -> int:
        return len(self.sandbox.books.records)


@asynccontextmanager
async def opened(sandbox: Sandbox, keeping: Keeping | None = None) -> AsyncIterator[Desk]:
    async with OpenRouterClient(
        key=always(SANDBOX_KEY), base_url=sandbox.base_url, limits=PATIENT, retries=ONCE
    ) as client:
        chat = CachedChat(client, client.account, keeping, lambda: desk.now)
        desk = Desk(chat, client, sandbox)
        yield desk
        assert not chat._flights, "nothing is left under way"


@pytest.fixture
async def desk(sandbox: Sandbox) -> AsyncIterator[Desk]:
    async with opened(sandbox) as found:
        yield found


def cost(completion: Completion) -> Decimal | None:
    return completion.usage.total_usd if completion.usage else None


async def cancelled(task: "asyncio.Task[Any]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_same_again_comes_out_of_the_cache_for_nothing(desk: Desk) -> None:
    text, first = await desk.ask()
    again, second = await desk.ask()
    assert (again, desk.calls) == (text, 1)
    assert (first.cached, second.cached) == (False, True)
    assert (cost(first), cost(second)) == (desk.sandbox.books.totals.cost_usd, 0)
    assert (second.model, second.finish_reason) == (first.model, "stop")


@pytest.mark.parametrize(
    "change",
    [
        {"model": "acme/plain-2"},
        {"messages": (Message(role="user", content="Task: explain "),)},
        {"messages": (Message(role="system", content="Task: explain"),)},
        {"max_tokens": 901},
        {"max_prompt_price": Decimal(1), "max_completion_price": Decimal(2)},
        {"privacy": Privacy(deny_data_collection=True)},
        {"privacy": Privacy(zero_data_retention=True)},
    ],
    ids=str,
)
async def test_everything_that_is_sent_matters(desk: Desk, change: dict[str, Any]) -> None:
    await desk.ask()
    assert not (await desk.ask(replace(REQUEST, **change)))[1].cached
    assert desk.calls == 2


async def test_the_account_and_the_address_matter(desk: Desk) -> None:
    await desk.ask()
    desk.client.key = always("sk-or-v1-another")
    assert not (await desk.ask())[1].cached
    async with Sandbox(CATALOGUE) as elsewhere:
        desk.client.base_url = elsewhere.base_url
        assert not (await desk.ask())[1].cached
    desk.client.key = always(None)
    with pytest.raises(OpenRouterError, match="No OpenRouter key"):
        await desk.ask()


async def test_asking_again_asks_and_the_newer_answer_is_kept(desk: Desk) -> None:
    await desk.ask()
    _, fresh = await desk.ask(replace(REQUEST, fresh=True))
    assert (fresh.cached, desk.calls) == (False, 2)
    assert (await desk.ask())[1].generation_id == fresh.generation_id


@pytest.mark.parametrize("keeping", [Keeping(minutes=0), Keeping(megabytes=0)])
async def test_a_cache_that_is_off_keeps_nothing(sandbox: Sandbox, keeping: Keeping) -> None:
    async with opened(sandbox, keeping) as desk:
        await desk.ask()
        assert not (await desk.ask())[1].cached


async def test_turning_it_off_drops_what_was_kept(desk: Desk) -> None:
    await desk.ask()
    desk.chat.keeping = Keeping(minutes=0)
    assert not (await desk.ask())[1].cached


async def test_answers_age(desk: Desk) -> None:
    await desk.ask()
    desk.now = 599
    assert (await desk.ask())[1].cached
    desk.now = 601
    assert not (await desk.ask())[1].cached


async def test_the_oldest_make_room_within_the_bytes_allowed(sandbox: Sandbox) -> None:
    requests = [replace(REQUEST, max_tokens=900 + number) for number in range(6)]
    async with opened(sandbox) as measured:
        text, _ = await measured.ask()
    room = 3.5 * (len(text.encode()) + 500) / 1024 / 1024
    async with opened(sandbox, Keeping(megabytes=room)) as desk:
        for request in requests:
            await desk.ask(request)
        assert desk.chat._kept.currsize <= room * 1024 * 1024
        assert [(await desk.ask(request))[1].cached for request in (*requests[3:], requests[0])] == [True] * 3 + [False]


@pytest.mark.parametrize("name", ["length", "content-filter", "reasoning-only", "cut", "midstream", "end-early", "502"])
async def test_only_whole_answers_are_kept(desk: Desk, name: str) -> None:
    for _ in range(2):
        with suppress(OpenRouterError):
            assert not (await desk.ask(replace(REQUEST, model=f"sandbox/{name}")))[1].cached
    assert desk.calls == 2


async def test_an_answer_that_was_found_poor_is_not_given_twice(desk: Desk) -> None:
    await desk.ask()
    await desk.chat.forget(REQUEST)
    assert not (await desk.ask())[1].cached
    desk.chat.forget_all()
    assert not (await desk.ask())[1].cached


async def test_identical_requests_at_once_are_one_call_paid_once(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.ask(SLOW) for _ in range(20)))
    assert desk.calls == 1
    assert len({text for text, _ in answers}) == 1
    assert [completion.cached for _, completion in answers].count(False) == 1
    assert sum(cost(completion) or 0 for _, completion in answers) == desk.sandbox.books.totals.cost_usd > 0


async def test_whoever_comes_late_gets_the_beginning_too(desk: Desk) -> None:
    first = desk.asking()
    await desk.under_way()
    late, completion = await desk.ask(SLOW)
    assert (late, completion.cached, desk.calls) == ((await first)[0], True, 1)


@pytest.mark.parametrize("leaves", [0, 1], ids=["the payer", "another"])
async def test_one_who_leaves_does_not_take_the_answer_from_the_others(desk: Desk, leaves: int) -> None:
    tasks = [desk.asking() for _ in range(3)]
    await desk.under_way()
    await cancelled(tasks.pop(leaves))
    texts = {text for text, _ in await asyncio.gather(*tasks)}
    assert (len(texts), desk.calls, desk.sandbox.books.last.hung_up) == (1, 1, False)


async def test_the_last_one_to_leave_hangs_up(desk: Desk) -> None:
    tasks = [desk.asking() for _ in range(3)]
    await desk.under_way()
    for task in tasks:
        await cancelled(task)
    async with asyncio.timeout(20):
        await desk.sandbox.books.wait_for(lambda books: books.chats[-1].hung_up)
    assert (await desk.ask(SLOW))[0], "the next one is a call of its own"


async def test_whoever_leaves_before_the_first_word_knows_that_another_pays(desk: Desk) -> None:
    leader = desk.asking(replace(REQUEST, model="sandbox/hang"))
    await desk.sandbox.books.wait_for(lambda books: books.records)
    async with aclosing(desk.chat.stream(replace(REQUEST, model="sandbox/hang"))) as stream:
        assert await anext(stream) == TextDelta("", shared=True)
    await cancelled(leader)


@pytest.mark.parametrize(("name", "code", "costs"), [("cut", "broken-stream", None), ("401", "bad-key", Decimal(0))])
async def test_an_error_reaches_all_and_what_it_may_have_cost_is_one_s_alone(
    desk: Desk, name: str, code: str, costs: Decimal | None
) -> None:
    asked = replace(REQUEST, model=f"sandbox/{name}")
    errors = await asyncio.gather(*(desk.ask(asked) for _ in range(4)), return_exceptions=True)
    assert all(isinstance(error, OpenRouterError) and error.code == code for error in errors)
    assert [getattr(error, "cost_usd", "") for error in errors].count(costs) == (4 if costs is not None else 1)
    assert desk.calls == 1


async def test_whatever_joins_and_leaves_nothing_is_lost_or_paid_twice(desk: Desk) -> None:
    chance = random.Random(7)  # noqa: S311 repeatable, not secret
    models = ["sandbox/slow", "acme/plain", "sandbox/cut", "sandbox/502", "sandbox/split-utf8"]

    async def one() -> tuple[str, str, Completion] | None:
        request = replace(REQUEST, model=chance.choice(models), max_tokens=900 + chance.randrange(3))
        try:
            async with asyncio.timeout(chance.choice([0.01, 0.1, 20])):
                return f"{request.model} {request.max_tokens}", *await desk.ask(request)
        except (TimeoutError, OpenRouterError):
            return None

    answers = [answer for answer in await asyncio.gather(*(one() for _ in range(300))) if answer]
    for which in {which for which, _, _ in answers}:
        assert len({text for other, text, _ in answers if other == which}) == 1
    paid = sum(cost(completion) or 0 for _, _, completion in answers)
    assert 0 < paid <= desk.sandbox.books.totals.cost_usd
    generations = [completion.generation_id for _, _, completion in answers if not completion.cached]
    assert len(set(generations)) == len(generations)
