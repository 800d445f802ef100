"""Behaviours that say no before anything is generated, each with the message, metadata and headers seen live."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tierline.sandbox.listing import PROVIDER
from tierline.sandbox.playing import play
from tierline.sandbox.reply import Reply, error_reply
from tierline.sandbox.scene import Scene

AFFORDABLE_TOKENS = 1000
RETRY_AFTER_S = 2
FREE_PER_MINUTE = 20
FREE_PER_DAY = 50

Perform = Callable[[Scene], Reply]


def refuse(
    status: int,
    message: str,
    *,
    metadata: dict[str, Any] | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    account_level: bool = False,
) -> Perform:
    """Refuse always the same; ``{model}`` in the message or the metadata's texts is the model asked for."""

    def perform(scene: Scene) -> Reply:
        told = metadata and {
            name: value.format(model=scene.model) if isinstance(value, str) else value
            for name, value in metadata.items()
        }
        reply = error_reply(status, message.format(model=scene.model), metadata=told, headers=headers)
        return replace(reply, account_level=account_level)

    return perform


def provider_failed(status: int, error_type: str, raw: str, *, retry_after: bool = False) -> Perform:
    """Refuse in the provider's name: the real reason is in ``metadata.raw``."""
    metadata: dict[str, Any] = {
        "error_type": error_type,
        "provider_name": PROVIDER,
        "raw": raw,
        "is_byok": False,
    }
    headers: tuple[tuple[str, str], ...] = ()
    if retry_after:
        headers = (("Retry-After", str(RETRY_AFTER_S)),)
        metadata |= {"retry_after_seconds": RETRY_AFTER_S, "headers": dict(headers)}
    if status == 429:  # noqa: PLR2004 - HTTP's own
        metadata |= {"limit_source": "upstream_provider_shared_pool", "remedy_hint": "Retry shortly."}
    return refuse(status, "Provider returned error", metadata=metadata, headers=headers)


def context_too_long(scene: Scene, length: int | None = None) -> Reply:
    """Refuse because prompt and answer don't fit; the limit is the model's, or just below what was asked."""
    prompt = scene.tariff.prompt_tokens
    answer = scene.asked_tokens or 0
    limit = max(1, prompt + answer - 1) if length is None else length
    return error_reply(
        400,
        f"This endpoint's maximum context length is {limit} tokens. However, you requested about "
        f"{prompt + answer} tokens ({prompt} of text input, {answer} in the output). "
        "Please reduce the length of either one, or use the context-compression plugin.",
        metadata={"provider_name": None},
    )


def affordable(scene: Scene) -> Reply:
    """Answer if ``max_tokens`` is small enough to be paid for; without it the whole output counts."""
    wanted = scene.asked_tokens or scene.max_tokens
    if wanted <= AFFORDABLE_TOKENS:
        return play(scene, scene.answer())
    reply = error_reply(
        402,
        f"This request requires more credits, or fewer max_tokens. You requested up to {wanted} tokens, but can "
        f"only afford {AFFORDABLE_TOKENS}. To increase, visit https://openrouter.ai/settings/credits and upgrade "
        "to a paid account",
    )
    return replace(reply, account_level=True)


def minute_limit(scene: Scene) -> Reply:
    """Refuse by the free models' limit per minute; it resets in a minute."""
    return _platform_limit(
        "Rate limit exceeded: free-models-per-min. ",
        FREE_PER_MINUTE,
        scene.now + timedelta(minutes=1),
        "openrouter_free_tier_per_minute",
        "Wait for the reset (see X-RateLimit-Reset), or use a paid model.",
    )


def daily_limit(scene: Scene) -> Reply:
    """Refuse by the free models' limit per day; it resets at midnight UTC."""
    midnight = scene.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return _platform_limit(
        "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day",
        FREE_PER_DAY,
        midnight,
        "openrouter_free_tier_daily",
        "Wait for the daily reset (see X-RateLimit-Reset), or use a paid model.",
    )


def _platform_limit(message: str, limit: int, reset: datetime, source: str, hint: str) -> Reply:
    """The reset is in milliseconds since the epoch, as a string, in the headers and once more in the body."""
    headers = (
        ("X-RateLimit-Limit", str(limit)),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", str(int(reset.timestamp() * 1000))),
    )
    metadata = {
        "headers": dict(headers),
        "limit_source": source,
        "remedy_hint": hint,
        "provider_name": None,
    }
    return replace(error_reply(429, message, metadata=metadata, headers=headers), account_level=True)
