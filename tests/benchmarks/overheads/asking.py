"""One request in several ways: by bare httpx, by the client alone, by the engine."""

import json
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
from escalations.playing import ALL_TO_DEFAULT, catalogue, lineup
from routes.samples import lines_of
from routes.section import Section

from tierline.engine.cached import CachedChat
from tierline.engine.events import Event, Text
from tierline.engine.policy import Policy
from tierline.engine.request import build_request
from tierline.engine.run import Engine
from tierline.ledger.account import Account
from tierline.ledger.till import Till
from tierline.openrouter.client import OpenRouterClient
from tierline.openrouter.completion import TextDelta
from tierline.openrouter.wire import ChatRequest
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.task import Kind, Task

from .steps import CAPS

WARM_UP, CHUNKS, LINES = 10, 200, 40
ANSWER = "a_word_that_is_long_enough " * CHUNKS
BARE = "bare httpx"

Ask = Callable[[], Awaitable[float]]
"""Asks, and returns the moment of the first word once the answer is whole."""
Way = Callable[[int], Ask]
"""The number of a round → its request, ready to be sent."""


@dataclass(slots=True)
class Taken:
    """Milliseconds of one way, request by request."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def open_sandbox() -> Sandbox:
    """Return a sandbox whose every answer is ``ANSWER``."""
    return Sandbox(catalogue(), says=lambda _model, _messages: ANSWER)


async def requests(base_url: str, folder: Path, rounds: int) -> Section:
    """Time whole requests, in every way, each round all of them."""
    async with _ways(base_url, folder) as ways:
        taken = {name: Taken() for name in ways}
        for number in range(WARM_UP + rounds):
            for name, way in ways.items():
                ask = way(number)
                began, cpu = time.perf_counter(), time.process_time()
                first = await ask()
                if number >= WARM_UP:
                    taken[name].first.append(1000 * (first - began))
                    taken[name].whole.append(1000 * (time.perf_counter() - began))
                    taken[name].cpu.append(1000 * (time.process_time() - cpu))
    return Section(
        f"A request whose answer has {CHUNKS} chunks, {rounds} rounds",
        ("way", "first word: median, ms", "p99", "times", "whole: median, ms", "p99", "times", "own CPU: median, ms"),
        tuple((name, *_cells(own, taken[BARE])) for name, own in taken.items()),
        (
            "Times: of bare httpx's median. CPU is this process's, all threads; the sandbox has another process.",
            f"The engine begins with a task on {LINES} lines; the client and bare httpx with the request made of it.",
            "A model's first word takes hundreds of milliseconds; what is added to it stands here alone.",
        ),
    )


def _cells(own: Taken, bare: Taken) -> tuple[str, ...]:
    cells = []
    for taken, to in ((own.first, bare.first), (own.whole, bare.whole)):
        middle = statistics.median(taken)
        p99 = statistics.quantiles(taken, n=100, method="inclusive")[98]
        cells += [f"{middle:.2f}", f"{p99:.2f}", f"{middle / statistics.median(to):.2f}"]
    return (*cells, f"{statistics.median(own.cpu):.2f}")


@asynccontextmanager
async def _ways(base_url: str, folder: Path) -> AsyncIterator[Mapping[str, Way]]:
    headers = {"Authorization": f"Bearer {SANDBOX_KEY}"}
    bare_policy = Policy(rules=ALL_TO_DEFAULT, escalate="off", mask_secrets=False)
    policy = Policy(rules=ALL_TO_DEFAULT, escalate="off", budget=CAPS)
    account = Account(Till(folder / "ledger.sqlite3"))
    async with (
        httpx.AsyncClient(base_url=base_url, headers=headers, timeout=60, trust_env=False) as bare,
        OpenRouterClient(key=_key, base_url=base_url) as client,
    ):
        chat = CachedChat(client, client.account)
        plain = Engine(chat=client, lineup=lineup(), policy=bare_policy)
        whole = Engine(chat=chat, lineup=lineup(), policy=policy, account=account, cache=chat)
        yield {
            BARE: lambda number: partial(_by_httpx, bare, _request(plain, number)),
            "the client": lambda number: partial(_by_client, client, _request(plain, number)),
            "the engine, no ledger, no masking": lambda number: partial(_by_engine, plain, _task(number)),
            "the engine with ledger, caps, masking, cache": lambda number: partial(_by_engine, whole, _task(number)),
            "the same, out of the cache": lambda number: partial(_by_engine, whole, _task(number)),
        }
    await account.close()


async def _key() -> str:
    return SANDBOX_KEY


def _task(number: int) -> Task:
    """Return a task that never was before: nothing is answered out of the cache."""
    code = lines_of("python", LINES, number * 100)
    return Task(kind=Kind.EXPLAIN, source=code, start=0, end=len(code), path="shop/total.py", language="python")


def _request(engine: Engine, number: int) -> ChatRequest:
    task = _task(number)
    _, decision = engine.route(task)
    return build_request(task, decision.model, decision, engine.lineup, engine.policy)[0]


async def _by_httpx(http: httpx.AsyncClient, request: ChatRequest) -> float:
    first, pieces = 0.0, []
    async with http.stream("POST", "/chat/completions", json=request.body()) as answer:
        async for line in answer.aiter_lines():
            for choice in json.loads(line[6:])["choices"] if line.startswith("data: {") else ():
                if said := choice["delta"].get("content"):
                    first = first or time.perf_counter()
                    pieces.append(said)
    return _checked(pieces, first)


async def _by_client(client: OpenRouterClient, request: ChatRequest) -> float:
    first, pieces = 0.0, []
    async with aclosing(client.stream(request)) as stream:
        async for piece in stream:
            if isinstance(piece, TextDelta) and piece.text:
                first = first or time.perf_counter()
                pieces.append(piece.text)
    return _checked(pieces, first)


async def _by_engine(engine: Engine, task: Task) -> float:
    first = 0.0

    def observe(event: Event) -> None:
        nonlocal first
        if isinstance(event, Text):
            first = first or time.perf_counter()

    return _checked([(await engine.run(task, observe)).answer.text], first)


def _checked(pieces: Sequence[str], first: float) -> float:
    if "".join(pieces) != ANSWER:
        raise ValueError("the answer is not the one that was sent")
    return first
