"""What comes out at the other end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tierline.answer import Score
from tierline.ledger import total
from tierline.task import Decision, Profile, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One model that was asked, or passed over. ``error`` is empty where it answered; ``None`` is unknown."""

    model: str
    tier: Tier
    at: float = 0.0
    """When it was asked, or passed over; epoch seconds."""
    error: str = ""
    skipped: bool = False
    """Whether nothing was sent: it rests after failures; ``error`` says until when."""
    cost_usd: Decimal | None = Decimal(0)
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    """Those of the reasoning among them."""
    reasoning_tokens: int | None = None
    latency_ms: int = 0
    score: float | None = None
    """0 to 10; ``None`` where nothing was answered."""
    judges: bool = False
    """Whether it was asked for its opinion of another's answer."""
    cached: bool = False
    """Whether no call was made for it: the answer is one that another task has paid for."""
    charge: str = ""
    """What the ledger knows its money by; empty where it is free."""
    provider: str = ""
    """Who answered, as far as it was told."""


def skipped(model: str, tier: Tier, why: Exception, at: float) -> Attempt:
    """Return the attempt of a model that was passed over."""
    return Attempt(model=model, tier=tier, at=at, error=str(why), skipped=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A complete answer of one model."""

    text: str
    new_text: str | None
    """What takes the place of the selection; ``None`` for kinds that don't edit and where none was found."""
    model: str
    """The model that really answered, as OpenRouter says."""
    provider: str
    tier: Tier
    score: Score
    finish_reason: str
    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: Decimal | None
    cached: bool = False
    """Whether it is one that another task has paid for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer that counts, what led to it and what all of it cost."""

    profile: Profile
    decision: Decision
    answer: Answer
    attempts: tuple[Attempt, ...]
    other: Answer | None = None
    """The other of two answers after an escalation: nothing that was paid for is thrown away."""
    not_escalated: str = ""
    """Why MAXIMUM was not asked although the answer is poor: it could not mend it; empty where that is not so."""
    masked: Mapping[str, int] = field(default_factory=dict)
    """What kinds of secrets did not leave, and how many of each."""

    @property
    def escalated(self) -> bool:
        """Whether MAXIMUM answered after DEFAULT."""
        return self.other is not None

    @property
    def cost_usd(self) -> Decimal | None:
        """All attempts together; ``None`` as soon as one cost is unknown."""
        costs = [attempt.cost_usd for attempt in self.attempts]
        return None if None in costs else total(cost for cost in costs if cost is not None)
