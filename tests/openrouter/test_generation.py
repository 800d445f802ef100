"""What a broken or cancelled call cost is found out afterwards, to the last digit of the books."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st
from support.house import ONCE, SHORT, always

from tierline.openrouter.client import OpenRouterClient, TextDelta
from tierline.openrouter.errors import GiveUp, OpenRouterError, Unavailable
from tierline.openrouter.generation import Bill, Patience, bill_of, parse_bill
from tierline.openrouter.wire import ChatRequest, Message
from tierline.sandbox import SANDBOX_KEY, Sandbox

EAGER = Patience(attempts=4, first_wait_s=0.01, longest_wait_s=0.02)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[OpenRouterClient]:
    async with OpenRouterClient(
        key=always(SANDBOX_KEY), base_url=sandbox.base_url, limits=SHORT, retries=ONCE
    ) as found:
        yield found


async def broken_off(client: OpenRouterClient, name: str, pieces: int = 3) -> str:
    """Take ``pieces`` of an answer, if so many come, and leave; return the generation."""
    message = Message(role="user", content="Task: explain\n\n```python\ntotal = first + second\n```")
    request = ChatRequest(model=f"sandbox/{name}", messages=(message,), max_tokens=900)
    generation = ""
    async with aclosing(client.stream(request)) as stream:
        with suppress(OpenRouterError):
            async for piece in stream:
                if isinstance(piece, TextDelta):
                    generation = piece.generation_id or generation
                pieces -= 1
                if not pieces:
                    break
    return generation


@pytest.mark.parametrize("name", ["slow", "cut", "stall", "end-early", "late-generation", "byok", "bills-on"])
async def test_the_bill_is_that_of_the_books(sandbox: Sandbox, client: OpenRouterClient, name: str) -> None:
    generation = await broken_off(client, name)
    await sandbox.books.wait_for(lambda books: books.records[0].ended_at)
    bill = await bill_of(generation, client.get, EAGER)
    record = sandbox.books.records[0]
    assert record.usage
    assert bill
    assert bill.cost_usd == record.cost_usd + (record.usage.upstream_usd if record.usage.is_byok else 0)
    assert bill.cost_usd > 0
    assert (bill.generation_id, bill.cancelled) == (record.generation_id, record.hung_up)
    assert bill.completion_tokens == record.usage.completion_tokens


async def test_a_call_that_never_said_a_word_is_known_to_cost_nothing(
    sandbox: Sandbox, client: OpenRouterClient
) -> None:
    generation = await broken_off(client, "hang-comments", pieces=1)
    await sandbox.books.wait_for(lambda books: books.records[0].ended_at)
    bill = await bill_of(generation, client.get, EAGER)
    assert bill
    assert bill.cost_usd == 0


async def test_what_is_not_known_yet_is_asked_for_again(sandbox: Sandbox, client: OpenRouterClient) -> None:
    generation = await broken_off(client, "late-generation", pieces=99)
    assert await bill_of(generation, client.get, EAGER)
    assert sandbox.books.records[0].lookups == 2
    assert await bill_of("gen-nobody", client.get, EAGER) is None
    assert len([record for record in sandbox.books.records if "gen-nobody" in record.path]) == 4


@dataclass
class Answers:
    """Gives one answer after the other, and the last one for ever."""

    answers: list[Any]
    asked: list[Mapping[str, str]] = field(default_factory=list)

    async def get(self, path: str, query: Mapping[str, str]) -> tuple[int, bytes]:
        assert path == "/generation"
        self.asked.append(query)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return (answer, b"{}") if isinstance(answer, int) else (200, json.dumps({"data": answer}).encode())


KNOWN = {"id": "gen-1", "total_cost": 0.25}


@pytest.mark.parametrize(
    "before",
    [
        404,
        500,
        502,
        429,
        408,
        {"id": "gen-1", "total_cost": None},
        Unavailable("It broke."),
        GiveUp("No.", code="no-network"),
    ],
    ids=str,
)
async def test_what_passes_is_waited_for(before: Any) -> None:
    answers = Answers([before, before, KNOWN])
    assert await bill_of("gen-1", answers.get, EAGER) == Bill(generation_id="gen-1", cost_usd=Decimal("0.25"))
    assert answers.asked == [{"id": "gen-1"}] * 3


@pytest.mark.parametrize("before", [400, 401, 403, 405, GiveUp("No key.", code="no-key")], ids=str)
async def test_what_does_not_pass_is_asked_once(before: Any) -> None:
    answers = Answers([before, KNOWN])
    assert await bill_of("gen-1", answers.get, EAGER) is None
    assert len(answers.asked) == 1


async def test_patience_ends(unused_tcp_port: int) -> None:
    async with OpenRouterClient(key=always("k"), base_url=f"http://127.0.0.1:{unused_tcp_port}/api/v1") as client:
        async with asyncio.timeout(30):
            assert await bill_of("gen-1", client.get, EAGER) is None


def test_no_digit_is_lost() -> None:
    bill = parse_bill(b'{"data":{"id":"g","total_cost":0.000000012345678901234567890123456789,"tokens_completion":7}}')
    assert bill
    assert str(bill.cost_usd) == "1.2345678901234567890123456789E-8"
    assert bill.completion_tokens == 7


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["data", "total_cost", "is_byok", "id", "x"]), inner, max_size=4)
    ),
)


@given(JSON.map(json.dumps).map(str.encode) | st.binary(max_size=20))
def test_whatever_comes_it_is_a_bill_or_none(body: bytes) -> None:
    bill = parse_bill(body)
    assert bill is None or bill.cost_usd >= 0
