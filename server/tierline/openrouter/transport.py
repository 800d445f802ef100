"""What lies under the client: the pool of connections, time limits, and httpx's errors in our words."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from typing import TypeVar

import httpx

from tierline.openrouter.errors import GiveUp, TryAnother, Unavailable
from tierline.openrouter.sse import EventStream

T = TypeVar("T")

BASE_URL = "https://openrouter.ai/api/v1"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST_BYTES = 8 * 1024 * 1024
"""The longest answer that is not streamed, and the longest event of one that is."""

_DRAIN_S = 0.1

REST_S = 1 / 60
"""Between two reads of a stream whose pieces follow one another faster than that."""

WARM_S = 120.0
"""How long an idle connection is kept: a user thinks for about so long between two tasks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """Seconds after which waiting ends with an error. Keep-alive comments do not count as progress."""

    connect_s: float = 10.0
    first_token_s: float = 60.0
    stall_s: float = 30.0
    total_s: float = 600.0


def http_client(*, trust_env: bool) -> httpx.AsyncClient:
    """Return a client over one pool of connections; ``trust_env`` lets proxies and certificates be set outside.

    HTTP/1.1: measured against a TLS server on loopback, HTTP/2 gains 1 to 2 ms to the first word on a warm connection
    and more with eight answers at once, and loses 1 ms on a new one and 30 ms or more to be imported. One user mostly
    asks one thing at a time, and the first word of an answer takes hundreds of milliseconds anyway.
    """
    return httpx.AsyncClient(
        trust_env=trust_env,
        # Own timers watch the data; httpx's would be kept quiet by comment lines.
        timeout=None,  # noqa: S113 the comment above says who watches
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=WARM_S),
        # Said although it is the default: with a redirect the key would go along.
        follow_redirects=False,
        # The loopback never goes through a proxy.
        mounts={f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")},
        headers={
            "User-Agent": f"tierline/{version('tierline')}",
            # Without a referer OpenRouter attributes nothing; a local one counts together with the title.
            "HTTP-Referer": "http://localhost/tierline",
            "X-OpenRouter-Title": "Tierline",
            "X-OpenRouter-Categories": "ide-extension",
        },
    )


async def within(work: Awaitable[T], limit_s: float, model: str, doing: str) -> T:
    """Return what ``work`` gives.

    Raises:
        Unavailable: ``model`` has not ``doing`` in time.
    """
    try:
        async with asyncio.timeout(limit_s):
            return await work
    except TimeoutError:
        raise Unavailable(
            f"{model} has not {doing} within {limit_s:g} s; try again or choose another tier.", code="timeout"
        ) from None


async def begin(chunks: AsyncIterator[bytes]) -> bytes:
    """Read until there is more than white space, and return it; empty at the end of the stream."""
    seen = b""
    async for chunk in chunks:
        seen += chunk
        if seen.strip() or len(seen) > LARGEST_BYTES:
            return seen
    return seen


async def preceded(first: bytes, chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Yield ``first``, then ``chunks``."""
    yield first
    async for chunk in chunks:
        yield chunk


async def next_payloads(chunks: AsyncIterator[bytes], events: EventStream, model: str) -> list[str] | None:
    """Read until at least one data event is complete; ``None`` at the end of the stream.

    Raises:
        TryAnother: one event alone is larger than any answer.
    """
    seen = 0
    async for chunk in chunks:
        if payloads := events.feed(chunk):
            return payloads
        seen += len(chunk)
        if seen > LARGEST_BYTES:
            raise unreadable(model)
    return None


class Rests:
    """Lets the pieces of a fast stream gather, so that one read brings many: reading costs more than what is read.

    A piece is handed on as soon as it is read. After one that had to be waited for, and not for long, the next read
    waits for ``REST_S``, which no reader notices: a screen shows no more.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._last = 0.0
        self._turned = False

    def reads(self) -> None:
        """Begin to watch whether what is read next has to be waited for."""
        self._turned = False
        self._loop.call_soon(self._turn)

    async def rest(self) -> None:
        """Wait, if it is worth while."""
        now = self._loop.time()
        fast, self._last = now - self._last < REST_S, now
        if fast and self._turned:
            await asyncio.sleep(REST_S)
            self._last = self._loop.time()

    def _turn(self) -> None:
        self._turned = True


async def drain(chunks: AsyncIterator[bytes]) -> None:
    """Read what is left of a stream whose end was told: only then can its connection be used again.

    Mostly the end of the body is there already; where it isn't, the connection is not worth the wait.
    """
    with suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(_DRAIN_S):
            async for _ in chunks:
                pass


def unreadable(model: str) -> TryAnother:
    """Return the error for an answer that is none."""
    return TryAnother(
        f"{model}'s answer could not be read (it is not what OpenRouter's API promises); try again.",
        code="unreadable-answer",
    )


@contextmanager
def translated(model: str, base_url: str, total_s: float) -> Iterator[None]:
    """Let only our own errors out: httpx's and the overall time limit are translated here."""
    try:
        yield
    except TimeoutError:
        raise Unavailable(f"{model} took more than {total_s:g} s in all; try again.", code="timeout") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise GiveUp(
            f"The base URL {base_url} is not a usable address; it must look like {BASE_URL}.",
            code="bad-settings",
            cost_usd=Decimal(0),
        ) from None
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.PoolTimeout) as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise GiveUp(
                f"The certificate of {httpx.URL(base_url).host} is not trusted; if your network brings its own, "
                "name the file of its authority in SSL_CERT_FILE.",
                code="no-network",
                cost_usd=Decimal(0),
            ) from None
        raise GiveUp(
            f"Can't reach {httpx.URL(base_url).host}: check the network and the proxy settings, then try again.",
            code="no-network",
            cost_usd=Decimal(0),
        ) from None
    except httpx.HTTPError:
        raise Unavailable(f"The connection to {model} broke; try again.", code="broken-stream") from None
