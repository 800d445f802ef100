"""What was spent and what may still be spent. Pure; money is ``Decimal`` USD, exact to the last digit."""

from tierline.ledger.budget import Budget, OverBudget, check, concern
from tierline.ledger.session import SessionBooks, TierBooks, total

__all__ = ["Budget", "OverBudget", "SessionBooks", "TierBooks", "check", "concern", "total"]
