"""The one door through which text leaves: streaming chat completions over a pooled httpx client."""

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType, TracebackType
from typing import Any, Self

import httpx

from tierline.openrouter.completion import Completion, PartialAnswer, TextDelta
from tierline.openrouter.errors import GiveUp, NoKey, OpenRouterError, error_of_body, was_sent
from tierline.openrouter.retrying import Retries
from tierline.openrouter.sending import Sending
from tierline.openrouter.sse import EventStream
from tierline.openrouter.transport import (
    BASE_URL,
    LARGEST_BYTES,
    LOOPBACK,
    Rests,
    TimeLimits,
    begin,
    drain,
    http_client,
    next_payloads,
    preceded,
    translated,
    unreadable,
    within,
)
from tierline.openrouter.wire import ChatRequest, Chunk, parse_chunk

__all__ = ["BASE_URL", "Completion", "OpenRouterClient", "TextDelta", "TimeLimits"]

_ERROR_BODY_BYTES = 65_536
_LOOK_UP_S = 15.0
_SALT = secrets.token_bytes(16)

log = logging.getLogger("tierline.openrouter")


@dataclass(kw_only=True)
class OpenRouterClient:
    """Streams answers. Cancelling the consumer closes the connection, which stops the provider.

    Use it as an async context manager; ``key`` is asked anew for each call, so that a key set
    later counts.
    """

    key: Callable[[], Awaitable[str | None]] = field(repr=False)
    base_url: str = BASE_URL
    limits: TimeLimits = field(default_factory=TimeLimits)
    retries: Retries = field(default_factory=Retries)
    _http: httpx.AsyncClient = field(init=False, repr=False)
    _unusable: str = field(init=False, repr=False, default="")
    """Why the environment's proxy or certificates can't be used; the loopback needs neither."""

    def __post_init__(self) -> None:
        try:
            self._http = http_client(trust_env=True)
        except (httpx.InvalidURL, ValueError, ImportError, OSError) as error:
            self._unusable = str(error).rstrip(".")
            self._http = http_client(trust_env=False)

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
        failed: OpenRouterError | None = None
        with translated(request.model, self.base_url, self.limits.total_s):
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
                        if failed and was_sent(failed):
                            yield TextDelta("", retried=True)
                        try:
                            async with aclosing(self._once(request)) as pieces:
                                async for piece in pieces:
                                    if isinstance(piece, Completion) or piece.text:
                                        shown.set()
                                    yield piece
                        except OpenRouterError as error:
                            failed = error
                            raise

    async def _once(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Completion, None]:
        answer = PartialAnswer(request.model)
        with translated(request.model, self.base_url, self.limits.total_s):
            async with self._post(request) as response:
                if told := response.headers.get("x-generation-id", ""):
                    answer.generation_id = told
                    yield TextDelta("", told)
                async with aclosing(self._payloads(response, request.model)) as payloads:
                    async for payload in payloads:
                        before, who = answer.generation_id, answer.provider
                        text = answer.take(_chunk(payload, request.model))
                        told = "" if answer.generation_id == before else answer.generation_id
                        provider = "" if answer.provider == who else answer.provider
                        if text or told or provider:
                            yield TextDelta(text, told, provider=provider)
        yield answer.end()

    async def get(self, path: str, query: Mapping[str, str] = MappingProxyType({})) -> tuple[int, bytes]:
        """Return the status and the body of what stands at ``path`` below the base URL; the body is cut at 64 KiB.

        Raises:
            GiveUp: there is no network, no usable base URL, or no key.
            Unavailable: it took too long, or the connection broke.
        """
        with translated("OpenRouter", self.base_url, _LOOK_UP_S):
            async with asyncio.timeout(_LOOK_UP_S), self._sent("GET", path, params=dict(query)) as response:
                return response.status_code, await self._body(response.aiter_bytes(), "OpenRouter", _ERROR_BODY_BYTES)

    async def account(self) -> str | None:
        """Return what tells this account at this address from every other, and no key; ``None`` without a key."""
        key = await self.key()
        return key and hashlib.sha256(_SALT + f"{self.base_url}\0{key}".encode()).hexdigest()

    @asynccontextmanager
    async def _post(self, request: ChatRequest) -> AsyncIterator[httpx.Response]:
        async with self._sent("POST", "/chat/completions", request.model, json=request.body()) as response:
            log.debug("%s answers with status %d", request.model, response.status_code)
            if response.status_code != httpx.codes.OK:
                raise error_of_body(
                    response.status_code,
                    await self._body(response.aiter_bytes(), request.model, _ERROR_BODY_BYTES),
                    model=request.model,
                    headers=response.headers,
                    now=time.time(),
                )
            yield response

    @asynccontextmanager
    async def _sent(
        self, method: str, path: str, model: str = "OpenRouter", **more: Any
    ) -> AsyncIterator[httpx.Response]:
        key = await self.key()
        if key is None:
            raise NoKey(
                "No OpenRouter key is set: get one at openrouter.ai/settings/keys and put it into OPENROUTER_API_KEY, "
                "or into your editor with Tierline's command for it, or run tierline login; the sandbox needs none.",
                cost_usd=Decimal(0),
            )
        url = httpx.URL(f"{self.base_url.rstrip('/')}{path}")
        if self._unusable and url.host not in LOOPBACK:
            raise GiveUp(
                f"The proxy or certificate settings of your environment can't be used ({self._unusable}); "
                "correct HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE.",
                code="no-network",
                cost_usd=Decimal(0),
            )
        sending = Sending()
        outgoing = self._http.build_request(
            method,
            url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=httpx.Timeout(None, connect=self.limits.connect_s),
            extensions={"trace": sending.hear},
            **more,
        )
        with sending.told(model):
            response = await within(
                self._http.send(outgoing, stream=True), self.limits.first_token_s, model, "begun to answer"
            )
        try:
            yield response
        finally:
            await response.aclose()

    async def _payloads(self, response: httpx.Response, model: str) -> AsyncGenerator[str | bytes, None]:
        """Yield the payload of each data event up to ``[DONE]``, or the body where there is only one.

        What a content type does not say, the first character does.
        """
        kind = response.headers.get("content-type", "")
        chunks = response.aiter_bytes()
        if "text/event-stream" not in kind and "json" not in kind:
            first = await within(begin(chunks), self.limits.first_token_s, model, "begun to answer")
            kind = "json" if first.lstrip()[:1] in (b"{", b"[", b"<") else kind
            chunks = preceded(first, chunks)
        if "json" in kind:
            yield await self._body(chunks, model, LARGEST_BYTES)
            return
        async with aclosing(self._events(chunks, model)) as payloads:
            async for payload in payloads:
                yield payload

    async def _events(self, chunks: AsyncIterator[bytes], model: str) -> AsyncGenerator[str, None]:
        """Yield payloads up to ``[DONE]``, watching the time between them."""
        events, rests = EventStream(), Rests()
        limit, doing = self.limits.first_token_s, "begun to answer"
        while True:
            rests.reads()
            payloads = await within(next_payloads(chunks, events, model), limit, model, doing)
            if payloads is None:
                return
            for payload in payloads:
                if payload == "[DONE]":
                    await drain(chunks)
                    return
                yield payload
            limit, doing = self.limits.stall_s, "gone on with its answer"
            await rests.rest()

    async def _body(self, chunks: AsyncIterator[bytes], model: str, limit: int) -> bytes:
        """Return the body up to ``limit`` bytes: an endless one must not fill the memory."""
        body = b""
        while len(body) < limit:
            chunk = await within(anext(chunks, b""), self.limits.stall_s, model, "gone on with its answer")
            if not chunk:
                break
            body += chunk
        return body[:limit]


def _chunk(payload: str | bytes, model: str) -> Chunk:
    try:
        return parse_chunk(payload.strip())
    except ValueError:
        raise unreadable(model) from None
