"""The books of one session, in memory."""

from dataclasses import dataclass, field
from decimal import Decimal

from tierline.task import Tier


@dataclass(slots=True)
class TierBooks:
    """What one tier has cost."""

    calls: int = 0
    cost_usd: Decimal = Decimal(0)


@dataclass(slots=True)
class SessionBooks:
    """Every call of a session. An unknown cost is counted as unknown, not as zero."""

    tiers: dict[Tier, TierBooks] = field(default_factory=lambda: {tier: TierBooks() for tier in Tier})
    unknown_costs: int = 0

    def settle(self, tier: Tier, cost_usd: Decimal | None) -> None:
        """Book one call; ``None`` is a cost that nobody has told."""
        self.tiers[tier].calls += 1
        if cost_usd is None:
            self.unknown_costs += 1
        else:
            self.tiers[tier].cost_usd += cost_usd

    @property
    def cost_usd(self) -> Decimal:
        """All known costs together."""
        return sum((books.cost_usd for books in self.tiers.values()), Decimal(0))

    @property
    def calls(self) -> int:
        """All calls together."""
        return sum(books.calls for books in self.tiers.values())
