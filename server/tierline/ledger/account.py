"""The till for an event loop: its waiting is done in a thread, in the order in which it was asked for."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from functools import partial
from threading import Lock
from typing import TypeVar
from uuid import uuid4

from tierline.ledger.budget import Budget, OverBudget
from tierline.ledger.spent import NOTHING, Charge, Hold, Spans, Spent, spans_at
from tierline.ledger.till import Till

T = TypeVar("T")

log = logging.getLogger("tierline")


class Account:
    """The user's money across tasks and processes, as ``till`` knows it; without one, in this process alone."""

    def __init__(self, till: Till | None = None) -> None:
        self._till = till or Till()
        self._writer = ThreadPoolExecutor(1, "money")
        self._lock = Lock()
        self._seen = NOTHING
        self._seen_at = Spans("", "", "")
        self._ended: dict[str, Charge] = {}
        """Calls that have ended, and of which the till has not been told yet."""
        self._told: set[str] = set()
        self.tell: Callable[[str], None] = lambda sentence: log.warning("%s", sentence)
        """Gets a sentence for the user where caps can't be kept across processes, once each."""

    async def hold(self, worst_usd: Decimal, budget: Budget, at: datetime) -> Hold:
        """Set money aside for a call that begins ``at``, local time.

        Raises:
            OverBudget: a cap per day or month would be passed; nothing is held.
        """
        held = Hold(key=uuid4().hex, at=at, worst_usd=worst_usd)
        try:
            await self._done(at, partial(self._till.hold, held, budget))
        except asyncio.CancelledError:
            # The thread may have come that far all the same.
            self.release(held, at)
            raise
        finally:
            self._complain(budget)
        return held

    def settle(self, held: Hold, cost_usd: Decimal | None, at: datetime, generation_id: str = "") -> None:
        """Put what a call, ended ``at``, cost in the place of what was held for it; ``None`` is not known yet."""
        charge = Charge(hold=held, cost_usd=cost_usd, generation_id=generation_id)
        with self._lock:
            self._ended[held.key] = charge
        self._submit(at, partial(self._till.settle, charge, at), ended=held.key)

    def release(self, held: Hold, at: datetime) -> None:
        """Give back what was held for a call that was never made."""
        self._submit(at, partial(self._till.release, held, at))

    def note_generation(self, held: Hold, generation_id: str) -> None:
        """Remember, while a call is on its way, what its cost can be asked for later."""
        self._submit(held.at, partial(self._till.note_generation, held, generation_id))

    def resolve(self, key: str, cost_usd: Decimal, at: datetime) -> None:
        """Put a cost that has become known in the place of the risk."""
        self._submit(at, partial(self._till.resolve, at, key, cost_usd))

    def count_free(self, at: datetime, requests: int = 1) -> None:
        """Count requests to a free model."""
        self._submit(at, partial(self._till.count_free, at, requests))

    async def look(self, at: datetime) -> Spent:
        """Return what is spent now, other processes' calls included."""
        await self._done(at, partial(self._till.look, at))
        return self.seen(at)

    async def at_risk(self, at: datetime) -> list[tuple[str, str]]:
        """Return key and generation id of calls whose cost can be asked for, also by processes that are gone."""
        return await asyncio.wrap_future(self._writer.submit(self._till.at_risk, at))

    def seen(self, at: datetime) -> Spent:
        """Return what is spent as far as it was seen, without waiting; this process's own calls are all in it."""
        spans = spans_at(at)
        with self._lock:
            spent, seen_at, ended = self._seen, self._seen_at, list(self._ended.values())
        day = spent.day if seen_at.day == spans.day else NOTHING.day
        month = spent.month if seen_at.month == spans.month else NOTHING.month
        free = spent.free_requests if seen_at.utc_day == spans.utc_day else 0
        for charge in ended:
            if charge.hold.spans.day == spans.day:
                day = day.plus(charge.cost_usd, charge.hold.worst_usd)
            if charge.hold.spans.month == spans.month:
                month = month.plus(charge.cost_usd, charge.hold.worst_usd)
        return Spent(day=day, month=month, free_requests=free)

    async def close(self) -> None:
        """Wait until everything is written."""
        self._writer.submit(self._till.close)
        await asyncio.to_thread(self._writer.shutdown)

    async def _done(self, at: datetime, action: Callable[[], Spent]) -> None:
        await asyncio.wrap_future(self._submit(at, action))

    def _submit(self, at: datetime, action: Callable[[], Spent], ended: str = "") -> Future[None]:
        done = self._writer.submit(self._do, at, action, ended)
        done.add_done_callback(_log_unexpected)
        return done

    def _do(self, at: datetime, action: Callable[[], Spent], ended: str) -> None:
        spent = action()
        with self._lock:
            self._seen, self._seen_at = spent, spans_at(at)
            self._ended.pop(ended, None)

    def _complain(self, budget: Budget) -> None:
        problem = self._till.problem
        if problem and budget.spans_sessions and problem not in self._told:
            self._told.add(problem)
            self.tell(f"{problem} Until it can be used, your caps per day and month hold within this program alone.")


def _log_unexpected(done: "Future[None]") -> None:
    if done.cancelled():
        return
    error = done.exception()
    if error is not None and not isinstance(error, OverBudget):
        log.error("money could not be booked", exc_info=error)
