"""How figures are put into words, the same for the status bar and the terminal."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tierline.ledger import Cap, Level, Spent
from tierline.task import Decision, Tier

_SIGNIFICANT = 2


def usd(amount: Decimal | None) -> str:
    """Return dollars with two significant digits below a cent; an unknown cost is not zero."""
    if amount is None:
        return "cost unknown"
    if not amount:
        return "$0"
    if amount >= Decimal("0.01"):
        return f"${amount:.2f}"
    digits = max(4, _SIGNIFICANT - 1 - amount.adjusted())
    return f"${amount:.{digits}f}"


def money_lines(spent: Spent, caps: Sequence[Cap]) -> list[str]:
    """Return what day and month have cost, and how far each cap is used up, a sentence or more a line."""
    unknown = spent.month.unknown_costs
    calls = "1 call is" if unknown == 1 else f"{unknown:,} calls are"
    risk = f" {calls} of unknown cost, {usd(spent.month.at_risk_usd)} at most." if unknown else ""
    noun = "request" if spent.free_requests == 1 else "requests"
    free = f" {spent.free_requests:,} {noun} to free models since midnight UTC." if spent.free_requests else ""
    return [
        f"Today: {usd(spent.day.cost_usd)}; this month: {usd(spent.month.cost_usd)}.{risk}{free}",
        *(
            f"Cap per {cap.span}: {usd(cap.used_usd)} of ${cap.cap_usd:f} ({cap.share:.0%}){_LEVELS[cap.level]}."
            for cap in caps
        ),
    ]


_LEVELS = {Level.UNDER: "", Level.SOFT: ", nearly used up", Level.HARD: ", used up: only free models are asked"}


def short(model: str) -> str:
    """Return a model's id without its author: ``acme/coder-9b`` is ``coder-9b``."""
    return model.rpartition("/")[2]


def because(decision: Decision) -> str:
    """Return the decision's reason as a clause, with the rule's name."""
    return f"{decision.tier}, because {decision.reason} (rule: {decision.rule})"


def line(tier: Tier | None, model: str, cost: Decimal | None, *, known: bool = True) -> str:
    """Return ``tier · model · cost``, as far as it is known."""
    parts = [tier.value if tier else "", short(model), usd(cost) if known else ""]
    return " · ".join(part for part in parts if part)


def counted(kinds: Mapping[str, int]) -> str:
    """Return how many there are of each kind (``2 of kind GitHub Token, 1 of kind private key``)."""
    return ", ".join(f"{count} of kind {kind}" for kind, count in kinds.items())
