"""How long the ledger takes, empty and with a million calls: ``tests/benchmarks/ledger_speed.py``, tests in the path.

Printed are the median and the 99th percentile, in milliseconds, of holding money before a call (with all caps set),
of settling it, of looking at the sums, and of the same through the event loop's account; then what the reports take.
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles

from support.rows import call, row

from tierline.ledger import Budget, Hold
from tierline.ledger.account import Account
from tierline.ledger.columns import call_values, task_values
from tierline.ledger.connection import connected_for_writing, migrate, transaction
from tierline.ledger.schema import INSERT_CALL, INSERT_TASK
from tierline.ledger.spent import Charge
from tierline.ledger.store import Ledger
from tierline.ledger.till import Till

ROUNDS = 1_000
BUDGET = Budget(
    per_task_usd=Decimal(1), per_session_usd=Decimal(9), per_day_usd=Decimal(99), per_month_usd=Decimal(999)
)
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def filled(path: Path, rows: int) -> None:
    """Make a ledger with a task of one call every few minutes, up to ``NOW``, and its sums as they would be."""
    one, called = row(), call()
    tasks, calls = list(task_values(one)), list(call_values("", 1, called))
    connection = connected_for_writing(path, 5)
    with transaction(connection):
        migrate(connection)
        connection.executemany(INSERT_TASK, ((f"{n:032x}", tasks[1], f"{_at(n)}", *tasks[3:]) for n in range(rows)))
        connection.executemany(INSERT_CALL, ((f"{n:032x}", *calls[1:]) for n in range(rows)))
        connection.executemany(
            "INSERT INTO spending VALUES (?, '0.05', '0', 0, 200)",
            (((NOW - timedelta(days=day)).date().isoformat(),) for day in range(rows // 200)),
        )
    connection.close()


def _at(number: int) -> str:
    return (NOW - timedelta(minutes=7 * number)).isoformat(timespec="microseconds")


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def told(taken: list[float]) -> str:
    """Return median and 99th percentile."""
    return f"{median(taken):.3f} ms, 99% {quantiles(taken, n=100)[98]:.3f} ms"


def since_ms(start: float) -> float:
    """Return how long ago ``start`` was."""
    return (time.perf_counter() - start) * 1000


def measure(path: Path) -> None:
    """Print the times of one ledger."""
    till = Till(path)
    holds = [Hold(key=str(number), at=NOW, worst_usd=Decimal("0.0001")) for number in range(ROUNDS)]
    held, settled, looked = [], [], []
    for hold in holds:
        start = time.perf_counter()
        till.hold(hold, BUDGET)
        held.append(since_ms(start))
        start = time.perf_counter()
        till.settle(Charge(hold=hold, cost_usd=Decimal("0.00003")), NOW)
        settled.append(since_ms(start))
        start = time.perf_counter()
        till.look(NOW)
        looked.append(since_ms(start))
    till.close()
    say(f"  hold     {told(held)}\n  settle   {told(settled)}\n  look     {told(looked)}")
    say(f"  account  {told(asyncio.run(_account(path)))}")


async def _account(path: Path) -> list[float]:
    account = Account(Till(path))
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        hold = await account.hold(Decimal("0.0001"), BUDGET, NOW)
        taken.append(since_ms(start))
        account.settle(hold, Decimal("0.00003"), NOW)
    await account.close()
    return taken


def main() -> None:
    """Measure an empty ledger and a long one."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        for size in (0, rows):
            path = Path(folder) / f"{size}.sqlite3"
            filled(path, size)
            say(f"{size:,} tasks and calls, {path.stat().st_size / 1e6:,.1f} MB")
            measure(path)
        start = time.perf_counter()
        Ledger(path).tasks(NOW - timedelta(days=30))
        say(f"  tasks of the last 30 days read in {time.perf_counter() - start:.2f} s")
        with sqlite3.connect(path) as connection:
            say(f"  whole: {connection.execute('PRAGMA quick_check').fetchone()[0]}")
        connection.close()


if __name__ == "__main__":
    main()
