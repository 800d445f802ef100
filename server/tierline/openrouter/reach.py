"""Whether an API can be reached, by what way and how fast: one request without a key, its steps timed."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx

from tierline.openrouter.transport import LOOPBACK, http_client

_LIMIT_S = 10.0
_STEPS = {"connect_tcp": "tcp", "connect_unix_socket": "tcp", "start_tls": "tls"}
"""httpcore's names of steps, and ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What came of it. ``status`` is ``None`` where nothing answered, and ``problem`` then says why."""

    status: int | None = None
    problem: str = ""
    proxy: str = ""
    """The proxy on the way; empty where there is none."""
    tls: str = ""
    """The protocol's version; empty without TLS."""
    steps_ms: Mapping[str, int] = field(default_factory=dict)
    """``tcp`` and ``tls`` each alone, ``answer`` all together."""


class _Stopwatch:
    def __init__(self) -> None:
        self.begun: dict[str, float] = {}
        self.took_ms: dict[str, int] = {}

    async def __call__(self, name: str, _info: Any) -> None:
        """Hear of one step of httpcore's (``connection.connect_tcp.started``)."""
        _, step, moment = name.rsplit(".", 2)
        if moment == "started":
            self.begun[step] = time.monotonic()
        elif moment == "complete" and step in _STEPS:
            self.took_ms[_STEPS[step]] = round((time.monotonic() - self.begun[step]) * 1000)


async def reach(base_url: str) -> Reach:
    """Ask for something that needs no key. Whatever goes wrong is in what is returned."""
    watch = _Stopwatch()
    try:
        url = httpx.URL(f"{base_url.rstrip('/')}/models/count")
        proxy = _proxy(url)
        begun = time.monotonic()
        async with http_client(trust_env=True) as http:
            response = await http.get(url, timeout=_LIMIT_S, extensions={"trace": watch})
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, ImportError, OSError) as error:
        return Reach(problem=_said(error), steps_ms=watch.took_ms)
    watch.took_ms["answer"] = round((time.monotonic() - begun) * 1000)
    return Reach(status=response.status_code, proxy=proxy, tls=_tls(response), steps_ms=watch.took_ms)


def _proxy(url: httpx.URL) -> str:
    found = getproxies()
    if url.host in LOOPBACK or proxy_bypass(url.host):
        return ""
    return found.get(url.scheme) or found.get("all") or ""


def _tls(response: httpx.Response) -> str:
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream else None
    return str(tls.version()) if tls else ""


def _said(error: Exception) -> str:
    """Return the kind of failure and the system's own words; a URL with a password is in none of them."""
    cause: BaseException | None = error
    while cause and cause.__context__ and not isinstance(cause, OSError):
        cause = cause.__context__
    words = getattr(cause, "verify_message", "") or getattr(cause, "strerror", "") or str(error)
    return f"{type(error).__name__}: {words}".rstrip(": .")
