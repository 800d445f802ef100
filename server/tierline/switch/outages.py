"""Which tiers are out, until when. Values in, values out: the caller owns the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tierline.task import Tier

COOL_DOWN_S = 60.0
"""How long a tier rests when the provider names no time."""


@dataclass(frozen=True, slots=True)
class Outages:
    """Tiers that can't answer, each with the time (epoch seconds) from which it may be tried again."""

    until: Mapping[Tier, float] = field(default_factory=dict)

    def add(self, tier: Tier, now: float, retry_after_s: float | None) -> "Outages":
        """Return outages with ``tier`` out for ``retry_after_s`` from ``now``, or for the cool-down."""
        rest = COOL_DOWN_S if retry_after_s is None else max(0.0, retry_after_s)
        return replace(self, until={**self.until, tier: now + rest})

    def clear(self, tier: Tier) -> "Outages":
        """Return outages without ``tier``: it has just answered."""
        return replace(self, until={t: end for t, end in self.until.items() if t is not tier})

    def at(self, now: float) -> frozenset[Tier]:
        """Return the tiers that are still out at ``now``."""
        return frozenset(tier for tier, end in self.until.items() if end > now)
