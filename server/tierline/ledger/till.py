"""Where money is held and settled: in the ledger as long as it can be used, and always in this process's memory too.

The caps of a day and a month hold across processes because the check and the hold are one transaction of the ledger.
Where the ledger can't be used, they hold within this process, on top of what was last seen of the others; what happens
meanwhile is written as soon as it can be. All calls block, and come one after the other.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

from tierline.ledger import holds
from tierline.ledger.budget import Budget, check
from tierline.ledger.connection import connected_for_writing, in_sentences, migrate, transaction, version
from tierline.ledger.errors import LedgerError, NewerLedger
from tierline.ledger.memory import Memory
from tierline.ledger.owner import this_process
from tierline.ledger.schema import VERSION
from tierline.ledger.spent import Charge, Hold, Spent, spans_at

BUSY_S = 5.0
BUSY_AGAIN_S = 0.2
"""How long to wait while another process writes; and how long once that was in vain."""

T = TypeVar("T")
_Write = Callable[[sqlite3.Connection], T]


class Till:
    """Holds and settles in the ledger at ``path``; ``None`` is for what no other process shall know."""

    def __init__(self, path: Path | None = None, *, busy_s: float = BUSY_S) -> None:
        self._path = path
        self._busy_s = busy_s
        self._memory = Memory()
        self._unwritten: deque[_Write[None]] = deque()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._ledger = ""
        """The name of the ledger that was written last."""
        self.problem = ""
        """Why the ledger could not be used last time; empty where it was."""

    def hold(self, held: Hold, budget: Budget) -> Spent:
        """Set money aside for a call, unless a cap on days or months would be passed; return what is spent then.

        Raises:
            OverBudget: it would be; nothing is held.
        """
        caps = replace(budget, per_task_usd=None, per_session_usd=None)

        def write(connection: sqlite3.Connection) -> Spent:
            holds.recover(connection, held.at)
            check(caps, Decimal(0), held.worst_usd, spent=holds.spent_in(connection, held.spans))
            holds.hold(connection, held, this_process())
            return holds.spent_in(connection, held.spans)

        found = self._written(write)
        if found is None:
            check(caps, Decimal(0), held.worst_usd, spent=self._memory.spent(held.spans))
            self._later(lambda connection: holds.hold(connection, held, this_process()))
        self._memory.hold(held)
        return self._seen(held.at, found)

    def release(self, held: Hold, at: datetime) -> Spent:
        """Give back what was held for a call that was never made."""
        self._memory.release(held)
        return self._write(at, partial(holds.release, key=held.key))

    def settle(self, charge: Charge, at: datetime) -> Spent:
        """Put what a call, ended ``at``, cost in the place of what was held for it."""
        self._memory.settle(charge)
        return self._write(at, partial(holds.settle, charge=charge))

    def note_generation(self, held: Hold, generation_id: str) -> Spent:
        """Remember, while a call is on its way, what its cost can be asked for later."""
        return self._write(held.at, lambda connection: holds.note_generation(connection, held.key, generation_id))

    def resolve(self, at: datetime, key: str, cost_usd: Decimal) -> Spent:
        """Put a cost that has become known in the place of the risk; one that is known already stays."""
        self._memory.resolve(key, cost_usd)
        return self._write(at, lambda connection: holds.resolve(connection, key, cost_usd))

    def count_free(self, at: datetime, requests: int = 1) -> Spent:
        """Count requests to a free model."""
        self._memory.count_free(spans_at(at), requests)
        return self._write(at, lambda connection: holds.count_free(connection, spans_at(at), requests))

    def look(self, at: datetime) -> Spent:
        """Return what is spent; no ledger is begun for that alone."""
        if self._path is None or not (self._path.exists() or self._unwritten):
            return self._memory.spent(spans_at(at))
        return self._seen(at, self._written(lambda connection: holds.spent_in(connection, spans_at(at))))

    def at_risk(self, at: datetime, most: int = 100) -> list[tuple[str, str]]:
        """Return key and generation id of calls whose cost can be asked for, those of dead processes among them."""
        if self._path is None or not self._path.exists():
            return []

        def write(connection: sqlite3.Connection) -> list[tuple[str, str]]:
            holds.recover(connection, at)
            return holds.at_risk(connection, most)

        return self._written(write) or []

    def close(self) -> None:
        """Write what is left, if that can be, and let go of the file."""
        if self._unwritten:
            self._written(lambda _connection: None)
        self._drop()

    def _write(self, at: datetime, change: _Write[None]) -> Spent:
        def write(connection: sqlite3.Connection) -> Spent:
            change(connection)
            return holds.spent_in(connection, spans_at(at))

        found = self._written(write)
        if found is None:
            self._later(change)
        return self._seen(at, found)

    def _seen(self, at: datetime, found: Spent | None) -> Spent:
        """Return the sums that count, given those of the ledger, if it told any."""
        if found is None:
            return self._memory.spent(spans_at(at))
        self._memory.note_ledger(spans_at(at), found)
        return found

    def _later(self, change: _Write[None]) -> None:
        if self._path is not None:
            self._unwritten.append(change)

    def _written(self, write: _Write[T]) -> T | None:
        """Do ``write`` in the ledger, after what was left to be written; ``None`` where it can't be used now."""
        if self._path is None:
            return None
        try:
            with in_sentences(self._path), self._transaction(self._path) as connection:
                this = holds.identity(connection)
                if self._ledger not in ("", this):
                    # Another file stands where ours stood. Others bring along what is theirs.
                    self._carry(connection)
                else:
                    for change in self._unwritten:
                        change(connection)
                found = write(connection)
        except LedgerError as error:
            self.problem = str(error)
            self._drop()
            return None
        self._unwritten.clear()
        self._ledger, self.problem = this, ""
        return found

    def _carry(self, connection: sqlite3.Connection) -> None:
        """Write all that this process has spent and holds into a ledger that knows nothing of it."""
        holds.add_sums(connection, self._memory.sums)
        for held in self._memory.risks:
            holds.hold(connection, held, owner="")
        for held in self._memory.open:
            holds.hold(connection, held, this_process())

    @contextmanager
    def _transaction(self, path: Path) -> Iterator[sqlite3.Connection]:
        connection = self._connected(path)
        with transaction(connection):
            if version(connection) > VERSION:
                raise NewerLedger(f"The ledger {path} was written by a later version of Tierline; update this one.")
            migrate(connection)
            yield connection

    def _connected(self, path: Path) -> sqlite3.Connection:
        """Return a connection to the file that is there now: another process may have set ours aside."""
        if self._connection is not None and self._file != _identity(path):
            self._drop()
        if self._connection is None:
            busy_s = min(self._busy_s, BUSY_AGAIN_S) if self.problem else self._busy_s
            self._connection = connected_for_writing(path, busy_s)
            self._file = _identity(path)
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
