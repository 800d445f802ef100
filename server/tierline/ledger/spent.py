"""What the user's calls of a day and of a month add up to, those on their way included.

A day is the user's own: that of the clock on the wall at the moment of the call, whatever its length, so that a change
to summer time moves no money. A call belongs to the day on which it was begun.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

from tierline.ledger.session import total


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums of one span of time."""

    cost_usd: Decimal = Decimal(0)
    """All costs that are known."""
    at_risk_usd: Decimal = Decimal(0)
    """What the calls of unknown cost can have cost at most."""
    held_usd: Decimal = Decimal(0)
    """What the calls on their way can cost at most."""
    unknown_costs: int = 0
    calls: int = 0

    @property
    def committed_usd(self) -> Decimal:
        """What counts against a cap."""
        return total((self.cost_usd, self.at_risk_usd, self.held_usd))

    def plus(self, cost_usd: Decimal | None, worst_usd: Decimal, calls: int = 1) -> "Totals":
        """Return the sums with a call that has ended; ``None`` is a cost that nobody has told, of ``worst_usd``."""
        unknown = cost_usd is None
        return replace(
            self,
            cost_usd=total((self.cost_usd, cost_usd or Decimal(0))),
            at_risk_usd=total((self.at_risk_usd, worst_usd)) if unknown else self.at_risk_usd,
            unknown_costs=self.unknown_costs + unknown,
            calls=self.calls + calls,
        )

    def without_risk(self, worst_usd: Decimal) -> "Totals":
        """Return the sums without a call that was thought to be at risk, and was never made."""
        return replace(self.resolved(Decimal(0), worst_usd), calls=self.calls - 1)

    def together(self, other: "Totals") -> "Totals":
        """Return both sums as one."""
        return Totals(
            cost_usd=total((self.cost_usd, other.cost_usd)),
            at_risk_usd=total((self.at_risk_usd, other.at_risk_usd)),
            held_usd=total((self.held_usd, other.held_usd)),
            unknown_costs=self.unknown_costs + other.unknown_costs,
            calls=self.calls + other.calls,
        )

    def resolved(self, cost_usd: Decimal, worst_usd: Decimal) -> "Totals":
        """Return the sums with a cost that has become known of a call that was at risk."""
        return replace(
            self,
            cost_usd=total((self.cost_usd, cost_usd)),
            at_risk_usd=total((self.at_risk_usd, -worst_usd)),
            unknown_costs=self.unknown_costs - 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What is known of today and of this month."""

    day: Totals = field(default_factory=Totals)
    month: Totals = field(default_factory=Totals)
    free_requests: int = 0
    """Those to free models since midnight in UTC, when OpenRouter begins to count anew."""


NOTHING = Spent()


@dataclass(frozen=True, slots=True)
class Spans:
    """The names of the spans that a moment belongs to."""

    day: str
    """As ``2026-03-02``, by the clock on the user's wall."""
    month: str
    """As ``2026-03``."""
    utc_day: str
    """As ``2026-03-02Z``."""


def spans_at(at: datetime) -> Spans:
    """Return the spans of ``at``, which is local time and says how far it is from UTC."""
    day = at.date().isoformat()
    return Spans(day, month_of(day), f"{at.astimezone(UTC).date().isoformat()}Z")


def month_of(day: str) -> str:
    """Return the month of a day's name."""
    return day[:7]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Money set aside for a call before it is made."""

    key: str
    """Of this call alone."""
    at: datetime
    """Local time, with its offset from UTC."""
    worst_usd: Decimal
    """What the call can cost at most."""

    @property
    def spans(self) -> Spans:
        """The spans that the call belongs to."""
        return spans_at(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """The end of a call for which money was held."""

    hold: Hold
    cost_usd: Decimal | None
    """``None`` where nobody knows it yet."""
    generation_id: str = ""
    """What the cost can be asked for later; empty where it is not known."""
