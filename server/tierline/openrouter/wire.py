"""What goes over the wire: a request as OpenRouter wants it, chunks as OpenRouter sends them.

Everything unknown in an answer is ignored: OpenRouter adds fields without notice.
"""

import json
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

_EXACT = Context(prec=100)
# NaN and the infinities are no JSON; as a price they mean unknown.
_JSON = json.JSONDecoder(parse_float=Decimal, parse_constant=lambda _: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """The user's wishes about their text, as provider preferences."""

    deny_data_collection: bool = False
    zero_data_retention: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """A streaming chat completion. Prices are USD per million tokens, OpenRouter's unit for ``max_price``."""

    model: str
    messages: tuple[Message, ...]
    max_tokens: int
    max_prompt_price: Decimal | None = None
    max_completion_price: Decimal | None = None
    privacy: Privacy = Privacy()
    fresh: bool = False
    """Whether an answer that was given before won't do. Not sent: it is for those between the engine and the wire."""

    def body(self) -> dict[str, Any]:
        """Return the JSON body. The price ceiling is in it, so that OpenRouter refuses a dearer provider too."""
        provider: dict[str, Any] = {}
        if self.max_prompt_price is not None and self.max_completion_price is not None:
            provider["max_price"] = {
                "prompt": float(self.max_prompt_price),
                "completion": float(self.max_completion_price),
            }
        if self.privacy.deny_data_collection:
            provider["data_collection"] = "deny"
        if self.privacy.zero_data_retention:
            provider["zdr"] = True
        return {
            "model": self.model,
            "messages": [{"role": m.role, "content": m.content} for m in self.messages],
            "max_tokens": self.max_tokens,
            "stream": True,
            # OpenRouter tells usage unasked; other gateways want to be asked
            "stream_options": {"include_usage": True},
            **({"provider": provider} if provider else {}),
        }


class _Wire(BaseModel):
    """``null`` means what a missing field means: gateways send either."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, said: Any) -> Any:
        return {name: value for name, value in said.items() if value is not None} if isinstance(said, dict) else said


class CostDetails(_Wire):
    """What the provider itself charges; the real price where the user brought their own provider key."""

    upstream_inference_cost: Decimal | None = None


class TokenDetails(_Wire):
    """What some of the completion's tokens were spent on."""

    reasoning_tokens: int | None = None


class Usage(_Wire):
    """Tokens, and ``cost`` in USD as charged to the account; ``None`` means unknown, never zero."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: Decimal | None = None
    is_byok: bool = False
    cost_details: CostDetails | None = None
    completion_tokens_details: TokenDetails | None = None

    @field_validator("cost")
    @classmethod
    def _no_refund(cls, cost: Decimal | None) -> Decimal | None:
        # A negative price means "as routed" elsewhere in the API: unknown, never a gain.
        return None if cost is not None and cost < 0 else cost

    @property
    def reasoning_tokens(self) -> int | None:
        """Those of the completion that were thought and not said; ``None`` where that is not told."""
        return self.completion_tokens_details.reasoning_tokens if self.completion_tokens_details else None

    @property
    def total_usd(self) -> Decimal | None:
        """What the call cost the user: the charge, and with an own provider key also that provider's bill."""
        if self.cost is None or not self.is_byok:
            return self.cost
        upstream = self.cost_details.upstream_inference_cost if self.cost_details else None
        return None if upstream is None else _EXACT.add(self.cost, upstream)


class WireError(_Wire):
    """The ``error`` object, before or inside a stream. Some gateways send a mere text."""

    code: int | str | None = None
    message: str = ""
    metadata: dict[str, Any] | None = None

    @model_validator(mode="before")
    @classmethod
    def _at_least_an_error(cls, said: Any) -> Any:
        # An error of an odd shape must not be taken for an answer that can't be read.
        kinds = {"code": (int, str), "message": (str,), "metadata": (dict,)}
        known = said if isinstance(said, dict) else {"message": str(said)}
        return {name: known[name] for name, wanted in kinds.items() if isinstance(known.get(name), wanted)}


class Delta(_Wire):
    """The new piece of a message."""

    content: str | None = None
    refusal: str | None = None


class Choice(_Wire):
    """One choice of a chunk (``delta``) or of a whole answer (``message``)."""

    delta: Delta | None = None
    message: Delta | None = None
    finish_reason: str | None = None
    error: WireError | None = None

    @property
    def text(self) -> str:
        """The text it brings, if any."""
        piece = self.delta or self.message
        return (piece.content or piece.refusal or "") if piece else ""


class Chunk(_Wire):
    """One data event of a stream, or the body of an answer that was not streamed."""

    id: str = ""
    model: str = ""
    provider: str = ""
    choices: list[Choice] = Field(default_factory=list)
    usage: Usage | None = None
    error: WireError | None = None

    @property
    def failure(self) -> WireError | None:
        """The error it carries, wherever it stands. Looked at first, whatever ``choices`` holds."""
        return self.error or next((choice.error for choice in self.choices if choice.error), None)


def parse_chunk(payload: str | bytes) -> Chunk:
    """Return the chunk in ``payload``; costs keep every digit that was sent.

    Raises:
        ValueError: it is not JSON, or not of a chunk's shape (pydantic's error is one).
    """
    try:
        # ``json.loads`` would make a decoder for each chunk.
        said = _JSON.decode(payload if isinstance(payload, str) else payload.decode(json.detect_encoding(payload)))
    except (ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from None
    return Chunk.model_validate(said)
