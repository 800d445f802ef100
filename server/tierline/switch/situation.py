"""Everything a rule may look at."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from tierline.task import JUDGES_CODE, Complexity, Importance, Profile, Tier

BASE = "base"
"""The classifier's signal of where any task of its kind begins: true of all, so no reason for one."""
MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A task's profile and the state of the world at the moment of deciding."""

    profile: Profile
    pin: Tier | None = None
    """The tier the user asked for, if any."""
    out: frozenset[Tier] = field(default=frozenset())
    """Tiers that can't answer now: rate-limited or down."""
    cost_concern: str = ""
    """Why money is tight now (``you set costConcern to high``); empty if it is not."""
    language: str = ""
    """LSP language id; empty if unknown."""
    path: str = ""
    """Relative to the project, with ``/``; empty for an unnamed buffer."""
    now: datetime | None = None
    """Local time; where it is unknown (``None``) no condition on time holds."""
    budget_left_usd: Decimal | None = None
    """The least that a cap on session, day or month leaves, 0 or more; ``None`` without a cap."""
    budget_used: float | None = None
    """The largest share of such a cap that is spent, at risk or on its way, 0 or more; ``None`` without a cap."""

    @property
    def critical(self) -> bool:
        """Whether a wrong answer would hurt."""
        return self.profile.importance is Importance.CRITICAL

    @property
    def complex_coding(self) -> bool:
        """Whether the task is complex and its answer is code or a judgement of code."""
        return self.profile.complexity is Complexity.COMPLEX and self.profile.kind in JUDGES_CODE

    @property
    def harder(self) -> str:
        """What most makes the task hard, in words; empty if nothing was seen that does."""
        found = [signal for signal in self.profile.signals if signal.weight > 0 and signal.name != BASE]
        return ", ".join(signal.sentence for signal in sorted(found, key=lambda s: -s.weight)[:MOST_NAMED])

    @property
    def easier(self) -> str:
        """What most makes the task easy, in words; empty if nothing was seen that does."""
        found = [signal for signal in self.profile.signals if signal.weight < 0]
        return ", ".join(signal.sentence for signal in sorted(found, key=lambda s: s.weight)[:MOST_NAMED])

    def said(self, *names: str) -> str:
        """Return what the signals of these names say."""
        return ", ".join(signal.sentence for signal in self.profile.signals if signal.name in names)
