"""The books agree with what clients saw, to the last digit, and see who hangs up."""

import asyncio
import json
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest

from tierline.sandbox import SANDBOX_KEY, Books, Ending, Record, Sandbox

CHAT = "/chat/completions"
IDLE_S = 10
"""A bound on waits that end at an event; never reached when all is well."""


def ask(model: str, *, stream: bool = True, text: str = "Hello there, 世界!") -> dict[str, object]:
    return {"model": model, "stream": stream, "messages": [{"role": "user", "content": text}]}


def usages(body: str) -> list[dict[str, Decimal]]:
    """The usage blocks of an event stream or a body, with exact numbers."""
    lines = [line.removeprefix("data: ") for line in body.splitlines() if line.startswith(("data: {", "{"))]
    return [told["usage"] for line in lines if "usage" in (told := json.loads(line, parse_float=Decimal))]


def ended(books: Books) -> Record | None:
    return books.last if books.records and books.last.ending is not Ending.OPEN else None


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("model", ["acme/coder-9b", "acme/nano", "acme/coder-9b:free", "sandbox/byok", "sandbox/ok"])
async def test_the_cost_in_the_books_is_the_cost_on_the_wire(
    sandbox: Sandbox, http: httpx.AsyncClient, model: str, *, stream: bool
) -> None:
    answer = await http.post(CHAT, json=ask(model, stream=stream))
    record = sandbox.books.last
    assert record.ending is Ending.COMPLETED
    assert record.usage is not None
    (usage,) = usages(answer.text)
    assert Decimal(usage["cost"]) == record.cost_usd
    assert usage["prompt_tokens"] == record.usage.prompt_tokens
    assert usage["completion_tokens"] == record.usage.completion_tokens
    assert answer.headers["X-Generation-Id"] == record.generation_id
    assert "e-" not in answer.text.split('"cost"')[1].split(",")[0]
    assert record.free == model.endswith(":free") == (record.cost_usd == 0)


async def test_the_cost_is_tokens_times_prices_by_the_stated_rule(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    text = "x" * 41  # 41 bytes are 11 tokens, and the message adds 4
    answer = (await http.post(CHAT, json=ask("acme/nano", stream=False, text=text))).json()
    said = answer["choices"][0]["message"]["content"]
    tokens = -(-len(said.encode()) // 4)
    expected = 15 * Decimal("0.000000000123") + tokens * Decimal("0.000000000457")
    assert sandbox.books.last.cost_usd == expected
    assert answer["usage"]["prompt_tokens"] == 15


async def test_thirty_answers_at_once_add_up_exactly(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    texts = [f"question {number} " * number for number in range(1, 31)]
    answers = await asyncio.gather(*(http.post(CHAT, json=ask("acme/nano", text=text)) for text in texts))
    told = [usage for answer in answers for usage in usages(answer.text)]
    assert len(told) == 30
    assert sum(Decimal(usage["cost"]) for usage in told) == sandbox.books.totals.cost_usd
    assert sandbox.books.totals.answers == sandbox.books.totals.requests == 30


async def test_other_processes_can_read_the_books(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    await http.post(CHAT, json=ask("acme/nano"))
    told = json.loads((await http.get("/sandbox/books")).text, parse_float=Decimal)
    assert told["totals"]["cost_usd"] == sandbox.books.totals.cost_usd
    assert told["totals"]["requests"] == len(told["records"]) == 1
    assert told["records"][0]["body"] == ask("acme/nano")
    assert told["records"][0]["ending"] == "completed"


async def test_the_key_is_nowhere_in_the_books(http: httpx.AsyncClient) -> None:
    key = "sk-or-v1-0123456789abcdef"
    await http.post(CHAT, json=ask("acme/nano"), headers={"Authorization": f"Bearer {key}", "X-Title": "Editor"})
    await http.post(CHAT, json=ask("acme/nano"), headers={"Authorization": "Basic c2VjcmV0"})
    books = (await http.get("/sandbox/books")).text
    assert key not in books
    assert "c2VjcmV0" not in books
    assert "sk-or-v1-012...def" in books
    assert "Editor" in books


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("name", ["hang", "hang-comments", "stall"])
async def test_a_client_that_leaves_is_seen(
    sandbox: Sandbox, http: httpx.AsyncClient, name: str, *, stream: bool
) -> None:
    asking = asyncio.create_task(http.post(CHAT, json=ask(f"sandbox/{name}", stream=stream)))
    async with asyncio.timeout(IDLE_S):
        await sandbox.books.wait_for(lambda books: books.records and books.last.behaviour == name)
        asking.cancel()
        record = await sandbox.books.wait_for(ended)
    assert record.hung_up
    assert sandbox.books.totals.hung_up == 1


async def test_a_cancelled_stream_is_billed_as_far_as_it_went_and_can_be_looked_up(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    async with asyncio.timeout(IDLE_S):
        async with http.stream("POST", CHAT, json=ask("sandbox/stall")) as answer:
            generation_id = answer.headers["X-Generation-Id"]
            await sandbox.books.wait_for(lambda books: books.last.usage and books.last.usage.completion_tokens > 10)
            assert (await http.get("/generation", params={"id": generation_id})).status_code == 404
        record = await sandbox.books.wait_for(lambda books: next((r for r in books.records if r.hung_up), None))
    told = json.loads((await http.get("/generation", params={"id": generation_id})).text, parse_float=Decimal)
    assert told["data"]["cancelled"] is True
    assert told["data"]["total_cost"] == record.cost_usd > 0
    assert told["data"]["finish_reason"] is None


async def test_a_late_generation_is_found_at_the_second_look(http: httpx.AsyncClient) -> None:
    answer = await http.post(CHAT, json=ask("sandbox/late-generation", stream=False))
    looks = [await http.get("/generation", params={"id": answer.json()["id"]}) for _ in range(2)]
    assert [look.status_code for look in looks] == [404, 200]


async def test_usage_counts_days_weeks_and_months_in_utc() -> None:
    times = iter([datetime(2026, 5, 31, 23, 59, tzinfo=UTC)] * 5 + [datetime(2026, 6, 3, 0, 1, tzinfo=UTC)] * 9)
    async with Sandbox((), now=lambda: next(times)) as sandbox:
        headers = {"Authorization": f"Bearer {SANDBOX_KEY}"}
        async with httpx.AsyncClient(base_url=sandbox.base_url, headers=headers, trust_env=False) as http:
            await http.post(CHAT, json=ask("sandbox/ok", stream=False))
            while sandbox.books.last.at.month == 5:
                await http.post(CHAT, json=ask("sandbox/ok", stream=False))
            key = json.loads((await http.get("/key")).text, parse_float=Decimal)["data"]
    may = [record.cost_usd for record in sandbox.books.chats if record.at.month == 5]
    june = [record.cost_usd for record in sandbox.books.chats if record.at.month == 6]
    assert key["usage"] == sum(may) + sum(june)
    assert key["usage_daily"] == key["usage_weekly"] == key["usage_monthly"] == sum(june)


async def test_a_wait_with_a_faulty_question_fails_in_the_one_who_asked(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    waiting = asyncio.create_task(sandbox.books.wait_for(lambda books: books.records and 1 / 0))
    await asyncio.wait({waiting}, timeout=0)
    assert (await http.post(CHAT, json=ask("acme/nano"))).status_code == 200
    with pytest.raises(ZeroDivisionError):
        await waiting
