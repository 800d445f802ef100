"""The ledger on disk: the only module that speaks SQLite.

A connection lives for one operation, so that several editors can write by turns and a process that dies holds nothing.
Write-ahead logging keeps readers and the one writer apart, and what a killed process had not committed
never was. All calls block: an event loop hands them to a thread.
"""

import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from tierline.ledger.columns import call_row, call_values, task_row, task_values, timestamp
from tierline.ledger.errors import LedgerError, NewerLedger, NoLedger, NotALedger
from tierline.ledger.rows import CallRow, Fate, TaskRow
from tierline.ledger.schema import APPLICATION_ID, INSERT_CALL, INSERT_TASK, MIGRATIONS, VERSION

BUSY_S = 5.0
"""How long to wait while another process writes."""

_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
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

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _in_sentences(self.path):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Before SQLite does: it gives the files beside it the same mode.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(self._connected()) as connection:
                _check(connection, self.path)
                connection.execute("PRAGMA journal_mode = WAL")
                # With write-ahead logging a power cut may cost the last rows, and never the file.
                connection.execute("PRAGMA synchronous = NORMAL")
                with _transaction(connection):
                    _migrate(connection)
                    yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        none = NoLedger(f"There is no ledger {self.path}; yours begins with your first task.")
        if not self.path.is_file():
            raise none
        with _in_sentences(self.path), closing(self._connected()) as connection:
            version = _check(connection, self.path)
            if not version:
                raise none
            if version < VERSION:
                with _transaction(connection):
                    _migrate(connection)
            yield connection

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=self._busy_s, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection

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


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the tables; 0 where there are none yet.

    Raises:
        NotALedger, NewerLedger: they are not ours, or of a later version.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    version = _version(connection)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise NotALedger(f"The file {path} is a database, and not a ledger of Tierline's.")
    if version > VERSION:
        raise NewerLedger(f"The ledger {path} was written by a later version of Tierline; update this one.")
    return version


def _migrate(connection: sqlite3.Connection) -> None:
    version = _version(connection)
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    if version < VERSION:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


@contextmanager
def _in_sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into errors of ours."""
    try:
        yield
    except sqlite3.Error as error:
        # The last byte is the primary code, those above it say more.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN:
            raise NotALedger(
                f"The file {path} is no ledger, or a damaged one; name another, or let your next task begin a new one."
            ) from None
        raise LedgerError(f"The ledger {path} can't be used now ({error}); tasks go on without it.") from None
    except OSError as error:
        said = error.strerror or str(error)
        raise LedgerError(f"The ledger {path} can't be used ({said}); tasks go on without it.") from None
    except ValueError as error:
        raise NotALedger(f"The ledger {path} holds what no version of Tierline wrote ({error}).") from None
