"""What was spent, may still be spent, and came of it. Pure but for ``store``; money is exact ``Decimal`` USD."""

from tierline.ledger.budget import Budget, OverBudget, check, concern
from tierline.ledger.rows import CallRow, Fate, State, TaskRow
from tierline.ledger.session import SessionBooks, TierBooks, total

__all__ = [
    "Budget",
    "CallRow",
    "Fate",
    "OverBudget",
    "SessionBooks",
    "State",
    "TaskRow",
    "TierBooks",
    "check",
    "concern",
    "total",
]
