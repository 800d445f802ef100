"""What a call cost whose stream told nothing: asked for afterwards, until OpenRouter knows."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tierline.openrouter.errors import GiveUp, OpenRouterError
from tierline.openrouter.wire import CostDetails, Usage

Get = Callable[[str, Mapping[str, str]], Awaitable[tuple[int, bytes]]]
"""Returns status and body of what stands at a path, with a query; see ``OpenRouterClient.get``."""

OK, TOO_MANY, SERVER = 200, 429, 500
_LATER = frozenset({404, 408, 425, TOO_MANY})
"""Not known yet, or not now; 404 is normal for seconds after an answer, and longer after a broken stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What OpenRouter says that a generation used and cost. Tokens are those that were billed; ``None`` is unknown."""

    generation_id: str
    cost_usd: Decimal
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reasoning_tokens: int | None = None
    cancelled: bool = False
    """Whether the provider noticed that the client had left."""

    @property
    def visible_tokens(self) -> int | None:
        """Those of the answer that were not thought."""
        return None if self.completion_tokens is None else self.completion_tokens - (self.reasoning_tokens or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often and how long a bill is asked for. The wait doubles, and chance spreads it."""

    attempts: int = 8
    first_wait_s: float = 0.5
    longest_wait_s: float = 20.0


class NotYet(Exception):
    """The bill is not known now, and may be soon."""


async def bill_of(generation_id: str, get: Get, patience: Patience) -> Bill | None:
    """Return the bill of a generation; ``None`` if it can't be had, or not within ``patience``."""
    import stamina

    try:
        async for attempt in stamina.retry_context(
            on=NotYet,
            attempts=patience.attempts,
            timeout=None,
            wait_initial=patience.first_wait_s,
            wait_max=patience.longest_wait_s,
            wait_jitter=patience.first_wait_s,
        ):
            with attempt:
                return await _asked(generation_id, get)
    except NotYet:
        return None
    return None


async def _asked(generation_id: str, get: Get) -> Bill | None:
    try:
        status, body = await get("/generation", {"id": generation_id})
    except GiveUp as error:
        if error.code == "no-network":
            raise NotYet from None
        return None
    except OpenRouterError:
        raise NotYet from None
    if status in _LATER or status >= SERVER:
        raise NotYet
    bill = parse_bill(body) if status == OK else None
    if bill is None and status == OK:
        # The entry is there, and its cost is not.
        raise NotYet
    return bill


def parse_bill(body: bytes) -> Bill | None:
    """Return the bill in an answer of ``GET /generation``; ``None`` where it tells no cost. No digit is lost."""
    try:
        data: Any = json.loads(body, parse_float=Decimal, parse_constant=lambda _: None)["data"]
        usage = Usage(
            cost=data.get("total_cost"),
            is_byok=bool(data.get("is_byok")),
            cost_details=CostDetails(upstream_inference_cost=data.get("upstream_inference_cost")),
        )
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if usage.total_usd is None:
        return None
    return Bill(
        generation_id=str(data.get("id") or ""),
        cost_usd=usage.total_usd,
        prompt_tokens=_count(data, "native_tokens_prompt", "tokens_prompt"),
        completion_tokens=_count(data, "native_tokens_completion", "tokens_completion"),
        reasoning_tokens=_count(data, "native_tokens_reasoning"),
        cancelled=bool(data.get("cancelled")),
    )


def _count(data: Mapping[str, Any], *names: str) -> int | None:
    """Return the first that is a number: the billed tokens before the normalised ones."""
    return next((data[name] for name in names if isinstance(data.get(name), int)), None)
