"""A team's gateway stands in for OpenRouter by its base URL alone."""

import asyncio
from contextlib import aclosing
from decimal import Decimal

import pytest
from gateway.proxy import Gateway
from support.house import PATIENT, always

from tierline.openrouter.client import Completion, OpenRouterClient, TextDelta
from tierline.openrouter.errors import GiveUp, OpenRouterError
from tierline.openrouter.retrying import Retries
from tierline.openrouter.wire import ChatRequest, Message

pytestmark = pytest.mark.asyncio(loop_scope="session")


def request(model: str) -> ChatRequest:
    words = "Task: explain\n\n```python\nx = 1\n```"
    return ChatRequest(
        model=model,
        messages=(Message(role="user", content=words),),
        max_tokens=500,
        max_prompt_price=Decimal(1),
        max_completion_price=Decimal(2),
    )


async def ask(gateway: Gateway, model: str, key: str = "") -> tuple[str, Completion]:
    async with (
        OpenRouterClient(
            key=always(key or gateway.key), base_url=gateway.base_url, limits=PATIENT, retries=Retries(attempts=1)
        ) as client,
        aclosing(client.stream(request(model))) as stream,
    ):
        pieces = [piece async for piece in stream]
    *texts, completion = pieces
    assert isinstance(completion, Completion)
    return "".join(piece.text for piece in texts if isinstance(piece, TextDelta)), completion


async def test_an_answer_streams_through_with_the_cost_to_the_last_digit(gateway: Gateway) -> None:
    text, completion = await ask(gateway, "acme/plain")
    assert text
    assert completion.finish_reason == "stop"
    assert completion.usage
    assert completion.usage.total_usd == gateway.sandbox.books.last.cost_usd > 0


async def test_the_price_ceiling_gets_through_to_openrouter(gateway: Gateway) -> None:
    await ask(gateway, "acme/plain")
    assert gateway.sandbox.books.last.body["provider"] == {"max_price": {"prompt": 1, "completion": 2}}


async def test_the_users_key_stays_at_the_gateway(gateway: Gateway) -> None:
    await ask(gateway, "acme/plain")
    assert gateway.key not in str(gateway.sandbox.books.last)


async def test_a_key_that_the_gateway_does_not_know_says_so(gateway: Gateway) -> None:
    with pytest.raises(GiveUp) as raised:
        await ask(gateway, "acme/plain", key="sk-somebody-elses")
    assert raised.value.code == "bad-key"
    assert "sk-somebody-elses" not in str(raised.value)


@pytest.mark.parametrize("name", ["500", "502", "503", "429-upstream", "402", "404", "400-context", "midstream", "cut"])
async def test_a_failure_behind_the_gateway_ends_in_one_of_our_errors(gateway: Gateway, name: str) -> None:
    async with asyncio.timeout(40):
        with pytest.raises(OpenRouterError) as raised:
            await ask(gateway, f"sandbox/{name}")
    assert str(raised.value).endswith(".")
    assert gateway.key not in str(raised.value)
