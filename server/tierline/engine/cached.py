"""Answers that were paid for, replayed; and one call for identical requests that run side by side.

A decorator around any ``Chat``. In memory alone, bounded by bytes and by time. Two requests are identical where nothing
that goes out differs, neither the account nor the address. Whoever asked first pays; the others get the same pieces as
they come, at no cost. When the last one of them has left, the call is hung up on.
"""

import asyncio
import copy
import hashlib
import json
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cachetools import TTLCache

from tierline.engine.ports import Chat
from tierline.openrouter.completion import Completion, TextDelta
from tierline.openrouter.errors import OpenRouterError
from tierline.openrouter.wire import ChatRequest, Usage

Piece = TextDelta | Completion
_GOOD_ENDS = frozenset({"stop"})
_AT_ONCE = 2
"""Pieces that are handed on before more are read: that which names the generation, and the first word."""
_ENTRY_BYTES = 500
"""What an entry takes beside its text, about."""

log = logging.getLogger("tierline.engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How much is kept, and how long; zero of either keeps nothing."""

    minutes: float = 10.0
    megabytes: float = 8.0


@dataclass(frozen=True, slots=True)
class _Kept:
    text: str
    completion: Completion

    @property
    def size(self) -> int:
        return len(self.text.encode("utf-8", "replace")) + _ENTRY_BYTES


@dataclass(slots=True)
class _Flight:
    """A call under way, and what has come of it."""

    pieces: list[Piece] = field(default_factory=list)
    error: OpenRouterError | None = None
    over: bool = False
    waiters: int = 0
    task: "asyncio.Task[None] | None" = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self) -> None:
        """Wake all who wait."""
        self.news.set()
        self.news = asyncio.Event()


class CachedChat:
    """A ``Chat`` before another one. ``account`` tells accounts and addresses apart, and is ``None`` without a key."""

    def __init__(
        self,
        chat: Chat,
        account: Callable[[], Awaitable[str | None]],
        keeping: Keeping | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._chat = chat
        self._account = account
        self._clock = clock
        self._flights: dict[str, _Flight] = {}
        self._keeping = keeping or Keeping()
        self._kept = self._empty()

    @property
    def keeping(self) -> Keeping:
        """How much is kept now."""
        return self._keeping

    @keeping.setter
    def keeping(self, keeping: Keeping) -> None:
        if keeping != self._keeping:
            self._keeping = keeping
            self._kept = self._empty()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Piece, None]:
        """Yield the pieces, then the completion, out of the cache or of a call.

        Raises:
            OpenRouterError: as the other chat does, to everybody who waits for that call.
        """
        account = await self._account()
        if account is None:
            source = self._chat.stream(request)
        elif not request.fresh and (kept := self._kept.get(_key(request, account))):
            log.debug("an answer of %s is in the cache", request.model)
            source = _replayed(kept)
        else:
            source = self._flown(request, _key(request, account))
        async with aclosing(source) as pieces:
            async for piece in pieces:
                yield piece

    async def forget(self, request: ChatRequest) -> None:
        """Drop the answer to ``request``: it is not good enough to be given twice."""
        if account := await self._account():
            self._kept.pop(_key(request, account), None)

    def forget_all(self) -> None:
        """Drop everything that is kept."""
        self._kept.clear()

    async def _flown(self, request: ChatRequest, key: str) -> AsyncGenerator[Piece, None]:
        """Join the call that is under way, or begin one."""
        joined = None if request.fresh else self._flights.get(key)
        flight = joined or _Flight()
        if joined is None:
            self._flights[key] = flight
            flight.task = asyncio.create_task(self._fly(request, key, flight))
        flight.waiters += 1
        try:
            if joined:
                # Whoever leaves before the first word must know, too, that somebody else pays.
                yield TextDelta("", shared=True)
            async with aclosing(_followed(flight)) as pieces:
                async for piece in pieces:
                    yield _of_another(piece) if joined else piece
        except OpenRouterError as error:
            raise _of_another_error(error) if joined else error from None
        finally:
            flight.waiters -= 1
            if not flight.waiters and flight.task:
                self._land(key, flight)
                flight.task.cancel()
                await asyncio.gather(flight.task, return_exceptions=True)

    async def _fly(self, request: ChatRequest, key: str, flight: _Flight) -> None:
        try:
            async with aclosing(self._chat.stream(request)) as pieces:
                async for piece in pieces:
                    flight.pieces.append(piece)
                    if isinstance(piece, Completion):
                        self._keep(key, flight)
                    flight.tell()
                    if len(flight.pieces) <= _AT_ONCE:
                        # Many pieces may be there already: nobody waits for the last to get the first.
                        await asyncio.sleep(0)
        except OpenRouterError as error:
            flight.error = error
        finally:
            self._land(key, flight)
            flight.over = True
            flight.tell()

    def _land(self, key: str, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]

    def _keep(self, key: str, flight: _Flight) -> None:
        *before, completion = flight.pieces
        text = "".join(piece.text for piece in before if isinstance(piece, TextDelta))
        if not isinstance(completion, Completion) or completion.finish_reason not in _GOOD_ENDS or not text:
            return
        kept = _Kept(text, completion)
        if kept.size <= self._kept.maxsize and self._kept.ttl > 0:
            self._kept[key] = kept

    def _empty(self) -> "TTLCache[str, _Kept]":
        size, seconds = self._keeping.megabytes * 1024 * 1024, self._keeping.minutes * 60
        return TTLCache(size, seconds, self._clock, lambda kept: kept.size)


def _key(request: ChatRequest, account: str) -> str:
    # Hashed, so that no prompt stays in memory for it.
    return hashlib.sha256(json.dumps([account, request.body()], sort_keys=True).encode()).hexdigest()


async def _replayed(kept: _Kept) -> AsyncGenerator[Piece, None]:
    yield TextDelta(kept.text, shared=True)
    yield _of_another(kept.completion)


async def _followed(flight: _Flight) -> AsyncGenerator[Piece, None]:
    at = 0
    while True:
        while at < len(flight.pieces):
            yield flight.pieces[at]
            at += 1
        if flight.over:
            break
        await flight.news.wait()
    if flight.error:
        raise flight.error
    if flight.task:
        # A mistake of ours, if there was one.
        await flight.task


def _of_another(piece: Piece) -> Piece:
    """Return the piece for somebody who does not pay for it."""
    if isinstance(piece, TextDelta):
        return TextDelta(piece.text, shared=True)
    return replace(piece, usage=Usage(cost=Decimal(0)), cached=True)


def _of_another_error(error: OpenRouterError) -> OpenRouterError:
    copied = copy.copy(error)
    copied.cost_usd = Decimal(0)
    return copied
