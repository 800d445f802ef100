"""The body of ``POST /chat/completions``: checked as the real one checks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

MAX_MODELS = 3
MAX_STOPS = 4
ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})

RANGES: tuple[tuple[str, int, int | None], ...] = (
    ("temperature", 0, 2),
    ("top_p", 0, 1),
    ("min_p", 0, 1),
    ("top_a", 0, 1),
    ("frequency_penalty", -2, 2),
    ("presence_penalty", -2, 2),
    ("repetition_penalty", 0, 2),
)
WHOLE: tuple[tuple[str, int, int | None], ...] = (
    ("max_tokens", 1, None),
    ("max_completion_tokens", 1, None),
    ("top_k", 0, None),
    ("top_logprobs", 0, 20),
)


class InvalidRequestError(Exception):
    """The body breaks a rule; the text goes to the client with status 400."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; ``text`` is its content with the text parts joined."""

    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """What the sandbox needs of a body. ``models`` is empty where the account's default is meant."""

    messages: tuple[Message, ...]
    models: tuple[str, ...]
    stream: bool
    max_tokens: int | None
    stops: tuple[str, ...]
    max_price: Mapping[str, Decimal]
    """USD per million tokens, of ``prompt`` and ``completion``."""


def parse_request(body: Any) -> ChatRequest:
    """Check a body and take what counts. Raises ``InvalidRequestError``."""
    if not isinstance(body, dict):
        raise InvalidRequestError("Request body must be a JSON object")
    for name, low, high in (*RANGES, *WHOLE):
        _check_number(name, body.get(name), low, high)
    for name, _, _ in WHOLE:
        if isinstance(body.get(name), Decimal):
            raise InvalidRequestError(f"{name}: Expected integer, received float")
    if not isinstance(stream := body.get("stream") or False, bool):
        raise InvalidRequestError("stream: Expected boolean")
    return ChatRequest(
        messages=_messages(body.get("messages")),
        models=_models(body),
        stream=stream,
        max_tokens=body.get("max_tokens") or body.get("max_completion_tokens"),
        stops=_stops(body.get("stop")),
        max_price=_max_price(body.get("provider")),
    )


def _check_number(name: str, value: Any, low: int, high: int | None) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise InvalidRequestError(f"{name}: Expected number")
    if value < low:
        raise InvalidRequestError(f"{name}: Number must be greater than or equal to {low}")
    if high is not None and value > high:
        raise InvalidRequestError(f"{name}: Number must be less than or equal to {high}")


def _messages(value: Any) -> tuple[Message, ...]:
    if value is None:
        raise InvalidRequestError('Input required: specify "prompt" or "messages"')
    if not isinstance(value, list) or not value:
        raise InvalidRequestError("messages: Array must contain at least 1 element(s)")
    return tuple(_message(index, item) for index, item in enumerate(value))


def _message(index: int, item: Any) -> Message:
    role = item.get("role") if isinstance(item, dict) else None
    if not isinstance(role, str) or role not in ROLES:
        raise InvalidRequestError(f"messages.{index}.role: Invalid value")
    match item.get("content"):
        case str(text):
            return Message(role=role, text=text)
        case list(parts):
            texts = (part.get("text") if isinstance(part, dict) else None for part in parts)
            return Message(role=role, text="".join(text for text in texts if isinstance(text, str)))
        case None if role == "assistant":
            return Message(role=role, text="")
        case _:
            raise InvalidRequestError(f"messages.{index}.content: Expected string or array")


def _models(body: dict[str, Any]) -> tuple[str, ...]:
    model, models = body.get("model"), body.get("models") or []
    if not isinstance(models, list) or not all(isinstance(name, str) for name in models):
        raise InvalidRequestError("models: Expected array of strings")
    if len(models) > MAX_MODELS:
        raise InvalidRequestError(f"'models' array must have {MAX_MODELS} items or fewer.")
    if model is not None and not isinstance(model, str):
        raise InvalidRequestError("model: Expected string")
    return tuple(dict.fromkeys([*([model] if model else []), *models]))


def _stops(value: Any) -> tuple[str, ...]:
    stops = [value] if isinstance(value, str) else (value or [])
    if not isinstance(stops, list) or not all(isinstance(stop, str) for stop in stops):
        raise InvalidRequestError("stop: Expected string or array of strings")
    if len(stops) > MAX_STOPS:
        raise InvalidRequestError(f"stop: Array must contain at most {MAX_STOPS} element(s)")
    return tuple(stop for stop in stops if stop)


def _max_price(provider: Any) -> dict[str, Decimal]:
    if provider is not None and not isinstance(provider, dict):
        raise InvalidRequestError("provider: Expected object")
    prices = (provider or {}).get("max_price") or {}
    if not isinstance(prices, dict):
        raise InvalidRequestError("provider.max_price: Expected object")
    return {name: _price(name, prices[name]) for name in ("prompt", "completion") if prices.get(name) is not None}


def _price(name: str, value: Any) -> Decimal:
    """Take a number as the documentation has it, or a string as the SDK sends it."""
    try:
        price = Decimal(value) if isinstance(value, int | str | Decimal) else Decimal("NaN")
    except InvalidOperation:
        price = Decimal("NaN")
    if not price.is_finite() or price < 0:
        raise InvalidRequestError(f"provider.max_price.{name}: Expected a price")
    return price
