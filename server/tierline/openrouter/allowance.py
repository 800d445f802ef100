"""What the account says of its own limit on free models: ``GET /key``, as OpenRouter has it; gateways have none."""

import json
from typing import Any

from tierline.openrouter.generation import Get
from tierline.task import TierlineError

_OK = 200


async def free_allowance(get: Get) -> tuple[int, int] | None:
    """Return how many requests to free models the account may make today, and has made; ``None`` if it can't say."""
    try:
        status, body = await get("/key", {})
    except TierlineError:
        return None
    return parse_allowance(body) if status == _OK else None


def parse_allowance(body: bytes) -> tuple[int, int] | None:
    """Return limit and use in the answer of ``GET /key``; ``None`` where they are not in it."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    data = _member(said, "data")
    limit, used = (_member(_member(data, "free_model_daily_requests"), name) for name in ("limit", "used"))
    return (limit, used) if type(limit) is int and type(used) is int and limit > 0 <= used else None


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
