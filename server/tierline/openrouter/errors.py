"""All that can go wrong with OpenRouter, by what the caller can do: try another model, or give up."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tierline.openrouter.wire import WireError, parse_chunk
from tierline.task import TierlineError

KEYS_PAGE = "openrouter.ai/settings/keys"
CREDITS_PAGE = "openrouter.ai/settings/credits"
_LITELLM_WITHOUT_KEYS = "No connected db."
"""What LiteLLM Proxy says, with status 400, of any but its master key where it keeps no keys."""
LONGEST_WAIT_S = 24 * 3600.0
_LONGEST_QUOTE = 200
_PRIVATE = re.compile(r"(?:\bsk-|\buser_|\bBearer\s+)[\w.-]+")
"""Keys and account ids: some gateways quote them in their reasons."""


class OpenRouterError(TierlineError):
    """Base of the two. ``retry_after_s`` is set where the provider named a time.

    ``cost_usd`` is what the failed call cost: zero where nothing is charged, ``None`` where nobody knows.
    """

    code = "openrouter"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        status: int | None = None,
        retry_after_s: float | None = None,
        cost_usd: Decimal | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code or type(self).code
        self.status = status
        self.retry_after_s = retry_after_s
        self.cost_usd = cost_usd


class TryAnother(OpenRouterError):
    """This model or provider can't answer now; the next one may."""

    code = "model-failed"


class Unavailable(TryAnother):
    """The same, and it is a matter of time: rate-limited or down."""


class Unsent(Unavailable):
    """The connection was dead: the request was surely not carried out, and costs nothing."""

    code = "broken-stream"


class FreeTierSpent(Unavailable):
    """OpenRouter's own limit on free models is reached: no other free model will answer either."""

    code = "free-limit"


class GiveUp(OpenRouterError):
    """No model will answer this request as it stands."""

    code = "refused"


class NoKey(GiveUp):
    """No key is set."""

    code = "no-key"


def was_sent(error: TierlineError) -> bool:
    """Return whether a request reached the API before this error: it was answered, or may have been."""
    if isinstance(error, Unsent):
        return False
    return isinstance(error, TryAnother) or (isinstance(error, OpenRouterError) and error.status is not None)


@dataclass(frozen=True, slots=True)
class Failure:
    """What is known of a failure when a status or an error chunk arrives."""

    status: int
    message: str
    raw: str
    """The provider's own words, if any."""
    model: str
    limit_source: str
    flagged: bool
    """Whether the model's own moderation said no."""
    retry_after_s: float | None

    @property
    def said(self) -> str:
        """The most telling words, short enough for one line and fit to be shown."""
        words = " ".join((self.raw or self.message).split())
        words = _PRIVATE.sub("***", "".join(filter(str.isprintable, words))) or "no reason given"
        return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"


def _rate_limited(failure: Failure) -> OpenRouterError:
    wait = "" if failure.retry_after_s is None else f"; it asks for {_duration(failure.retry_after_s)} of rest"
    if "free_tier" in failure.limit_source or "free-models-per" in failure.message:
        daily = "daily" in failure.limit_source or "per-day" in failure.message
        span = "today's" if daily else "this minute's"
        return FreeTierSpent(
            f"Your account has used up {span} requests to free models{wait}; wait, or ask for the default tier.",
            retry_after_s=failure.retry_after_s,
        )
    return Unavailable(
        f"{failure.model} is rate-limited by its provider{wait}; try again later or choose another tier.",
        code="rate-limited",
        retry_after_s=failure.retry_after_s,
    )


def _no_credit(failure: Failure) -> OpenRouterError:
    return GiveUp(
        f"OpenRouter says that your account lacks the credit for this request ({failure.said}); "
        f"add credit at {CREDITS_PAGE}, or ask for the minimum tier, which is free.",
        code="no-credit",
    )


def _forbidden(failure: Failure) -> OpenRouterError:
    if "limit" in failure.message.lower() or "budget" in failure.message.lower():
        return GiveUp(
            f"The spending limit of your OpenRouter key is used up ({failure.said}); raise it at {KEYS_PAGE}.",
            code="key-limit",
        )
    if failure.flagged:
        return TryAnother(
            f"{failure.model} refuses this text by its moderation ({failure.said}); change the text or the model.",
            code="flagged",
        )
    return GiveUp(
        f"OpenRouter refused the request ({failure.said}); check what your key may do at {KEYS_PAGE}.",
        code="forbidden",
    )


def _bad_request(failure: Failure) -> OpenRouterError:
    if failure.message == _LITELLM_WITHOUT_KEYS:
        return GiveUp(f"The gateway does not know your key ({failure.said}); ask who runs it for one.", code="bad-key")
    if "valid model" in failure.message:
        return TryAnother(
            f"OpenRouter knows no model {failure.model}; check its id at openrouter.ai/models, "
            "or leave the choice to Tierline.",
            code="unknown-model",
        )
    if "context length" in failure.message or "prompt is too long" in failure.message:
        return TryAnother(
            f"The task is too long for {failure.model} ({failure.said}); select fewer lines.", code="too-long"
        )
    return TryAnother(
        f"{failure.model} does not take this request: {failure.said}; try another tier.", code="bad-request"
    )


def _not_found(failure: Failure) -> OpenRouterError:
    if failure.message.lower() in ("", "not found"):
        return _no_such_address(failure)
    if "max_price" in failure.message:
        return TryAnother(
            f"No provider serves {failure.model} at a price that its tier allows ({failure.said}); "
            "choose another tier, or another model for this one.",
            code="model-unavailable",
        )
    return TryAnother(
        f"No provider serves {failure.model} for you now ({failure.said}); try another tier, "
        "or check your privacy settings at openrouter.ai/settings/privacy.",
        code="model-unavailable",
    )


def _no_such_address(failure: Failure) -> OpenRouterError:
    return GiveUp(
        f"The base URL does not lead to a chat API (it answered {failure.status}); correct the base URL.",
        code="bad-settings",
    )


def _provider_down(failure: Failure) -> OpenRouterError:
    return Unavailable(
        f"{failure.model}'s provider failed ({failure.status}: {failure.said}); try again, or choose another tier.",
        code="provider-failed",
        retry_after_s=failure.retry_after_s,
    )


def _unauthorised(failure: Failure) -> OpenRouterError:
    return GiveUp(
        f"OpenRouter does not accept your key ({failure.said}); check it at {KEYS_PAGE} and set it again.",
        code="bad-key",
    )


def _too_large(failure: Failure) -> OpenRouterError:
    return GiveUp(f"The request is too large ({failure.said}); select fewer lines.", code="too-long")


BY_STATUS: Mapping[int, Callable[[Failure], OpenRouterError]] = {
    400: _bad_request,
    401: _unauthorised,
    402: _no_credit,
    403: _forbidden,
    404: _not_found,
    405: _no_such_address,
    413: _too_large,
    422: _bad_request,
    429: _rate_limited,
    **dict.fromkeys(range(300, 400), _no_such_address),  # never followed: the key would go along
}
"""Statuses that mean something of their own; every other one means that the provider failed."""


def error_for(status: int, error: WireError, *, model: str, headers: Mapping[str, str], now: float) -> OpenRouterError:
    """Translate a status, or the ``code`` of an error inside the stream: they mean the same.

    ``now`` is epoch seconds, for ``X-RateLimit-Reset``, which is epoch milliseconds.
    """
    metadata = error.metadata or {}
    copies = metadata.get("headers")
    told = {**headers, **(copies if isinstance(copies, dict) else {})}
    hints = {str(name).lower(): str(value) for name, value in told.items()}
    failure = Failure(
        status=status,
        message=error.message,
        raw=_reason(metadata.get("raw")),
        model=model,
        limit_source=str(metadata.get("limit_source") or ""),
        flagged=bool(metadata.get("reasons") or metadata.get("flagged_input") or metadata.get("patterns")),
        retry_after_s=_retry_after(hints, metadata.get("retry_after_seconds"), now),
    )
    translated = BY_STATUS.get(status, _provider_down)(failure)
    translated.status = status
    translated.cost_usd = Decimal(0)
    return translated


def error_in(chunk_error: WireError, *, model: str, now: float) -> OpenRouterError:
    """Translate an error chunk. A ``code`` that is no number counts as the provider's failure."""
    code = chunk_error.code
    status = int(str(code)) if re.fullmatch(r"[1-9]\d\d", str(code), re.ASCII) else 502
    return error_for(status, chunk_error, model=model, headers={}, now=now)


def error_of_body(status: int, body: bytes, *, model: str, headers: Mapping[str, str], now: float) -> OpenRouterError:
    """Translate a whole error response, whose body may be JSON, HTML from the edge, or nothing."""
    try:
        found = parse_chunk(body).failure or WireError()
    except ValueError:
        found = WireError()
    return error_for(status, found, model=model, headers=headers, now=now)


def _retry_after(hints: Mapping[str, str], seconds: Any, now: float) -> float | None:
    for value in (seconds, hints.get("retry-after")):
        if value is not None and re.fullmatch(r"\d+(?:\.\d+)?", str(value), re.ASCII):
            return min(float(value), LONGEST_WAIT_S)
    reset = hints.get("x-ratelimit-reset", "")
    return min(max(0.0, float(reset) / 1000 - now), LONGEST_WAIT_S) if re.fullmatch(r"[0-9]+", reset) else None


def _reason(raw: Any) -> str:
    # ``raw`` is often JSON within a string; the message in it is the part for people.
    if not isinstance(raw, str):
        return ""
    try:
        inner = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    error = inner.get("error") if isinstance(inner, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message if isinstance(message, str) else raw


def _duration(seconds: float) -> str:
    minute, hour = 60, 3600
    if seconds < 2 * minute:
        return f"{round(seconds)} s"
    return f"{round(seconds / minute)} min" if seconds < 2 * hour else f"{round(seconds / hour)} h"
