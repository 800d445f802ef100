"""Processes that are killed at any moment leave a whole ledger, and no cap passed."""

import random
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from tierline.ledger import Budget, Hold
from tierline.ledger.store import Ledger
from tierline.ledger.till import Till

TESTS = Path(__file__).parents[1]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PROGRAM = """
import random, sys
sys.path.insert(0, sys.argv[1])
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from support.rows import call, row
from tierline.ledger import Budget, Hold, OverBudget
from tierline.ledger.spent import Charge
from tierline.ledger.store import Ledger
from tierline.ledger.till import Till

path, chance = Path(sys.argv[2]), random.Random(sys.argv[3])
till, ledger = Till(path, busy_s=60), Ledger(path, busy_s=60)
noon, budget = datetime(2026, 3, 2, 12, 0, tzinfo=UTC), Budget(per_day_usd=Decimal("2.5"))
for number in range(10_000):
    worst = Decimal(chance.randrange(1, 10**12)).scaleb(-14)
    held = Hold(key=f"{sys.argv[3]}.{number}", at=noon, worst_usd=worst)
    try:
        till.hold(held, budget)
    except OverBudget:
        print("over", 0, flush=True)
        continue
    assert not till.problem, till.problem
    till.note_generation(held, f"gen.{held.key}")
    cost = None if chance.random() < 0.2 else worst * chance.randrange(1, 1000) / 1000
    till.settle(Charge(hold=held, cost_usd=cost), noon)
    print("settled", cost, flush=True)
    task = replace(row(), key=held.key, at=noon, calls=(replace(call(cost_usd=cost), charge=held.key),))
    ledger.add(task)
    print("added", 0, flush=True)
"""


def one_life(path: Path, name: str, lines: int) -> list[list[str]]:
    """Run the program until it has said so many lines, kill it, and return all that it said."""
    command = [sys.executable, "-c", PROGRAM, str(TESTS), str(path), name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
    return [line.split() for line in said if line.endswith("\n")]


def lives(path: Path, seed: int, together: int) -> list[list[str]]:
    chance = random.Random(seed)  # noqa: S311 the same moments each time, as far as a machine allows
    command = [sys.executable, "-c", PROGRAM, str(TESTS), str(path)]
    said = []
    companions = [
        subprocess.Popen([*command, f"{seed}.companion{number}"], stdout=subprocess.PIPE, text=True)
        for number in range(together)
    ]
    for life in range(6):
        said += one_life(path, f"{seed}.{life}", chance.randrange(1, 60))
    for process in companions:
        process.kill()
        out, _ = process.communicate()
        said += [line.split() for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return said


def check_whole(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        held = connection.execute("SELECT key, worst_usd, owner, generation_id FROM holds").fetchall()
        sums = connection.execute("SELECT cost_usd, at_risk_usd, unknown_costs FROM spending ORDER BY span").fetchall()
    connection.close()
    assert {owner for _, _, owner, _ in held} <= {""}
    month, day = sums
    assert month == day
    assert Decimal(day[1]) == sum(Decimal(worst) for _, worst, _, _ in held)
    assert day[2] == len(held)


def test_a_process_killed_while_it_holds_and_settles_leaves_sums_that_agree(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    said = lives(path, seed=20260302, together=2)
    till = Till(path)
    hold = Hold(key="after all", at=NOON, worst_usd=Decimal(0))
    till.hold(hold, Budget())
    till.release(hold, NOON)
    spent = till.look(NOON).day
    till.close()
    check_whole(path)
    told = sum(Decimal(cost) for what, cost in said if what == "settled" and cost != "None")
    rows = Ledger(path).tasks()
    booked = sum(row.known_cost_usd for row in rows)
    assert spent.held_usd == 0
    assert spent.committed_usd <= Decimal("2.5")
    # Each life can have settled one call, and written one row, of which it could not tell any more.
    assert told <= spent.cost_usd <= told + 8 * Decimal("0.01")
    assert booked <= spent.cost_usd
    assert len(rows) >= sum(what == "added" for what, _ in said)
    assert len({row.key for row in rows}) == len(rows)
