"""The ledger on disk: what became of tasks.

A connection lives for one operation, so that several editors can write by turns and a process that dies holds nothing.
Write-ahead logging keeps readers and the one writer apart, and what a killed process had not committed
never was. All calls block: an event loop hands them to a thread.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from tierline.ledger.columns import call_row, call_values, task_row, task_values, timestamp
from tierline.ledger.connection import check, connected, connected_for_writing, in_sentences, migrate, transaction
from tierline.ledger.errors import LedgerError, NoLedger, NotALedger
from tierline.ledger.holds import take_resolved
from tierline.ledger.rows import CallRow, Fate, TaskRow
from tierline.ledger.schema import INSERT_CALL, INSERT_TASK, VERSION

BUSY_S = 5.0
"""How long to wait while another process writes."""

_BESIDE = ("", "-wal", "-shm")
"""SQLite's files of one database, by what is added to its name."""


class Ledger:
    """The file at ``path``; made, readable by its user alone, at the first write."""

    def __init__(self, path: Path, *, busy_s: float = BUSY_S) -> None:
        self.path = path
        self._busy_s = busy_s

    def add(self, row: TaskRow) -> str:
        """Write a task and its calls, all or nothing.

        A file that is no ledger, or a broken one, is set aside and a new one begun; the sentence that says so is
        returned, and an empty one where all is well.

        Raises:
            LedgerError: it can't be written now.
        """
        try:
            self._insert(row)
        except NotALedger:
            return self._begin_anew(row)
        return ""

    def settle(self, key: str, fate: Fate) -> None:
        """Say what became of the answer to the task with this key; of an unknown one nothing.

        Raises:
            LedgerError: it can't be written now.
        """
        with self._writing() as connection:
            connection.execute("UPDATE tasks SET fate = ? WHERE key = ?", (fate.value, key))

    def forget_learning(self, now: datetime) -> None:
        """Mark that tasks before ``now`` teach nothing any more.

        Raises:
            LedgerError: it can't be written now.
        """
        with self._writing() as connection:
            connection.execute("INSERT INTO marks (at_utc, what) VALUES (?, 'learning')", (timestamp(now),))

    def learning_since(self) -> datetime | None:
        """Return the last such mark, if there is one.

        Raises:
            NoLedger: there is no file. LedgerError: it can't be read.
        """
        with self._reading() as connection:
            (found,) = connection.execute("SELECT max(at_utc) FROM marks WHERE what = 'learning'").fetchone()
        return None if found is None else datetime.fromisoformat(found)

    def newest(self) -> datetime | None:
        """Return when the newest task began, if there is one.

        Raises:
            NoLedger: there is no file. LedgerError: it can't be read.
        """
        with self._reading() as connection:
            (found,) = connection.execute("SELECT max(at_utc) FROM tasks").fetchone()
        return None if found is None else datetime.fromisoformat(found)

    def tokens_by_model(self, since: datetime) -> dict[str, tuple[int, float, float]]:
        """Return for each model asked since then how often it answered, and the mean tokens in and out.

        Raises:
            NoLedger: there is no file. LedgerError: it can't be read.
        """
        with self._reading() as connection:
            found = connection.execute(
                """SELECT calls.model AS model, count(*) AS times,
                    avg(prompt_tokens) AS prompt, avg(completion_tokens) AS completion
                FROM tasks JOIN calls ON task_key = key
                WHERE at_utc >= ? AND answered AND prompt_tokens IS NOT NULL AND completion_tokens IS NOT NULL
                GROUP BY calls.model""",
                (timestamp(since),),
            )
            return {row["model"]: (row["times"], row["prompt"], row["completion"]) for row in found}

    def tasks(self, since: datetime | None = None) -> list[TaskRow]:
        """Return the tasks that began at ``since`` or later, the oldest first.

        Raises:
            NoLedger: there is no file. LedgerError: it can't be read.
        """
        first = ("" if since is None else timestamp(since),)
        calls: dict[str, list[CallRow]] = defaultdict(list)
        with self._reading() as connection:
            # One transaction, so that no task comes between its calls and itself.
            connection.execute("BEGIN")
            for values in connection.execute(
                "SELECT calls.* FROM calls JOIN tasks ON key = task_key WHERE at_utc >= ? ORDER BY attempt", first
            ):
                calls[values["task_key"]].append(call_row(values))
            found = connection.execute("SELECT * FROM tasks WHERE at_utc >= ? ORDER BY at_utc, key", first)
            return [task_row(values, calls[values["key"]]) for values in found]

    def _insert(self, row: TaskRow) -> None:
        calls = [call_values(row.key, attempt, call) for attempt, call in enumerate(row.calls, start=1)]
        with self._writing() as connection:
            connection.execute(INSERT_TASK, task_values(row))
            connection.executemany(INSERT_CALL, calls)
            for call in row.calls:
                if call.cost_usd is None and call.charge and (cost := take_resolved(connection, call.charge)):
                    connection.execute("UPDATE calls SET cost_usd = ? WHERE charge = ?", (cost, call.charge))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with (
            in_sentences(self.path),
            closing(connected_for_writing(self.path, self._busy_s)) as connection,
            transaction(connection),
        ):
            migrate(connection)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        none = NoLedger(f"There is no ledger {self.path}; yours begins with your first task.")
        if not self.path.is_file():
            raise none
        with in_sentences(self.path), closing(connected(self.path, self._busy_s)) as connection:
            version = check(connection, self.path)
            if not version:
                raise none
            if version < VERSION:
                with transaction(connection):
                    migrate(connection)
            yield connection

    def _begin_anew(self, row: TaskRow) -> str:
        """Set the file aside and write ``row`` into a new one."""
        try:
            with FileLock(f"{self.path}.lock", timeout=self._busy_s, mode=0o600):
                # Another process may have come first, and then all is well.
                if _is_ledger(self):
                    self._insert(row)
                    return ""
                aside = _set_aside(self.path)
                self._insert(row)
        except (OSError, Timeout) as error:
            raise LedgerError(
                f"The ledger {self.path} is damaged and can't be set aside ({error}); this task is not recorded."
            ) from None
        return f"The ledger {self.path} is damaged; it is kept as {aside.name}, and a new one is begun."


def _is_ledger(ledger: Ledger) -> bool:
    try:
        ledger.tasks()
    except NotALedger:
        return False
    return True


def _set_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.stem}.broken-{stamp}{path.suffix}")
    for end in _BESIDE:
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + end))
    return aside
