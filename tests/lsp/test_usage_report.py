"""``tierline.usageReport``: what the command line tells of the ledger, for editors."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException
from support.editor import editing
from support.house import serving
from support.rows import call, row

from tierline.ledger.store import Ledger
from tierline.lsp.server import create_server
from tierline.lsp.service import Service
from tierline.sandbox import Sandbox
from tierline.settings import Settings
from tierline.task import Kind, Tier


@asynccontextmanager
async def with_books(sandbox: Sandbox, chosen: Settings, ledger: Ledger) -> AsyncIterator[Service]:
    async with serving(sandbox, chosen, ledger=ledger) as service:
        service.simulated = False
        yield service


async def test_an_editor_gets_the_sums_of_the_days_it_asks_for(sandbox: Sandbox, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    now = datetime.now(UTC)
    ledger.add(replace(row(), at=now - timedelta(days=40)))
    ledger.add(replace(row(calls=(call(cost_usd=None),)), at=now - timedelta(days=3)))
    fine = row(kind=Kind.REVIEW, tier=Tier.MAXIMUM, model="acme/fine", calls=(call(Tier.MAXIMUM, "acme/fine"),))
    ledger.add(replace(fine, at=now - timedelta(hours=1)))
    server = create_server(lambda chosen: with_books(sandbox, chosen, ledger), Settings, lambda: tmp_path)
    async with editing(server) as editor:
        month = await editor.command("tierline.usageReport")
        year = await editor.command("tierline.usageReport", {"days": 365})
        with pytest.raises(JsonRpcException, match="days"):
            await editor.command("tierline.usageReport", {"days": 0})
    assert (month["all"]["tasks"], year["all"]["tasks"]) == (2, 3)
    assert (month["all"]["unknownCosts"], month["all"]["costUsd"]) == (1, float(Decimal("0.000238")))
    assert [(line["name"], line["share"]) for line in month["byTier"]] == [("default", 0.5), ("maximum", 0.5)]
    assert {line["name"] for line in month["byModel"]} == {"acme/plain", "acme/fine"}
    assert month["simulated"] is False


async def test_before_the_first_task_everything_is_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    server = create_server(lambda chosen: with_books(sandbox, chosen, ledger), Settings, lambda: tmp_path)
    async with editing(server) as editor:
        report = await asyncio.wait_for(editor.command("tierline.usageReport", {}), 20)
    assert (report["all"]["tasks"], report["byTier"], report["now"]["dayUsd"]) == (0, [], 0)
    assert not ledger.path.exists()
