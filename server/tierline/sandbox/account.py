"""The account's side of the API, told from the books: ``/key``, ``/credits``, ``/generation``."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tierline.sandbox.books import Books, Record, total
from tierline.sandbox.listing import PROVIDER
from tierline.sandbox.reply import USER_ID
from tierline.sandbox.tariff import EXACT

SANDBOX_KEY = "sk-or-v1-sandbox"
UNKNOWN_KEY = "sk-or-v1-sandbox-401"
"""Looks right, but nobody has it."""

TOTAL_CREDITS = Decimal(100)
FREE_DAILY_LIMIT = 1000
_KEY = re.compile(r"Bearer (sk-or-v1-[\w-]+)")


def refuse_key(authorization: str | None) -> str | None:
    """Return the message of the 401 that an ``Authorization`` header deserves; None if it is good."""
    if authorization is None:
        return "Missing Authentication header"
    key = _KEY.fullmatch(authorization.strip())
    if key is None:
        return "No auth credentials found"
    return "User not found." if key[1] == UNKNOWN_KEY else None


def mask(authorization: str) -> str:
    """Return the label of a key (``sk-or-v1-abc...789``), or ``***`` for what is no key."""
    key = _KEY.fullmatch(authorization.strip())
    return f"{key[1][:12]}...{key[1][-3:]}" if key else "***"


def key_shape(books: Books, label: str, now: datetime) -> dict[str, Any]:
    """Return ``GET /key`` for the key with this label. Days, weeks (from Monday) and months are UTC."""
    today = now.astimezone(UTC).date()
    records = [record for record in books.records if record.key == label]
    usage, byok = _usage(records, today, byok=False), _usage(records, today, byok=True)
    free_today = sum(
        record.free for record in books.chats if record.model and record.at.astimezone(UTC).date() == today
    )
    return {
        "data": {
            "label": label,
            "limit": None,
            "limit_remaining": None,
            "limit_reset": None,
            "include_byok_in_limit": False,
            **{f"usage{period}": usd for period, usd in usage.items()},
            **{f"byok_usage{period}": usd for period, usd in byok.items()},
            "is_free_tier": False,
            "is_management_key": False,
            "is_provisioning_key": False,
            "expires_at": None,
            "creator_user_id": USER_ID,
            "organization_id": None,
            "workspace_id": None,
            "allowed_data_regions": ["global"],
            "free_model_daily_requests": {
                "limit": FREE_DAILY_LIMIT,
                "used": free_today,
                "remaining": max(0, FREE_DAILY_LIMIT - free_today),
            },
            "budgets": [],
            "effective_budget": None,
            "rate_limit": {
                "requests": -1,
                "interval": "10s",
                "note": "This field is deprecated and safe to ignore.",
            },
        }
    }


def credits_shape(books: Books) -> dict[str, Any]:
    """Return ``GET /credits``; an ordinary key may read it, as observed live."""
    return {"data": {"total_credits": TOTAL_CREDITS, "total_usage": books.totals.cost_usd}}


def generation_shape(record: Record) -> dict[str, Any]:
    """Return ``GET /generation``: every key is there, most are null. Times are in milliseconds."""
    usage = record.usage
    started, ended = record.first_byte_at or record.at, record.ended_at or record.at
    upstream = usage.upstream_usd if usage and usage.is_byok else Decimal(0)
    told: dict[str, Any] = dict.fromkeys(_NULLS) | {
        "id": record.generation_id,
        "api_type": "completions",
        "cancelled": record.hung_up,
        "created_at": record.at.isoformat(),
        "data_region": "global",
        "finish_reason": record.finish_reason,
        "native_finish_reason": record.finish_reason,
        "generation_time": _ms(ended - started),
        "latency": _ms(started - record.at),
        "is_byok": bool(usage and usage.is_byok),
        "model": record.model,
        "native_tokens_cached": 0,
        "native_tokens_completion": usage.completion_tokens if usage else 0,
        "native_tokens_prompt": usage.prompt_tokens if usage else 0,
        "native_tokens_reasoning": usage.reasoning_tokens if usage else 0,
        "origin": record.headers.get("http-referer") or record.headers.get("referer", ""),
        "provider_name": PROVIDER,
        "provider_responses": [],
        "streamed": record.streamed,
        "tokens_completion": usage.completion_tokens if usage else 0,
        "tokens_prompt": usage.prompt_tokens if usage else 0,
        "total_cost": record.cost_usd,
        "upstream_inference_cost": upstream,
        "usage": record.cost_usd,
        "user_agent": record.headers.get("user-agent"),
    }
    return {"data": told}


_NULLS = (
    *("app_id", "cache_discount", "external_user", "http_referer", "moderation_latency"),
    *("native_tokens_completion_images", "num_fetches", "num_input_audio_prompt", "num_media_completion"),
    *("num_media_prompt", "num_search_results", "preset_id", "request_id", "response_cache_source_id", "router"),
    *("service_tier", "session_id", "upstream_id", "web_search_engine", "workspace_id"),
)


def _usage(records: Iterable[Record], today: date, *, byok: bool) -> dict[str, Decimal]:
    """Sum up, by period; a key's own providers count with what they charge, not with the fee."""
    since = {
        "": date.min,
        "_daily": today,
        "_weekly": today - timedelta(days=today.weekday()),
        "_monthly": today.replace(day=1),
    }
    billed = [record for record in records if record.usage]
    if not byok:
        return {
            period: total([record for record in billed if record.at.astimezone(UTC).date() >= first]).cost_usd
            for period, first in since.items()
        }
    return {
        period: _upstream(record for record in billed if record.at.astimezone(UTC).date() >= first)
        for period, first in since.items()
    }


def _upstream(records: Iterable[Record]) -> Decimal:
    charged = Decimal(0)
    for record in records:
        if record.usage and record.usage.is_byok:
            charged = EXACT.add(charged, record.usage.upstream_usd)
    return charged


def _ms(duration: timedelta) -> int:
    return round(duration / timedelta(milliseconds=1))
