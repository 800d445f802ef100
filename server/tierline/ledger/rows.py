"""What the ledger remembers of a task and of its calls.

No code, no prompt, no instruction, no answer and no provider's words. What a task was about is kept as figures, names
of signals, the name of the project's folder, and the path in it, without the project's place on the disk. Paths are
kept on purpose, for without them no rule about paths could be tried on the past (``tierline replay``).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from tierline.ledger.session import total
from tierline.task import Complexity, Importance, Kind, Tier


class Fate(StrEnum):
    """What became of an answer."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    """Put into the text and left there, or said to be good."""
    REJECTED = "rejected"
    """Discarded by the user."""
    UNDONE = "undone"
    """Put into the text, and taken out of it soon after."""
    RETRIED = "retried"
    """The same was asked of a dearer tier soon after."""

    @property
    def against(self) -> bool:
        """Whether it speaks against the tier that answered."""
        return self in {Fate.REJECTED, Fate.UNDONE, Fate.RETRIED}


class State(StrEnum):
    """How a task ended."""

    APPLIED = "applied"
    ANSWERED = "answered"
    KEPT = "kept"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One model that was asked; ``None`` is unknown. A failed call may have cost something all the same."""

    tier: Tier
    model: str
    """The OpenRouter id that was asked for."""
    answered: bool
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    """Those of the reasoning among them."""
    reasoning_tokens: int | None = None
    cost_usd: Decimal | None = None
    latency_ms: int = 0
    """From the request to the end of the answer."""
    score: float | None = None
    """0 to 10; ``None`` where nothing was answered."""
    charge: str = ""
    """The key of the money that was held for it; empty where it was free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task: what it looked like, how the world was, what was decided, what came of it."""

    key: str
    """Of this row alone, in all sessions; a client may use its own ``task_id`` again."""
    task_id: str
    at: datetime
    """When it began; local time with its offset from UTC, because rules may look at the clock."""
    kind: Kind
    """What was asked for."""
    detected: Kind
    """What the words were understood to ask for."""
    language: str
    path: str
    """Relative to the project; of a file outside any, the name and its folder's."""
    lines: int
    difficulty: float
    complexity: Complexity
    importance: Importance
    prototyping: bool
    signals: tuple[str, ...]
    """Names, not sentences: those may quote the instruction."""
    pin: Tier | None
    """The tier that the user asked for."""
    out: frozenset[Tier]
    """Tiers that could not answer then."""
    spent_usd: Decimal
    """What the session had spent, or risked, before."""
    tier: Tier
    model: str
    """Tier and first model of the decision."""
    rule: str
    state: State
    answered_tier: Tier | None = None
    answered_model: str = ""
    """Whose answer counts in the end; ``None`` and empty if nobody's."""
    score: float | None = None
    escalated: bool = False
    latency_ms: int = 0
    fate: Fate = Fate.UNKNOWN
    project: str = ""
    """The name of the project's top folder, without its place on the disk; empty outside any."""
    calls: tuple[CallRow, ...] = ()

    @property
    def day(self) -> str:
        """The day on which it began, on the clock of the user's wall: ``YYYY-MM-DD``. Caps per day count the same."""
        return self.at.date().isoformat()

    @property
    def cost_usd(self) -> Decimal | None:
        """All calls together; ``None`` as soon as one cost is unknown."""
        costs = [call.cost_usd for call in self.calls]
        return None if None in costs else total(cost for cost in costs if cost is not None)

    @property
    def known_cost_usd(self) -> Decimal:
        """The costs that are known."""
        return total(call.cost_usd for call in self.calls if call.cost_usd is not None)

    @property
    def answer(self) -> CallRow | None:
        """The call whose answer counts; ``None`` if nobody answered."""
        answered = [call for call in self.calls if call.answered]
        of_tier = [call for call in answered if call.tier is self.answered_tier]
        return next(reversed(of_tier or answered), None)
