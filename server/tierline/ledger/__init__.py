"""What was spent, may still be spent, and came of it. Money is exact ``Decimal`` USD.

``connection``, ``holds``, ``store`` and ``till`` speak SQLite; the rest is pure but for ``account``'s thread.
"""

from tierline.ledger.budget import Budget, Cap, Level, OverBudget, caps, check, concern
from tierline.ledger.rows import CallRow, Fate, State, TaskRow
from tierline.ledger.session import SessionBooks, TierBooks, total
from tierline.ledger.spent import NOTHING, Hold, Spent, Totals

__all__ = [
    "NOTHING",
    "Budget",
    "CallRow",
    "Cap",
    "Fate",
    "Hold",
    "Level",
    "OverBudget",
    "SessionBooks",
    "Spent",
    "State",
    "TaskRow",
    "TierBooks",
    "Totals",
    "caps",
    "check",
    "concern",
    "total",
]
