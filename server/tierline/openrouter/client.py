"""The one door through which text leaves: streaming chat completions over a pooled httpx client."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.metadata import version
from types import TracebackType
from typing import Self, TypeVar

import httpx

from tierline.openrouter.completion import Completion, PartialAnswer, TextDelta
from tierline.openrouter.errors import GiveUp, NoKey, TryAnother, Unavailable, error_of_body
from tierline.openrouter.retrying import Retries
from tierline.openrouter.sse import EventStream
from tierline.openrouter.wire import ChatRequest, Chunk, parse_chunk

__all__ = ["BASE_URL", "Completion", "OpenRouterClient", "TextDelta", "TimeLimits"]

T = TypeVar("T")

BASE_URL = "https://openrouter.ai/api/v1"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ERROR_BODY_BYTES = 65_536
_ANSWER_BYTES = 8 * 1024 * 1024
"""The longest answer that is not streamed, and the longest event of one that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """Seconds after which waiting ends with an error. Keep-alive comments do not count as progress."""

    connect_s: float = 10.0
    first_token_s: float = 60.0
    stall_s: float = 30.0
    total_s: float = 600.0


@dataclass(kw_only=True)
class OpenRouterClient:
    """Streams answers. Cancelling the consumer closes the connection, which stops the provider.

    Use it as an async context manager; ``key`` is asked anew for each call, so that a key set
    later counts.
    """

    key: Callable[[], Awaitable[str | None]] = field(repr=False)
    base_url: str = BASE_URL
    limits: TimeLimits = TimeLimits()
    retries: Retries = field(default_factory=Retries)
    _http: httpx.AsyncClient = field(init=False, repr=False)
    _unusable: str = field(init=False, repr=False, default="")
    """Why the environment's proxy or certificates can't be used; the loopback needs neither."""

    def __post_init__(self) -> None:
        try:
            self._http = _http(trust_env=True)
        except (httpx.InvalidURL, ValueError, ImportError, OSError) as error:
            self._unusable = str(error).rstrip(".")
            self._http = _http(trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Completion, None]:
        """Yield the answer's pieces as they come, then its ``Completion``, exactly once.

        What passes in a moment is tried again, as long as no text was yielded.

        Raises:
            TryAnother: this model can't answer now.
            GiveUp: no model will (bad key, no credit, no network…).
            NoKey: no key is set.
        """
        import stamina

        shown = asyncio.Event()
        with _translated(request.model, self.base_url, self.limits.total_s):
            async with asyncio.timeout(self.limits.total_s):
                async for attempt in stamina.retry_context(
                    on=self.retries.on(shown.is_set),
                    attempts=self.retries.attempts,
                    timeout=None,
                    wait_initial=self.retries.first_wait_s,
                    wait_max=self.retries.longest_wait_s,
                    wait_jitter=self.retries.first_wait_s,
                ):
                    with attempt:
                        async with aclosing(self._once(request)) as pieces:
                            async for piece in pieces:
                                shown.set()
                                yield piece

    async def _once(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Completion, None]:
        answer = PartialAnswer(request.model)
        with _translated(request.model, self.base_url, self.limits.total_s):
            async with self._post(request) as response:
                if "text/event-stream" not in response.headers.get("content-type", ""):
                    body = await self._body(response, request.model, _ANSWER_BYTES)
                    if text := answer.take(_chunk(body, request.model)):
                        yield TextDelta(text)
                else:
                    async for payload in self._payloads(response, request.model):
                        if text := answer.take(_chunk(payload, request.model)):
                            yield TextDelta(text)
        yield answer.end()

    @asynccontextmanager
    async def _post(self, request: ChatRequest) -> AsyncIterator[httpx.Response]:
        key = await self.key()
        if key is None:
            raise NoKey(
                "No OpenRouter key is set: get one at openrouter.ai/settings/keys and put it into OPENROUTER_API_KEY, "
                "or into your editor with Tierline's command for it; the sandbox works without a key.",
                cost_usd=Decimal(0),
            )
        url = httpx.URL(f"{self.base_url.rstrip('/')}/chat/completions")
        if self._unusable and url.host not in _LOOPBACK:
            raise GiveUp(
                f"The proxy or certificate settings of your environment can't be used ({self._unusable}); "
                "correct HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE.",
                code="no-network",
                cost_usd=Decimal(0),
            )
        outgoing = self._http.build_request(
            "POST",
            url,
            json=request.body(),
            headers={"Authorization": f"Bearer {key}"},
            timeout=httpx.Timeout(None, connect=self.limits.connect_s),
        )
        response = await _within(
            self._http.send(outgoing, stream=True),
            self.limits.first_token_s,
            request.model,
            "begun to answer",
        )
        try:
            if response.status_code != httpx.codes.OK:
                raise error_of_body(
                    response.status_code,
                    await self._body(response, request.model, _ERROR_BODY_BYTES),
                    model=request.model,
                    headers=response.headers,
                    now=time.time(),
                )
            yield response
        finally:
            await response.aclose()

    async def _payloads(self, response: httpx.Response, model: str) -> AsyncIterator[str]:
        """Yield the payload of each data event up to ``[DONE]``, watching the time between them."""
        events = EventStream()
        chunks = aiter(response.aiter_bytes())
        limit, doing = self.limits.first_token_s, "begun to answer"
        while True:
            payloads = await _within(_next_payloads(chunks, events, model), limit, model, doing)
            if payloads is None:
                return
            for payload in payloads:
                if payload == "[DONE]":
                    return
                yield payload
            limit, doing = self.limits.stall_s, "gone on with its answer"

    async def _body(self, response: httpx.Response, model: str, limit: int) -> bytes:
        """Return the body up to ``limit`` bytes: an endless one must not fill the memory."""
        body = b""
        chunks = aiter(response.aiter_bytes())
        while len(body) < limit:
            chunk = await _within(anext(chunks, b""), self.limits.stall_s, model, "gone on with its answer")
            if not chunk:
                break
            body += chunk
        return body[:limit]


def _http(*, trust_env: bool) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        trust_env=trust_env,
        # Own timers watch the data; httpx's would be kept quiet by comment lines.
        timeout=None,  # noqa: S113 the comment above says who watches
        # The loopback never goes through a proxy.
        mounts={f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")},
        headers={
            "User-Agent": f"tierline/{version('tierline')}",
            "X-OpenRouter-Title": "Tierline",
            "X-OpenRouter-Categories": "ide-extension",
        },
    )


async def _within(work: Awaitable[T], limit_s: float, model: str, doing: str) -> T:
    try:
        async with asyncio.timeout(limit_s):
            return await work
    except TimeoutError:
        raise Unavailable(
            f"{model} has not {doing} within {limit_s:g} s; try again or choose another tier.", code="timeout"
        ) from None


async def _next_payloads(chunks: AsyncIterator[bytes], events: EventStream, model: str) -> list[str] | None:
    """Read until at least one data event is complete; ``None`` at the end of the stream."""
    seen = 0
    async for chunk in chunks:
        if payloads := events.feed(chunk):
            return payloads
        seen += len(chunk)
        if seen > _ANSWER_BYTES:
            raise _unreadable(model)
    return None


def _chunk(payload: str | bytes, model: str) -> Chunk:
    try:
        return parse_chunk(payload.strip())
    except ValueError:
        raise _unreadable(model) from None


def _unreadable(model: str) -> TryAnother:
    return TryAnother(
        f"{model}'s answer could not be read (it is not what OpenRouter's API promises); try again.",
        code="unreadable-answer",
    )


@contextmanager
def _translated(model: str, base_url: str, total_s: float) -> Iterator[None]:
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
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.PoolTimeout):
        raise GiveUp(
            f"Can't reach {httpx.URL(base_url).host}: check the network and the proxy settings, then try again.",
            code="no-network",
            cost_usd=Decimal(0),
        ) from None
    except httpx.HTTPError:
        raise Unavailable(f"The connection to {model} broke; try again.", code="broken-stream") from None
