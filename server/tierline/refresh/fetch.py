"""HTTP, politely: conditional requests, a few at a time, bounded in time and size; a key to its own host alone."""

import asyncio
import email.utils
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version

import httpx

from tierline.refresh.cache import Body, BodyCache
from tierline.refresh.errors import FetchFailed, NeedsKey, Unreachable
from tierline_scoring.sources import Location

KEYS: Mapping[str, tuple[str, str]] = {
    "openrouter": ("openrouter.ai", "Authorization"),
    "artificial-analysis": ("artificialanalysis.ai", "x-api-key"),
}
"""Whose key → the only host that may see it, and the header it goes into."""

_REDIRECTS = 5
_BUSY = frozenset({429, 503})
_SHORT_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How long and how much, for one request."""

    connect_s: float = 10.0
    silence_s: float = 20.0
    """Without a byte."""
    total_s: float = 120.0
    body_bytes: int = 64 * 1024 * 1024
    """Once unpacked."""
    retry_after_s: float = 30.0
    """A server that asks for a longer pause is asked again another day."""
    at_once: int = 4


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Fetches locations. ``base_urls`` puts other servers in the place of real ones, by the start of their URLs."""

    cache: BodyCache
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    base_urls: Mapping[str, str] = field(default_factory=dict)
    limits: FetchLimits = field(default_factory=FetchLimits)
    now: datetime
    """When it is; answers are noted as of that day."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    _client: httpx.AsyncClient = field(init=False, repr=False)
    _turns: asyncio.Semaphore = field(init=False, repr=False)
    _asked: dict[str, asyncio.Task[Body]] = field(init=False, repr=False, default_factory=dict)
    """One request an address, however many sources read from it."""

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Fetcher"]:
        """Open the connections, and close them at the end.

        Raises:
            Unreachable: the environment's proxy or certificates can't be used.
        """
        limits = self.limits
        self._turns = asyncio.Semaphore(limits.at_once)
        try:
            self._client = httpx.AsyncClient(
                headers={"User-Agent": f"tierline/{version('tierline')}"},
                timeout=httpx.Timeout(limits.silence_s, connect=limits.connect_s, pool=None),
                limits=httpx.Limits(max_connections=limits.at_once),
                # The loopback stands in for real servers only where a caller says so, and never through a proxy.
                trust_env=not self.base_urls,
            )
        except (httpx.InvalidURL, ValueError, ImportError, OSError) as error:
            said = str(error).rstrip(".")
            raise Unreachable(
                f"The proxy or certificate settings of your environment can't be used ({said}); "
                "correct HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE."
            ) from None
        async with self._client:
            try:
                yield self
            finally:
                for task in self._asked.values():
                    task.cancel()
                await asyncio.gather(*self._asked.values(), return_exceptions=True)
                self._asked.clear()

    async def get(self, location: Location) -> Body:
        """Return what ``location`` answers now; from the cache where the server says that nothing changed.

        Raises:
            Unreachable: there is no way to its host.
            NeedsKey: it wants one that is not there.
            FetchFailed: it answered with an error, too slowly, too much, or was cut off.
        """
        headers = self._key(location)
        if location.url not in self._asked:
            self._asked[location.url] = asyncio.create_task(self._turn(location.url, headers))
        return await asyncio.shield(self._asked[location.url])

    async def _turn(self, url: str, key: Mapping[str, str]) -> Body:
        async with self._turns:
            kept = self.cache.get(url)
            return await self._sent(url, self._conditions(kept) | dict(key), kept)

    @staticmethod
    def _conditions(kept: Body | None) -> dict[str, str]:
        if kept is None:
            return {}
        said = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
        return {name: value for name, value in said.items() if value}

    def _key(self, location: Location) -> dict[str, str]:
        if not location.key:
            return {}
        host, header = KEYS[location.key]
        url = httpx.URL(location.url)
        if url.scheme != "https" or url.host != host:
            raise FetchFailed(f"{url.host} asks for a key that only {host} may see; it was not sent")
        secret = self.keys.get(location.key, "")
        if not secret:
            raise NeedsKey(f"needs a key of {host}")
        return {header: f"Bearer {secret}" if header == "Authorization" else secret}

    async def _sent(self, url: str, headers: Mapping[str, str], kept: Body | None) -> Body:
        try:
            async with asyncio.timeout(self.limits.total_s):
                try:
                    return await self._once(url, headers, kept)
                except _Busy as busy:
                    if busy.wait_s is None or busy.wait_s > self.limits.retry_after_s:
                        raise
                    await self.pause(busy.wait_s)
                return await self._once(url, headers, kept)
        except TimeoutError:
            raise FetchFailed(f"took more than {self.limits.total_s:g} s") from None
        except httpx.ConnectTimeout:
            raise Unreachable(f"{_host(url)} did not answer within {self.limits.connect_s:g} s") from None
        except (httpx.ConnectError, httpx.ProxyError) as error:
            raise Unreachable(f"{_host(url)} can't be reached ({_said(error)})") from None
        except httpx.ReadTimeout:
            raise FetchFailed(f"went silent for {self.limits.silence_s:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise FetchFailed(f"the answer broke off ({_said(error)})") from None

    async def _once(self, url: str, headers: Mapping[str, str], kept: Body | None) -> Body:
        """Follow redirects to an answer."""
        asked, sent = url, dict(headers)
        for _ in range(_REDIRECTS + 1):
            async with self._client.stream("GET", self._actual(asked), headers=sent) as answer:
                if answer.has_redirect_location:
                    asked = self._next(asked, answer)
                    # A key is for the address that was asked, whoever stands behind the redirect.
                    sent = {name: value for name, value in sent.items() if name not in {h for _, h in KEYS.values()}}
                    continue
                if answer.status_code == httpx.codes.NOT_MODIFIED and kept is not None:
                    return Body(
                        url=url,
                        content=kept.content,
                        etag=answer.headers.get("etag", kept.etag),
                        last_modified=answer.headers.get("last-modified", kept.last_modified),
                        checked=self.now.date().isoformat(),
                        unchanged=True,
                    )
                if answer.status_code in _BUSY:
                    raise _Busy(answer)
                if answer.status_code != httpx.codes.OK:
                    raise FetchFailed(f"answered {answer.status_code} {answer.reason_phrase}".rstrip())
                return Body(
                    url=url,
                    content=await self._read(answer),
                    etag=answer.headers.get("etag", ""),
                    last_modified=answer.headers.get("last-modified", ""),
                    checked=self.now.date().isoformat(),
                )
        raise FetchFailed(f"redirects more than {_REDIRECTS} times")

    def _actual(self, url: str) -> str:
        for real, other in self.base_urls.items():
            if url.startswith(real):
                return other + url.removeprefix(real)
        return url

    def _next(self, asked: str, answer: httpx.Response) -> str:
        target = httpx.URL(asked).join(answer.headers["location"])
        if target.scheme != "https" and not self.base_urls:
            raise FetchFailed(f"redirects to {target.scheme}, which is not encrypted")
        return str(target)

    async def _read(self, answer: httpx.Response) -> bytes:
        pieces: list[bytes] = []
        size = 0
        async for piece in answer.aiter_bytes():
            size += len(piece)
            if size > self.limits.body_bytes:
                raise FetchFailed(f"sent more than {self.limits.body_bytes // 1024 // 1024} MiB")
            pieces.append(piece)
        return b"".join(pieces)


class _Busy(FetchFailed):
    """The server asks to come back after ``wait_s`` seconds; ``None`` if it says so in no form we know."""

    def __init__(self, answer: httpx.Response) -> None:
        said = answer.headers.get("retry-after", "")
        self.wait_s = _seconds(said) if said else _SHORT_PAUSE_S
        later = f" and asks to come back after {said}" if said else ""
        super().__init__(f"answered {answer.status_code} {answer.reason_phrase}".rstrip() + later)


def _seconds(said: str) -> float | None:
    """Read ``Retry-After``: seconds, or a date."""
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _host(url: str) -> str:
    return httpx.URL(url).host


def _said(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
