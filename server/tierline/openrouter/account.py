"""What OpenRouter says of the key: ``GET /key``. Neither its label nor the account's id is read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tierline.openrouter.allowance import parse_allowance


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyState:
    """The key's own cap and use, in USD; ``None`` is none, or not told."""

    limit_usd: Decimal | None = None
    left_usd: Decimal | None = None
    resets: str = ""
    month_usd: Decimal | None = None
    free_requests: tuple[int, int] | None = None
    """How many requests to free models the account may make today, and has made."""
    expires: str = ""


def parse_key_state(body: bytes) -> KeyState | None:
    """Return the state in the answer of ``GET /key``; ``None`` if it is not one."""
    try:
        data = json.loads(body, parse_float=Decimal)["data"]
    except (ValueError, ArithmeticError, LookupError, TypeError, RecursionError):
        return None
    if not isinstance(data, Mapping):
        return None
    return KeyState(
        limit_usd=_usd(data.get("limit")),
        left_usd=_usd(data.get("limit_remaining")),
        resets=_text(data.get("limit_reset")),
        month_usd=_usd(data.get("usage_monthly")),
        free_requests=parse_allowance(body),
        expires=_text(data.get("expires_at")),
    )


def _usd(value: Any) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
