"""The status tells what the day has cost and how the caps stand, whoever spent it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from support.editor import editing
from support.house import serving, settings

from tierline.ledger import Budget, Hold
from tierline.ledger.account import Account
from tierline.ledger.spent import Charge
from tierline.ledger.till import Till
from tierline.lsp.server import create_server
from tierline.lsp.service import Service
from tierline.lsp.status import status
from tierline.sandbox import Sandbox
from tierline.settings import Settings


def spend(path: Path, usd: str) -> None:
    """Book a call of today, as another editor does."""
    now = datetime.now().astimezone()
    till, hold = Till(path), Hold(key=f"call of {usd}", at=now, worst_usd=Decimal(usd))
    till.hold(hold, Budget())
    till.settle(Charge(hold=hold, cost_usd=Decimal(usd)), now)
    till.close()


@pytest.mark.parametrize(
    ("usd", "level", "text"),
    [
        ("0.5", "under", "auto · today $0.50"),
        ("0.85", "soft", "auto · today $0.85 · 85% of today's cap"),
        ("1.2", "hard", "auto · today $1.20 · today's cap reached"),
    ],
)
async def test_what_the_day_has_cost_is_in_the_status(
    sandbox: Sandbox, tmp_path: Path, usd: str, level: str, text: str
) -> None:
    path = tmp_path / "ledger.sqlite3"
    spend(path, usd)
    async with serving(sandbox, settings(budget={"perDayUsd": 1, "perMonthUsd": 50})) as service:
        service.simulated = False
        service.engine.account = account = Account(Till(path))
        await account.look(service.engine.now())
        found = status(service, "auto", (), None)
        await account.close()
    assert (found.day_cost_usd, found.month_cost_usd) == (Decimal(usd), Decimal(usd))
    assert [(cap.span, cap.level) for cap in found.caps] == [("day", level), ("month", "under")]
    assert found.text == text
    assert f"Today: ${Decimal(usd):.2f}; this month: ${Decimal(usd):.2f}." in found.tooltip


@asynccontextmanager
async def with_ledger(sandbox: Sandbox, chosen: Settings, path: Path) -> AsyncIterator[Service]:
    async with serving(sandbox, chosen) as service:
        service.engine.account = account = Account(Till(path))
        yield service
        await account.close()


async def test_asking_for_the_status_tells_what_other_editors_spent_since(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    server = create_server(lambda chosen: with_ledger(sandbox, chosen, path), Settings, lambda: tmp_path)
    async with editing(server, settings={"budget": {"perDayUsd": 1}}) as editor:
        assert (await editor.command("tierline.status"))["dayCostUsd"] == 0
        spend(path, "0.25")
        found = await editor.command("tierline.status")
        assert found["dayCostUsd"] == 0.25
        assert found["caps"] == [{"span": "day", "capUsd": 1, "usedUsd": 0.25, "level": "under"}]


async def test_a_ledger_out_of_reach_is_told_in_the_editor(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be", encoding="utf-8")
    path = tmp_path / "state" / "ledger.sqlite3"
    server = create_server(lambda chosen: with_ledger(sandbox, chosen, path), Settings, lambda: tmp_path)
    async with editing(server, settings={"budget": {"perDayUsd": 1}}) as editor:
        editor.open("total = sum(prices)\n")
        await editor.run("explain", tier="default")
        told = [message.message for message in editor.client.messages]
        assert any("your caps per day and month hold within this program alone" in text for text in told), told
        assert (await editor.command("tierline.status"))["dayCostUsd"] > 0
