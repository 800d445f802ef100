"""``tierline usage`` about money: now, between any days, by anything; drawn, as JSON and as CSV."""

import argparse
import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from cli.home import Command
from cli.ledgers import filled
from support.rows import call, row

from tierline.app import user_ledger
from tierline.cli.bars import bar
from tierline.cli.exit_status import EXIT_STATUS
from tierline.cli.usage_window import add_window, window
from tierline.ledger import Budget, Fate, Hold
from tierline.ledger.report import model_lines
from tierline.ledger.spent import Charge
from tierline.ledger.till import Till
from tierline.task import Kind, Tier


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whose ledger no other test has written into."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def spend(usd: str | None, worst: str = "0.01") -> None:
    """Book a call of today, as an editor does."""
    now = datetime.now().astimezone()
    till, hold = Till(user_ledger().path), Hold(key=f"call {usd}", at=now, worst_usd=Decimal(worst))
    till.hold(hold, Budget())
    till.settle(Charge(hold=hold, cost_usd=None if usd is None else Decimal(usd)), now)
    till.close()


def test_today_and_the_caps_are_always_at_hand(tierline: Command, project: Path) -> None:
    (project / "settings.json").write_text('{"budget": {"perDayUsd": 0.02, "perMonthUsd": 9}}', encoding="utf-8")
    filled([row()])
    spend("0.0071")
    spend(None)
    shown, found = tierline("usage").out, tierline("usage", "--json").json["now"]
    assert "Today: $0.0071; this month: $0.0071. 1 call is of unknown cost, $0.01 at most." in shown
    assert "Cap per day: $0.02 of $0.02 (86%), nearly used up." in shown
    assert (found["dayUsd"], found["atRiskUsd"], found["unknownCosts"]) == (Decimal("0.0071"), Decimal("0.01"), 1)
    assert [(cap["span"], cap["level"]) for cap in found["caps"]] == [("day", "soft"), ("month", "under")]


@pytest.mark.parametrize("trait", ["day", "month", "model", "kind", "tier", "project"])
def test_one_table_alone_adds_up_in_every_form(tierline: Command, trait: str) -> None:
    exact = Decimal("0.000000123456789012345678901")
    filled([row(project="shop"), row(days=3, kind=Kind.TEST, project="blog", calls=(call(cost_usd=exact),))])
    (lines,) = (value for name, value in tierline("usage", "--by", trait, "--json").json.items() if name[:2] == "by")
    table = list(csv.DictReader(io.StringIO(tierline("usage", "--by", trait, "--csv").out)))
    assert sum(Decimal(line["known_cost_usd"]) for line in table) == exact + Decimal("0.000238")
    assert [line[trait] for line in table] == [line["name"] for line in lines]
    assert sum(line["tasks"] for line in lines) == 2
    shown = tierline("usage", "--by", trait).out
    assert all(line["name"] in shown for line in lines)


def test_days_without_a_task_are_drawn_as_such(tierline: Command) -> None:
    dear = call(cost_usd=Decimal("0.5"))
    filled([row(calls=(dear,)), row(days=2, calls=(call(cost_usd=Decimal("0.125")),))])
    rows = [line.split() for line in tierline("usage", "--by", "day").out.splitlines() if line.startswith("20")]
    assert [line[1] for line in rows] == ["█" * 20, "0", "█" * 5]
    assert [next(cell for cell in line if cell.startswith("$")) for line in rows] == ["$0.50", "$0", "$0.12"]


def test_only_the_days_between_count(tierline: Command) -> None:
    filled([row(), row(days=3), row(days=6)])
    last = user_ledger().tasks()[-1].at.astimezone().date()
    middle = last - timedelta(days=3)
    shown = tierline("usage", "--since", str(middle), "--until", str(middle)).out
    assert shown.startswith(f"1 task from {middle} to {middle}: 1 call, ")
    assert tierline("usage", "--since", str(middle), "--json").json["all"]["tasks"] == 2
    assert tierline("usage", "--until", str(middle), "--json").json["all"]["tasks"] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "yesterday"),
        ("--since", "2026-03-02", "--until", "2026-03-01"),
        ("--days", "3", "--since", "2026-03-02"),
        ("--by", "weather"),
        ("--by", "day", "--routing"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(tierline: Command, arguments: tuple[str, ...]) -> None:
    filled([row()])
    assert tierline("usage", *arguments).status == EXIT_STATUS["bad-usage"]


def test_a_window_ends_at_the_end_of_its_last_day_on_the_users_clock() -> None:
    parser = argparse.ArgumentParser()
    add_window(parser)
    found = window(parser.parse_args(["--since", "2026-03-28", "--until", "2026-03-29"]), datetime.now(UTC))
    assert found.until
    for moment in (found.since, found.until):
        assert (moment.hour, moment.minute, moment.utcoffset()) == (0, 0, moment.astimezone().utcoffset())
    assert (found.since.date().isoformat(), found.until.date().isoformat()) == ("2026-03-28", "2026-03-30")


def test_each_model_has_its_own_calls_and_only_the_one_that_answered_its_fate() -> None:
    failed = call(model="acme/plain", answered=False, cost_usd=Decimal("0.1"))
    good = call(Tier.MAXIMUM, "acme/fine", cost_usd=Decimal("0.2"))
    fine, plain = sorted(model_lines([row(calls=(failed, good), fate=Fate.ACCEPTED)]), key=lambda one: one.name)
    assert (fine.cost_usd, plain.cost_usd) == (Decimal("0.2"), Decimal("0.1"))
    assert (fine.good, plain.good) == (1, 0)


@pytest.mark.parametrize(("share", "length"), [(0, 0), (0.0001, 1), (0.5, 5), (1, 10), (7, 10)])
def test_a_bar_is_as_long_as_its_share(share: float, length: int) -> None:
    assert len(bar(share, 10)) == length
