"""The ledger on disk: exact, private, whole, and never in a task's way."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from support.rows import START, call, row

from tierline.ledger import Fate, TaskRow
from tierline.ledger.errors import LedgerError, NewerLedger, NoLedger, NotALedger
from tierline.ledger.schema import MIGRATIONS
from tierline.ledger.store import Ledger
from tierline.task import Tier

TESTS = Path(__file__).parents[1]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "state" / "ledger.sqlite3")


def whole(path: Path) -> bool:
    with sqlite3.connect(path) as connection:
        found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    return found == "ok"


def test_a_task_comes_back_as_it_was_written(ledger: Ledger) -> None:
    here = timezone(timedelta(hours=5, minutes=30))
    failed = call(Tier.MINIMUM, "acme/gratis:free", answered=False, cost_usd=None, completion_tokens=None, score=None)
    written = replace(
        row(pin=Tier.DEFAULT, out=frozenset({Tier.MAXIMUM, Tier.MINIMUM}), signals=("size", "kind"), prototyping=True),
        at=START.astimezone(here),
        calls=(failed, call(reasoning_tokens=120)),
        escalated=True,
    )
    assert ledger.add(written) == ""
    (read,) = ledger.tasks()
    assert read == written
    assert read.at.utcoffset() == timedelta(hours=5, minutes=30)
    assert read.cost_usd is None
    assert read.known_cost_usd == Decimal("0.000238")


@given(amount=st.decimals(min_value=0, max_value=10_000, allow_nan=False, allow_infinity=False))
def test_money_is_kept_to_the_last_digit(amount: Decimal, tmp_path_factory: pytest.TempPathFactory) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("money") / "ledger.sqlite3")
    ledger.add(replace(row(), calls=(call(cost_usd=amount),), spent_usd=amount))
    (read,) = ledger.tasks()
    assert (str(read.calls[0].cost_usd), str(read.spent_usd)) == (str(amount), str(amount))


def test_there_is_no_place_for_code_or_words_in_a_row() -> None:
    assert {field.name for field in fields(TaskRow)}.isdisjoint(
        {"source", "instruction", "text", "selection", "reason"}
    )


def test_the_file_and_what_lies_beside_it_are_the_users_alone(ledger: Ledger) -> None:
    ledger.add(row())
    with sqlite3.connect(ledger.path) as reader:
        reader.execute("SELECT * FROM tasks").fetchall()
        ledger.add(row())
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in ledger.path.parent.iterdir()}
    reader.close()
    assert "ledger.sqlite3-wal" in modes
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(ledger.path.parent.stat().st_mode) == 0o700


def test_a_fate_is_learnt_later_and_tasks_come_in_the_order_of_their_time(ledger: Ledger) -> None:
    later, first = row(days=1), row()
    for one in (later, first):
        ledger.add(one)
    ledger.settle(first.key, Fate.UNDONE)
    ledger.settle("nobody's key", Fate.ACCEPTED)
    assert [(one.key, one.fate) for one in ledger.tasks()] == [(first.key, Fate.UNDONE), (later.key, Fate.UNKNOWN)]
    assert [one.key for one in ledger.tasks(START + timedelta(hours=1))] == [later.key]
    assert ledger.newest() == later.at


def test_a_reset_of_learning_is_remembered(ledger: Ledger) -> None:
    ledger.add(row())
    assert ledger.learning_since() is None
    ledger.forget_learning(START)
    ledger.forget_learning(START + timedelta(days=2))
    assert ledger.learning_since() == START + timedelta(days=2)


def test_several_editors_write_at_once(ledger: Ledger) -> None:
    rows = [row(hours=number) for number in range(40)]
    others = [Ledger(ledger.path, busy_s=60) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda pair: others[pair[0] % 4].add(pair[1]), enumerate(rows)))
    assert set(said) == {""}
    assert [one.key for one in ledger.tasks()] == [one.key for one in rows]


def test_a_process_killed_in_the_middle_leaves_whole_tasks(ledger: Ledger) -> None:
    """Killed with SIGKILL while it writes one task after the other, each with four calls."""
    code = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
from dataclasses import replace
from pathlib import Path
from support.rows import call, row
from tierline.ledger.store import Ledger
ledger = Ledger(Path({str(ledger.path)!r}))
while True:
    ledger.add(replace(row(), calls=(call(), call(), call(), call())))
    print("written", flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        told = [writer.stdout.readline() for _ in range(25)]
        writer.send_signal(signal.SIGKILL)
    assert set(told) == {"written\n"}
    assert whole(ledger.path)
    found = ledger.tasks()
    assert len(found) >= len(told)
    assert {len(one.calls) for one in found} == {4}
    assert ledger.add(row()) == ""


@pytest.mark.parametrize(
    "content", [b"no database at all, and long enough " * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_broken_file_is_set_aside_and_a_new_ledger_begun(ledger: Ledger, content: bytes) -> None:
    ledger.path.parent.mkdir()
    ledger.path.write_bytes(content)
    written = row()
    said = ledger.add(written)
    (aside,) = ledger.path.parent.glob("ledger.broken-*")
    assert aside.name in said
    assert aside.read_bytes() == content
    assert ledger.tasks() == [written]
    assert ledger.add(row()) == ""


def test_a_page_that_was_overwritten_is_a_broken_file(ledger: Ledger) -> None:
    for _ in range(30):
        ledger.add(row())
    size = ledger.path.stat().st_size
    with ledger.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    with pytest.raises(NotALedger):
        ledger.tasks()
    assert "kept as" in ledger.add(row())
    assert len(ledger.tasks()) == 1


def test_another_programs_database_is_not_read_as_a_ledger_nor_changed(ledger: Ledger) -> None:
    ledger.path.parent.mkdir()
    with sqlite3.connect(ledger.path) as other:
        other.execute("CREATE TABLE tasks (key TEXT)")
    other.close()
    before = ledger.path.read_bytes()
    with pytest.raises(NotALedger, match="not a ledger"):
        ledger.tasks()
    assert ledger.path.read_bytes() == before


def test_a_later_versions_ledger_is_left_alone(ledger: Ledger) -> None:
    ledger.add(row())
    with sqlite3.connect(ledger.path) as other:
        other.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    other.close()
    for attempt in (ledger.tasks, lambda: ledger.add(row())):
        with pytest.raises(NewerLedger, match="later version"):
            attempt()
    assert not list(ledger.path.parent.glob("*broken*"))


def test_an_older_ledger_is_brought_up_to_date_with_its_rows(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add(row())
    later = (*MIGRATIONS, ("CREATE TABLE more (what TEXT)", "INSERT INTO more VALUES ('done')"))
    monkeypatch.setattr("tierline.ledger.connection.MIGRATIONS", later)
    for module in ("connection", "store"):
        monkeypatch.setattr(f"tierline.ledger.{module}.VERSION", len(later))
    ledger.add(row())
    assert len(ledger.tasks()) == 2
    with sqlite3.connect(ledger.path) as other:
        assert other.execute("SELECT what FROM more").fetchall() == [("done",)]
    other.close()


def test_a_locked_ledger_is_one_sentence(ledger: Ledger) -> None:
    ledger.add(row())
    holder = sqlite3.connect(ledger.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError, match=r"can't be used now \(database is locked\); tasks go on without it\.$"):
        Ledger(ledger.path, busy_s=0.01).add(row())
    holder.execute("COMMIT")
    holder.close()
    assert ledger.add(row()) == ""


def test_a_folder_that_can_not_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file", encoding="utf-8")
    with pytest.raises(LedgerError, match="tasks go on without it"):
        Ledger(tmp_path / "state" / "ledger.sqlite3").add(row())


@pytest.mark.parametrize("begun", [False, True])
def test_where_nothing_was_written_there_is_no_ledger(ledger: Ledger, begun: bool) -> None:  # noqa: FBT001 a parameter of the test
    if begun:
        ledger.path.parent.mkdir()
        os.close(os.open(ledger.path, os.O_CREAT | os.O_RDWR, 0o600))
    with pytest.raises(NoLedger):
        ledger.tasks()
    ledger.add(row())
    assert ledger.tasks()[0].at.astimezone(UTC) == datetime(2026, 3, 2, 9, tzinfo=UTC)
