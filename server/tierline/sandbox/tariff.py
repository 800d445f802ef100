"""What an answer costs: tokens times the catalogue's prices, in exact decimals."""

from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Any

from tierline.sandbox import tokens

EXACT = Context(prec=100)
"""Wide enough that no product or sum of prices is ever rounded."""

BYOK_FEE = Decimal("0.05")
"""The gateway's share where the account brought the provider's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens and money of one answer. All money is USD."""

    prompt_tokens: int
    completion_tokens: int
    """Reasoning tokens are within."""
    reasoning_tokens: int = 0
    prompt_usd: Decimal = Decimal(0)
    """What the provider charges for the prompt."""
    completion_usd: Decimal = Decimal(0)
    is_byok: bool = False

    @property
    def upstream_usd(self) -> Decimal:
        """What the provider charges."""
        return EXACT.add(self.prompt_usd, self.completion_usd)

    @property
    def cost_usd(self) -> Decimal:
        """What the account is charged: the provider's price, or only the fee on it for its own key."""
        return EXACT.multiply(self.upstream_usd, BYOK_FEE) if self.is_byok else self.upstream_usd

    def to_wire(self) -> dict[str, Any]:
        """Return the ``usage`` block as of 2026: ``upstream_inference_cost`` equals ``cost`` unless BYOK."""
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "total_tokens": self.prompt_tokens + self.completion_tokens,
            "cost": self.cost_usd,
            "is_byok": self.is_byok,
            "prompt_tokens_details": {
                "cached_tokens": 0,
                "cache_write_tokens": 0,
                "audio_tokens": 0,
                "video_tokens": 0,
            },
            "cost_details": {
                "upstream_inference_cost": self.upstream_usd,
                "upstream_inference_prompt_cost": self.prompt_usd,
                "upstream_inference_completions_cost": self.completion_usd,
            },
            "completion_tokens_details": {
                "reasoning_tokens": self.reasoning_tokens,
                "image_tokens": 0,
                "audio_tokens": 0,
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """How one request will be billed, known before the first token."""

    prompt_tokens: int
    prompt_usd_per_token: Decimal
    completion_usd_per_token: Decimal
    is_byok: bool = False
    waived: bool = False
    """Nothing is charged: the answer ended in an error."""

    def usage(self, content: str, reasoning: str = "") -> Usage:
        """Bill a text that was generated."""
        return self.bill(tokens.count(content), tokens.count(reasoning))

    def bill(self, content_tokens: int, reasoning_tokens: int) -> Usage:
        """Bill what was generated. Without a single completion token nothing is charged."""
        completion_tokens = content_tokens + reasoning_tokens
        charged = completion_tokens > 0 and not self.waived
        return Usage(
            prompt_tokens=self.prompt_tokens,
            completion_tokens=completion_tokens,
            reasoning_tokens=reasoning_tokens,
            prompt_usd=_times(self.prompt_usd_per_token, self.prompt_tokens if charged else 0),
            completion_usd=_times(self.completion_usd_per_token, completion_tokens if charged else 0),
            is_byok=self.is_byok,
        )

    def waive(self) -> "Tariff":
        """Return the same request, uncharged."""
        return replace(self, waived=True)

    def with_own_key(self) -> "Tariff":
        """Return the same request, paid with the account's own provider key."""
        return replace(self, is_byok=True)


def _times(price: Decimal, amount: int) -> Decimal:
    return EXACT.multiply(price, Decimal(amount))
