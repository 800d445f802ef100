"""``tierline replay``: what other settings would have changed."""

import sqlite3
from pathlib import Path

import pytest
from cli.home import Command
from cli.ledgers import filled
from support.rows import call, row

from tierline.app import lineup_for, user_ledger
from tierline.cli.exit_status import EXIT_STATUS
from tierline.ledger.store import Ledger
from tierline.settings import Settings
from tierline.task import Kind, Tier

PRIMARY = {tier: ids[0] for tier, ids in lineup_for(Settings()).models.items()}


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def books() -> Ledger:
    return filled([row(model=PRIMARY[Tier.DEFAULT], kind=kind) for kind in (Kind.EXPLAIN, Kind.EXPLAIN, Kind.FIX)])


def test_the_settings_in_force_change_nothing(tierline: Command, books: Ledger) -> None:
    assert "No task would have gone to another tier." in tierline("replay").out
    assert tierline("replay", str(books.path), "--json").json["moved"] == []


@pytest.mark.parametrize("how", ["set", "settings", "user"])
def test_a_rule_that_is_tried_shows_what_it_would_have_moved(
    tierline: Command, books: Ledger, project: Path, how: str
) -> None:
    rules = '[{"name": "reading", "when": {"kind": "explain"}, "tier": "minimum"}]'
    arguments = {"set": ["--set", f"rules={rules}"], "settings": ["--settings", "try.json"], "user": []}[how]
    (project / "try.json").write_text(f'{{"rules": {rules}}}', encoding="utf-8")
    if how == "user":
        (project / "settings.json").write_text(f'{{"rules": {rules}}}', encoding="utf-8")
    shown, found = tierline("replay", *arguments).out, tierline("replay", *arguments, "--json").json
    assert found["before"] == {"minimum": 0, "default": 3, "maximum": 0}
    assert found["after"] == {"minimum": 2, "default": 1, "maximum": 0}
    assert found["costUsdAfter"] < found["costUsdBefore"]
    assert {task["after"]["rule"] for task in found["moved"]} == {"reading"}
    assert "2 tasks would have gone to another tier" in shown
    assert "otherwise -> reading" in shown
    assert "reading: 2 to minimum, because the kind is explain." in shown
    assert "Estimates are the costs of 2 tasks" in shown
    assert len(books.tasks()) == 3


def test_cut_points_can_be_tried(tierline: Command, books: Ledger) -> None:
    assert len(books.tasks()) == 3
    assert tierline("replay", "--complex-from", "0.3", "--json").json["after"]["maximum"] == 1
    assert tierline("replay", "--simple-below", "0.5", "--json").json["after"]["minimum"] == 3
    crossed = tierline("replay", "--simple-below", "0.5", "--complex-from", "0.4")
    assert crossed.status == EXIT_STATUS["bad-usage"]
    assert "the first must be less" in crossed.err


def test_tasks_without_known_tokens_are_said_to_be_in_no_cost(tierline: Command) -> None:
    unknown = call(cost_usd=None, prompt_tokens=None, completion_tokens=None)
    filled([row(model=PRIMARY[Tier.DEFAULT], calls=(unknown,)), row(model=PRIMARY[Tier.DEFAULT])])
    assert "Left out of all costs: 1 task with unknown" in tierline("replay", "--set", "tier=maximum").out


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ("costConcern", "bad-usage", "NAME=VALUE"),
        ("costConcern=enormous", "bad-settings", "costConcern"),
        ("costConcernn=high", "bad-settings", "costConcern"),
        ('rules=[{"name": "r", "when": {}, "tier": "minimum"}]', "bad-settings", "r"),
        ("budget.perSessionUsd=-1", "bad-settings", "budget.perSessionUsd"),
    ],
)
def test_a_change_that_can_not_be_is_one_sentence(
    tierline: Command, books: Ledger, change: str, code: str, said: str
) -> None:
    finished = tierline("replay", "--set", change)
    assert finished.status == EXIT_STATUS[code]
    assert said in finished.err
    assert finished.err.count("\n") == 1
    assert len(books.tasks()) == 3


def test_each_file_that_is_no_ledger_is_one_sentence(tierline: Command, project: Path, books: Ledger) -> None:
    newer = project / "newer.sqlite3"
    newer.write_bytes(books.path.read_bytes())
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    cases = [("missing.sqlite3", "no-ledger"), ("cart.py", "bad-ledger"), ("newer.sqlite3", "newer-ledger")]
    for name, code in cases:
        before = (project / name).read_bytes() if code != "no-ledger" else b""
        finished = tierline("replay", name)
        assert finished.status == EXIT_STATUS[code], finished.err
        assert finished.err.count("\n") == 1
        assert name in finished.err
        assert code == "no-ledger" or (project / name).read_bytes() == before
    assert not (project / "missing.sqlite3").exists()
    assert user_ledger().path == books.path
