"""The books of one session, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Context, Decimal

from tierline.task import Tier

_EXACT = Context(prec=100)
"""Wide enough that no sum of costs is ever rounded; Python's own context keeps 28 digits."""


def total(costs: Iterable[Decimal]) -> Decimal:
    """Return the exact sum."""
    found = Decimal(0)
    for cost in costs:
        found = _EXACT.add(found, cost)
    return found


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
    at_risk_usd: Decimal = Decimal(0)
    """What the calls of unknown cost can have cost at most; caps count it as spent."""
    held_usd: Decimal = Decimal(0)
    """What the calls on their way can cost at most; caps count it too."""

    def hold(self, worst_case_usd: Decimal) -> None:
        """Set money aside for a call that is about to be made; a negative amount gives it back."""
        self.held_usd = total((self.held_usd, worst_case_usd))

    def settle(self, tier: Tier, cost_usd: Decimal | None, worst_case_usd: Decimal = Decimal(0)) -> None:
        """Book one call; ``None`` is a cost that nobody has told, of ``worst_case_usd`` at most."""
        self.tiers[tier].calls += 1
        if cost_usd is None:
            self.unknown_costs += 1
            self.at_risk_usd = total((self.at_risk_usd, worst_case_usd))
        else:
            self.tiers[tier].cost_usd = total((self.tiers[tier].cost_usd, cost_usd))

    def resolve(self, tier: Tier, cost_usd: Decimal, worst_case_usd: Decimal = Decimal(0)) -> None:
        """Put a cost that has become known in the place of an unknown one, of ``worst_case_usd`` at most."""
        self.unknown_costs -= 1
        self.at_risk_usd = total((self.at_risk_usd, -worst_case_usd))
        self.tiers[tier].cost_usd = total((self.tiers[tier].cost_usd, cost_usd))

    @property
    def cost_usd(self) -> Decimal:
        """All known costs together."""
        return total(books.cost_usd for books in self.tiers.values())

    @property
    def committed_usd(self) -> Decimal:
        """What counts against the caps: all known costs, and the worst case of the others and of those on their way."""
        return total((self.cost_usd, self.at_risk_usd, self.held_usd))

    @property
    def calls(self) -> int:
        """All calls together."""
        return sum(books.calls for books in self.tiers.values())
