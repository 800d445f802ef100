"""An answer as it grows, and its end. Pure but for the time at which an error is seen."""

import time
from dataclasses import dataclass
from decimal import Decimal

from tierline.openrouter.errors import TryAnother, Unavailable, error_in
from tierline.openrouter.wire import Chunk, Usage


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A new piece of the answer; the first may be empty, and only tell which generation it is."""

    text: str
    generation_id: str = ""
    """What the bill can be asked for later; empty where it was told before, or is not known."""
    shared: bool = False
    """Whether it comes out of another task's call, which pays for it."""
    retried: bool = False
    """Whether it only tells that a request was sent and failed, and that the same is asked once more."""
    provider: str = ""
    """Who answers, as OpenRouter calls it; empty where it was told before, or is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The end of an answer: who really gave it, why it ended, what it used (``None``: not said)."""

    generation_id: str
    model: str
    provider: str
    finish_reason: str
    usage: Usage | None
    cached: bool = False
    """Whether no call was made for it: it is an answer that another task has paid for."""


@dataclass(slots=True)
class PartialAnswer:
    """What has been seen of an answer so far."""

    asked: str
    generation_id: str = ""
    model: str = ""
    provider: str = ""
    finish_reason: str = ""
    usage: Usage | None = None
    has_text: bool = False
    begun: bool = False

    @property
    def cost_usd(self) -> Decimal | None:
        """What it cost, as far as is known: nothing before it began."""
        if self.usage:
            return self.usage.total_usd
        return None if self.begun else Decimal(0)

    def take(self, chunk: Chunk) -> str:
        """Note what ``chunk`` says and return its text.

        Raises:
            OpenRouterError: it carries an error.
        """
        if failure := chunk.failure:
            error = error_in(failure, model=self.asked, now=time.time())
            error.cost_usd = self.cost_usd
            raise error
        # Reasoning is billed too, also where no text follows.
        self.begun = self.begun or bool(chunk.choices)
        self.generation_id = chunk.id or self.generation_id
        self.model = chunk.model or self.model
        self.provider = chunk.provider or self.provider
        self.usage = chunk.usage or self.usage
        text = "".join(choice.text for choice in chunk.choices)
        for choice in chunk.choices:
            self.finish_reason = choice.finish_reason or self.finish_reason
        self.has_text = self.has_text or bool(text)
        return text

    def end(self) -> Completion:
        """Return the completion, if this was one.

        Raises:
            TryAnother: it broke off, ended in an error, or has no text.
        """
        if not self.finish_reason:
            raise Unavailable(
                f"The connection ended before {self.asked}'s answer was complete; try again.",
                code="broken-stream",
            )
        if self.finish_reason == "error":
            raise Unavailable(
                f"{self.asked} stopped with an error; try again.", code="provider-failed", cost_usd=self.cost_usd
            )
        if not self.has_text:
            spent = " (all its tokens went into reasoning)" if self.finish_reason == "length" else ""
            raise TryAnother(
                f"{self.asked} gave an empty answer{spent}; try again or choose another tier.",
                code="empty-answer",
                cost_usd=self.cost_usd,
            )
        return Completion(
            generation_id=self.generation_id,
            model=self.model or self.asked,
            provider=self.provider,
            finish_reason=self.finish_reason,
            usage=self.usage,
        )
