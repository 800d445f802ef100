"""Several programs spend at once: the ledger and the provider's books agree to the last digit, and no cap is passed."""

import asyncio
import os
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from tierline.ledger import Spent, total
from tierline.ledger.store import Ledger
from tierline.ledger.till import Till
from tierline.sandbox import SANDBOX_KEY, Sandbox

HERE = Path(__file__).parent


async def spend(sandbox: Sandbox, path: Path, cap: str, programs: int = 3, tasks: int = 25) -> int:
    """Run the programs to their end; return how many tasks the cap stopped."""
    environ = os.environ | {"PYTHONPATH": str(HERE.parent)}
    running = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, str(HERE / "spender.py"), sandbox.base_url, str(path), str(seed), str(tasks), cap),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environ,
        )
        for seed in range(programs)
    ]
    said = await asyncio.gather(*(process.communicate() for process in running))
    assert [process.returncode for process in running] == [0] * programs, said
    return sum(int(out) for out, _ in said)


def spent_in(path: Path) -> Spent:
    till = Till(path)
    found = till.look(datetime.now().astimezone())
    till.close()
    return found


@pytest.mark.parametrize("cap", ["100", "0.02"], ids=["roomy", "tight"])
async def test_the_ledger_agrees_with_the_providers_books_and_the_cap_holds(
    sandbox: Sandbox, tmp_path: Path, cap: str
) -> None:
    path = tmp_path / "ledger.sqlite3"
    stopped = await spend(sandbox, path, cap)
    billed, spent = sandbox.books.totals.cost_usd, spent_in(path)
    assert spent.month.cost_usd == billed > 0
    assert (spent.month.at_risk_usd, spent.month.held_usd, spent.month.unknown_costs) == (0, 0, 0)
    assert billed <= Decimal(cap)
    assert bool(stopped) is (cap == "0.02")
    rows = Ledger(path).tasks()
    assert total(row.known_cost_usd for row in rows) == billed
    assert not [call for row in rows for call in row.calls if call.cost_usd is None]
    assert len(rows) == len({row.key for row in rows})


async def test_each_bill_that_can_be_asked_for_says_the_same(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    await spend(sandbox, path, "100", programs=1, tasks=12)
    made = [record.generation_id for record in sandbox.books.chats if record.generation_id]
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {SANDBOX_KEY}"}, trust_env=False) as client:
        bills = [(await client.get(f"{sandbox.base_url}/generation", params={"id": name})).content for name in made]
    costs = [_total_cost(bill) for bill in bills]
    assert total(costs) == spent_in(path).month.cost_usd > 0


def _total_cost(bill: bytes) -> Decimal:
    from tierline.openrouter.generation import parse_bill

    found = parse_bill(bill)
    assert found
    return found.cost_usd
