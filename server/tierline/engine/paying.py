"""The money of one call: set aside before it, booked after it, corrected once an unknown cost becomes known."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tierline.ledger import Budget, Hold, SessionBooks, check
from tierline.ledger.account import Account
from tierline.task import Tier


@dataclass(slots=True, kw_only=True)
class Payment:
    """Money set aside for a call; ``settle`` ends it, once."""

    tier: Tier
    worst_usd: Decimal
    books: SessionBooks
    account: Account
    held: Hold | None
    """``None`` where the call is free."""
    generation_id: str = ""

    @property
    def charge(self) -> str:
        """What the ledger knows the call by; empty where it is free."""
        return self.held.key if self.held else ""

    def note(self, generation_id: str) -> None:
        """Remember what the cost can be asked for, should this process not live to see the end."""
        if generation_id and generation_id != self.generation_id:
            self.generation_id = generation_id
            if self.held:
                self.account.note_generation(self.held, generation_id)

    def settle(self, cost_usd: Decimal | None, now: datetime, *, requests: int = 1) -> None:
        """Book what the call cost; ``None`` is not known. ``requests`` is how many left: with a retry more than one."""
        self.books.hold(-self.worst_usd)
        self.books.settle(self.tier, cost_usd, self.worst_usd)
        unsent = not requests and not cost_usd and cost_usd is not None
        if self.held and unsent:
            self.account.release(self.held, now)
        elif self.held:
            self.account.settle(self.held, cost_usd, now, self.generation_id)
        elif requests:
            self.account.count_free(now, requests)

    def resolve(self, cost_usd: Decimal, now: datetime) -> None:
        """Book a cost that was unknown when the call ended."""
        self.books.resolve(self.tier, cost_usd, self.worst_usd)
        if self.held:
            self.account.resolve(self.held.key, cost_usd, now)


async def reserve(  # noqa: PLR0913 what is paid, from where, and what was paid before
    books: SessionBooks,
    account: Account,
    budget: Budget,
    *,
    tier: Tier,
    worst_usd: Decimal | None,
    task_usd: Decimal,
    now: datetime,
) -> Payment:
    """Set money aside for a call whose worst case is ``worst_usd``; a free one needs none.

    ``task_usd`` is what the task's earlier calls have committed.

    Raises:
        OverBudget: a cap would be passed.
    """
    check(budget, books.committed_usd, worst_usd, task_usd=task_usd)
    worst, held = worst_usd or Decimal(0), None
    # In one step with the check, so that no other task of the session comes between.
    books.hold(worst)
    if worst_usd is None or worst:
        try:
            held = await account.hold(worst, budget, now)
        except BaseException:
            books.hold(-worst)
            raise
    return Payment(tier=tier, worst_usd=worst, books=books, account=account, held=held)
