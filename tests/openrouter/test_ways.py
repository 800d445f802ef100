"""The way to an API: private authorities, proxies and the exceptions from them, connections that stay warm."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlparse

import pytest
import trustme
from support.front import Front, front_of, proxy_to
from support.house import CATALOGUE, ONCE, PATIENT, always

from tierline.openrouter.client import OpenRouterClient, TextDelta
from tierline.openrouter.errors import GiveUp, OpenRouterError
from tierline.openrouter.reach import reach
from tierline.openrouter.wire import ChatRequest, Message
from tierline.sandbox import SANDBOX_KEY, Sandbox

REQUEST = ChatRequest(model="acme/plain", messages=(Message(role="user", content="Task: explain"),), max_tokens=900)
ELSEWHERE = "gateway.invalid"
"""A host that only a proxy can reach."""


async def text(base_url: str, times: int = 1) -> str:
    async with OpenRouterClient(key=always(SANDBOX_KEY), base_url=base_url, limits=PATIENT, retries=ONCE) as client:
        return [await asked(client) for _ in range(times)][-1]


async def asked(client: OpenRouterClient, request: ChatRequest = REQUEST) -> str:
    async with aclosing(client.stream(request)) as stream:
        return "".join([piece.text async for piece in stream if isinstance(piece, TextDelta)])


@pytest.fixture(autouse=True)
def no_way_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def port(sandbox: Sandbox) -> int:
    found = urlparse(sandbox.base_url).port
    assert found
    return found


@pytest.fixture
async def secure(port: int, tmp_path: Path) -> AsyncIterator[tuple[Front, Path]]:
    """The sandbox behind TLS, and the file of the authority that vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", ELSEWHERE).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    async with front_of(port, context) as front:
        yield front, tmp_path / "authority.pem"


async def test_a_private_authority_is_trusted_where_the_user_names_it(
    secure: tuple[Front, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    front, authority = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    base_url = f"https://127.0.0.1:{front.port}/api/v1"
    assert await text(base_url)
    found = await reach(base_url)
    assert (found.status, found.tls) == (200, "TLSv1.3")
    assert set(found.steps_ms) == {"tcp", "tls", "answer"}


async def test_an_authority_that_nobody_named_is_not_trusted_and_the_sentence_says_what_to_do(
    secure: tuple[Front, Path], sandbox: Sandbox
) -> None:
    base_url = f"https://127.0.0.1:{secure[0].port}/api/v1"
    with pytest.raises(GiveUp, match="SSL_CERT_FILE") as raised:
        await text(base_url)
    assert (raised.value.code, raised.value.cost_usd) == ("no-network", 0)
    assert not sandbox.books.records, "no key and no text has left"
    assert "certificate" in (await reach(base_url)).problem.lower()


async def test_a_proxy_tunnels_and_sees_neither_key_nor_text(
    secure: tuple[Front, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    front, authority = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    async with proxy_to(front.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert await text(f"https://{ELSEWHERE}/api/v1", times=3)
        assert (await reach(f"https://{ELSEWHERE}/api/v1")).proxy == f"http://127.0.0.1:{proxy.port}"
    first, _ = proxy.heads
    assert first.startswith(f"CONNECT {ELSEWHERE}:443 HTTP/1.1".encode()), "three answers through one tunnel"
    assert not any(SANDBOX_KEY.encode() in head for head in proxy.heads)


async def test_a_proxy_gets_the_password_that_it_wants_and_without_it_nothing_leaves(
    secure: tuple[Front, Path], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    front, authority = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    async with proxy_to(front.port, password=base64.b64encode(b"me:geheim")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(GiveUp, match="proxy settings"):
            await text(f"https://{ELSEWHERE}/api/v1")
        assert not sandbox.books.records
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:geheim@127.0.0.1:{proxy.port}")
        assert await text(f"https://{ELSEWHERE}/api/v1")


async def test_a_plain_gateway_goes_through_the_plain_proxy(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy_to(port) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert await text(f"http://{ELSEWHERE}/api/v1")
    assert proxy.heads


@asynccontextmanager
async def another_loopback() -> AsyncIterator[str]:
    """An address that is none of those which never go through a proxy."""
    try:
        server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.2", 0)
    except OSError:
        pytest.skip("this system has only one address on its loopback")
    server.close()
    yield "127.0.0.2"


async def test_no_proxy_names_hosts_that_are_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    async with another_loopback() as host, Sandbox(CATALOGUE, host) as sandbox, proxy_to(1) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(OpenRouterError):
            await text(sandbox.base_url)
        assert proxy.connections
        before = proxy.connections
        monkeypatch.setenv("NO_PROXY", f"example.org,{host}")
        assert await text(sandbox.base_url)
        assert proxy.connections == before


@pytest.mark.parametrize("name", ["acme/plain", "sandbox/429-upstream", "sandbox/unasked-body", "sandbox/gzip"])
async def test_one_connection_serves_one_task_after_the_other(port: int, name: str) -> None:
    async with (
        front_of(port) as front,
        OpenRouterClient(
            key=always(SANDBOX_KEY), base_url=f"http://127.0.0.1:{front.port}/api/v1", limits=PATIENT, retries=ONCE
        ) as client,
    ):
        assert await asked(client)
        for _ in range(3):
            with suppress(OpenRouterError):
                await asked(client, ChatRequest(model=name, messages=REQUEST.messages, max_tokens=900))
        assert await asked(client)
        assert front.connections == 1


async def test_a_connection_that_the_other_side_has_closed_is_opened_anew() -> None:
    async with Sandbox(CATALOGUE) as before:
        client = OpenRouterClient(key=always(SANDBOX_KEY), base_url=before.base_url, limits=PATIENT, retries=ONCE)
        assert await asked(client)
    port = urlparse(before.base_url).port
    assert port
    async with Sandbox(CATALOGUE, port=port), client:
        assert await asked(client)
