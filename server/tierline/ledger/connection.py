"""How SQLite is opened, checked and brought up to date; what it says becomes a sentence."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path

from tierline.ledger.errors import LedgerError, NewerLedger, NotALedger
from tierline.ledger.schema import APPLICATION_ID, MIGRATIONS, VERSION
from tierline.ledger.session import total

_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class _ExactSum:
    """SQL's ``exact_sum``: decimals in text, summed to the last digit; NULL is left out."""

    def __init__(self) -> None:
        self._sum = Decimal(0)

    def step(self, amount: str | None) -> None:
        if amount is not None:
            self._sum = total((self._sum, Decimal(amount)))

    def finalize(self) -> str:
        return str(self._sum)


def connected(path: Path, busy_s: float) -> sqlite3.Connection:
    """Open the file at ``path``; ``busy_s`` is how long to wait while another process writes."""
    # Its owner may use it in one thread and close it in another, one after the other.
    connection = sqlite3.connect(path, timeout=busy_s, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.create_aggregate("exact_sum", 1, _ExactSum)  # type: ignore[arg-type]  # the stubs want numbers
    return connection


def connected_for_writing(path: Path, busy_s: float) -> sqlite3.Connection:
    """Open the file at ``path``, made readable by its user alone where there is none.

    Raises:
        NotALedger, NewerLedger: it is not ours, or of a later version.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Before SQLite does: it gives the files beside it the same mode. Never one that is there already: closing any
    # handle of a file drops the locks that this process has on it, and SQLite's with them.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    connection = connected(path, busy_s)
    try:
        check(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        # With write-ahead logging a power cut may cost the last rows, and never the file.
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing, alone from the first read on."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def check(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the tables; 0 where there are none yet.

    Raises:
        NotALedger, NewerLedger: they are not ours, or of a later version.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    found = version(connection)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or found or tables):
        raise NotALedger(f"The file {path} is a database, and not a ledger of Tierline's.")
    if found > VERSION:
        raise NewerLedger(f"The ledger {path} was written by a later version of Tierline; update this one.")
    return found


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, within a transaction."""
    found = version(connection)
    for statements in MIGRATIONS[found:]:
        for statement in statements:
            connection.execute(statement)
    if found < VERSION:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def version(connection: sqlite3.Connection) -> int:
    """Return the version of the tables."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


@contextmanager
def in_sentences(path: Path) -> Iterator[None]:
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
    except (ValueError, ArithmeticError) as error:
        raise NotALedger(f"The ledger {path} holds what no version of Tierline wrote ({error}).") from None
