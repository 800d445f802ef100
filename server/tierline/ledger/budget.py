"""Hard caps, checked before anything is sent."""

from dataclasses import dataclass
from decimal import Decimal

from tierline.ledger.session import total
from tierline.task import TierlineError

NEARLY = Decimal("0.8")
"""The share of a cap from which money counts as tight."""


class OverBudget(TierlineError):
    """A cap that the user set would be passed."""

    code = "over-budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Caps in USD; ``None`` means no cap."""

    per_task_usd: Decimal | None = None
    per_session_usd: Decimal | None = None


def concern(budget: Budget, spent_usd: Decimal) -> str:
    """Say why money is tight; empty if it is not."""
    cap = budget.per_session_usd
    if cap is None or spent_usd < cap * NEARLY:
        return ""
    return f"this session's budget is nearly used up ({_usd(spent_usd)} of ${cap})"


def check(budget: Budget, spent_usd: Decimal, estimate_usd: Decimal | None) -> None:
    """Let a call pass whose worst case is ``estimate_usd``; a free one always passes.

    Raises:
        OverBudget: a cap would be passed, or there is one and the worst case is unknown (``None``).
    """
    if estimate_usd is None:
        if budget.per_task_usd is not None or budget.per_session_usd is not None:
            raise OverBudget(
                "The price of this model is not known, so your cap could not be kept; "
                "choose a model that `tierline models` lists, or remove the cap."
            )
        return
    if not estimate_usd:
        return
    caps = (
        ("per task", "budget.perTaskUsd", budget.per_task_usd, estimate_usd),
        ("per session", "budget.perSessionUsd", budget.per_session_usd, total((spent_usd, estimate_usd))),
    )
    for span, setting, cap, reached in caps:
        if cap is not None and reached > cap:
            raise OverBudget(
                f"This could cost up to {_usd(estimate_usd)}, more than your cap {span} of ${cap} leaves; "
                f"raise {setting}, or ask for the minimum tier, which is free."
            )


def _usd(amount: Decimal) -> str:
    """Show four decimals, and more where the amount would vanish."""
    return f"${amount:.{max(4, 1 - amount.adjusted())}f}"
