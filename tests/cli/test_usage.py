"""``tierline usage``: what the ledger says, for people and programs."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from cli.home import Command
from cli.ledgers import filled
from support.rows import call, row

from tierline.app import learnt_from, user_ledger
from tierline.cli.exit_status import EXIT_STATUS
from tierline.learning import UNTOUCHED
from tierline.ledger import Fate, State
from tierline.sandbox import Sandbox
from tierline.task import Complexity, Kind, Tier

EASY = {"rule": "simple", "tier": Tier.MINIMUM, "complexity": Complexity.SIMPLE, "difficulty": 0.22}


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whose ledger no other test has written into."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_without_a_ledger_one_sentence_says_so(tierline: Command) -> None:
    for arguments in ([], ["--routing"], ["--csv"], ["--reset-learning"]):
        finished = tierline("usage", *arguments)
        assert finished.status == EXIT_STATUS["no-ledger"]
        assert finished.err.count("\n") == 1
        assert "begins with your first task" in finished.err
    assert not user_ledger().path.exists()


def test_a_run_is_in_the_books_with_what_it_really_cost(tierline: Command, stand_in: Sandbox) -> None:
    assert tierline("run", "fix", "cart.py:30-84", "--tier", "maximum", "--write").status == 0
    (found,) = user_ledger().tasks()
    assert (found.kind, found.path, found.state, found.tier) == (Kind.FIX, "cart.py", State.APPLIED, Tier.MAXIMUM)
    booked = [record.cost_usd for record in stand_in.books.chats]
    assert [found.cost_usd] == booked
    sums = tierline("usage", "--json").json
    assert sums["all"]["costUsd"] == booked[0]
    assert f"1 task in the last 30 days: 1 call, ${booked[0].normalize():f}." in tierline("usage").out


def test_a_failed_run_is_in_the_books_and_the_sandbox_is_not(tierline: Command, stand_in: Sandbox) -> None:
    failed = tierline("run", "explain", "cart.py:7-8", "--model", "sandbox/http-404")
    assert failed.status != 0
    assert tierline("run", "explain", "cart.py:7-8", "--sandbox").status == 0
    assert [one.state for one in user_ledger().tasks()] == [State.FAILED]
    assert stand_in.books.chats


def test_a_ledger_that_is_none_stops_no_run(tierline: Command, stand_in: Sandbox) -> None:
    path = user_ledger().path
    path.parent.mkdir(parents=True)
    path.write_text("no ledger" * 1000, encoding="utf-8")
    finished = tierline("run", "explain", "cart.py:7-8", "--tier", "maximum")
    assert finished.status == 0
    assert finished.out
    assert "kept as ledger.broken-" in finished.err
    assert len(user_ledger().tasks()) == len(stand_in.books.chats) == 1


def test_the_tables_add_up_and_unknown_costs_are_called_unknown(tierline: Command) -> None:
    unknown = call(cost_usd=None)
    filled([row(), row(kind=Kind.TEST), row(**EASY, model="acme/gratis:free"), row(calls=(unknown,), escalated=True)])
    shown, found = tierline("usage").out, tierline("usage", "--json").json
    assert "and 1 call of unknown cost" in shown
    assert "+ 1 unknown" in shown
    assert "default got 75% of the tasks; about 80% is the aim." in shown
    for table in ("byTier", "byKind", "byDay"):
        assert sum(line["tasks"] for line in found[table]) == found["all"]["tasks"] == 4
        assert sum(line["unknownCosts"] for line in found[table]) == 1
    assert found["all"]["costUsd"] == Decimal("0.000714")


def test_only_the_days_that_were_asked_for_count(tierline: Command) -> None:
    filled([row(), row(days=5)])
    assert tierline("usage", "--days", "2", "--json").json["all"]["tasks"] == 1
    assert tierline("usage", "--days", "9", "--json").json["all"]["tasks"] == 2
    assert tierline("usage", "--days", "0").status == EXIT_STATUS["bad-usage"]


def test_csv_has_a_line_a_task_with_money_to_the_last_digit(tierline: Command) -> None:
    exact = Decimal("0.000000123456789012345678901")
    filled([row(calls=(call(cost_usd=exact), call(cost_usd=None))), row(fate=Fate.UNDONE)])
    lines = list(csv.DictReader(io.StringIO(tierline("usage", "--csv").out)))
    assert [Decimal(line["known_cost_usd"]) for line in lines] == [exact, Decimal("0.000238")]
    assert [line["unknown_costs"] for line in lines] == ["1", "0"]
    assert [line["fate"] for line in lines] == ["unknown", "undone"]


def test_routing_says_how_far_the_cut_points_moved_and_why(tierline: Command) -> None:
    rejected = [row(days=day, fate=Fate.REJECTED, **EASY) for day in range(25)]
    filled([*rejected, row(days=25, kind=Kind.TEST, language="go")])
    shown, found = tierline("usage", "--routing").out, tierline("usage", "--routing", "--json").json
    assert "so fewer tasks count as simple: of 25 answers of minimum to fix in python, 25 rejected." in shown
    places = {(place["kind"], place["language"]): place for place in found["places"]}
    moved = places["fix", "python"]["simpleBelow"]
    assert moved < Decimal("0.25")
    assert f"{moved:.2f}" in shown
    assert places["test", "go"]["simpleBelow"] == Decimal("0.25")
    assert places["fix", "python"]["tiers"] == {"minimum": 25, "default": 0, "maximum": 0}


def test_a_reset_forgets_what_was_learnt_and_keeps_the_books(tierline: Command) -> None:
    ledger = filled([row(days=day, fate=Fate.REJECTED, **EASY) for day in range(25)])
    assert learnt_from(ledger) != UNTOUCHED
    assert "forgotten" in tierline("usage", "--reset-learning").out
    assert learnt_from(ledger) == UNTOUCHED
    assert "is forgotten" in tierline("usage", "--routing").out
    assert tierline("usage", "--json").json["all"]["tasks"] == 25


def test_with_learning_off_the_shipped_cut_points_hold(tierline: Command, project: Path) -> None:
    filled([row(days=day, fate=Fate.REJECTED, **EASY) for day in range(25)])
    (project / "settings.json").write_text('{"learning": "off"}', encoding="utf-8")
    assert "Learning is off" in tierline("usage", "--routing").out
    found = tierline("usage", "--routing", "--json").json
    assert found["learning"] is False
    assert {place["simpleBelow"] for place in found["places"]} == {Decimal("0.25")}
