"""The wire: keep-alive, bad HTTP, huge bodies, pipelining, and going away in the middle of it all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from tierline.sandbox import SANDBOX_KEY, Ending, Sandbox

IDLE_S = 10
GET_COUNT = b"GET /api/v1/models/count HTTP/1.1\r\nHost: sandbox\r\n\r\n"


@asynccontextmanager
async def plain(sandbox: Sandbox) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    url = urlsplit(sandbox.base_url)
    async with asyncio.timeout(IDLE_S):
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        try:
            yield reader, writer
        finally:
            writer.close()
            await writer.wait_closed()


async def test_one_connection_serves_many_requests(sandbox: Sandbox) -> None:
    async with plain(sandbox) as (reader, writer):
        for _ in range(3):
            writer.write(GET_COUNT)
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
            assert b'"count":5' in await reader.readuntil(b"0\r\n\r\n")


async def test_requests_sent_ahead_are_answered_in_turn(sandbox: Sandbox) -> None:
    async with plain(sandbox) as (reader, writer):
        writer.write(GET_COUNT * 5 + GET_COUNT.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        answers = await reader.read()
    assert answers.count(b'"count":5') == 6


@pytest.mark.parametrize(
    "junk",
    [
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 9 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nNo colon here\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        b"GET /" + b"x" * 20_000,
    ],
)
async def test_what_is_no_http_is_refused_and_entered_in_the_books(sandbox: Sandbox, junk: bytes) -> None:
    async with plain(sandbox) as (reader, writer):
        writer.write(junk)
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 4")
    assert sandbox.books.last.method == "?"


async def test_a_client_that_leaves_within_its_request_disturbs_nobody(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    async with plain(sandbox) as (_, writer):
        writer.write(b"POST /api/v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{")
        await writer.drain()
    assert (await http.get("/models/count")).status_code == 200


async def test_a_body_that_is_announced_waits_for_the_go_ahead(sandbox: Sandbox) -> None:
    async with plain(sandbox) as (reader, writer):
        writer.write(
            b"POST /api/v1/chat/completions HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        )
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
        writer.write(b"{}")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 401")


async def test_a_huge_body_is_refused_without_breaking_the_connection(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    answer = await http.post("/chat/completions", content=b" " * (9 * 1024 * 1024))
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == 413
    assert sandbox.books.last.body is None


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"temperature": NaN}', b"null", b'"text"'])
async def test_a_body_that_is_no_request_is_a_bad_request(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("/chat/completions", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == 400
    assert (await http.get("/sandbox/books")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/chat/completions", 405),
        ("POST", "/models", 405),
        ("GET", "/models?limit=0", 400),
        ("GET", "/models?limit=1001", 400),
        ("GET", f"/models?offset={'9' * 5000}", 400),
        ("GET", "/models?offset=99&limit=5", 200),
        ("GET", "/model/acme/nothing", 404),
        ("GET", "/models/acme/coder-9b%3Afree/endpoints", 200),
        ("GET", "/generation", 400),
        ("HEAD", "/models", 405),
    ],
)
async def test_a_path_has_its_status(http: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    assert (await http.request(method, path)).status_code == status


async def test_closing_the_sandbox_ends_what_is_still_going_on() -> None:
    async with asyncio.timeout(IDLE_S):
        async with Sandbox(()) as sandbox, httpx.AsyncClient(trust_env=False) as http:
            body = {"model": "sandbox/hang", "messages": [{"role": "user", "content": "hi"}]}
            headers = {"Authorization": f"Bearer {SANDBOX_KEY}"}
            asking = asyncio.create_task(http.post(f"{sandbox.base_url}/chat/completions", json=body, headers=headers))
            await sandbox.books.wait_for(lambda books: books.records and books.last.behaviour)
            await sandbox.__aexit__(None, None, None)
            with pytest.raises(httpx.RemoteProtocolError):
                await asking
    assert sandbox.books.last.ending is Ending.STOPPED
    assert {task.get_coro().__qualname__ for task in asyncio.all_tasks()} <= {
        asyncio.current_task().get_coro().__qualname__
    }


async def test_a_taken_port_is_an_os_error(sandbox: Sandbox) -> None:
    with pytest.raises(OSError, match="in use"):
        async with Sandbox((), port=urlsplit(sandbox.base_url).port or 0):
            pass
