"""What calls cost that an earlier process could not learn any more is asked for at the start."""

import asyncio
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from tierline.app import BASE_URL_VARIABLE, open_service, sandbox_catalogue, user_ledger
from tierline.credentials import KEY_VARIABLE
from tierline.credentials.places import KEYRING_VARIABLE
from tierline.engine.deciding import local_time
from tierline.ledger import Budget, Hold
from tierline.ledger.spent import Charge
from tierline.ledger.till import Till
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.settings import Settings

BODY = {"model": "sandbox/ok", "messages": [{"role": "user", "content": "Say something."}]}


async def lose_a_call(sandbox: Sandbox, now: float) -> Decimal:
    """Have a call made, and write down all but its cost; return that."""
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {SANDBOX_KEY}"}, trust_env=False) as client:
        await client.post(f"{sandbox.base_url}/chat/completions", json=BODY)
    till, record = Till(user_ledger().path), sandbox.books.last
    hold = Hold(key="lost", at=local_time(now), worst_usd=Decimal(1))
    till.hold(hold, Budget())
    till.settle(Charge(hold=hold, cost_usd=None, generation_id=record.generation_id), hold.at)
    till.close()
    return record.cost_usd


@pytest.mark.parametrize("from_the_editor", [False, True], ids=["key at the start", "key from the editor, later"])
async def test_a_cost_that_was_lost_is_found_out_once_there_is_a_key(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    from_the_editor: bool,  # noqa: FBT001 a parameter of the test
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    async with Sandbox(sandbox_catalogue()) as sandbox:
        environ = {BASE_URL_VARIABLE: sandbox.base_url, KEYRING_VARIABLE: "off"}
        if not from_the_editor:
            environ[KEY_VARIABLE] = SANDBOX_KEY
        async with open_service(Settings(), sandbox=False, environ=environ) as service:
            engine = service.engine
            cost = await lose_a_call(sandbox, engine.clock())
        async with asyncio.timeout(20), open_service(Settings(), sandbox=False, environ=environ) as service:
            engine = service.engine
            spent = (await engine.account.look(engine.now())).day
            if from_the_editor:
                assert await service.keys.reveal() is None
                for _ in range(20):
                    spent = (await engine.account.look(engine.now())).day
                assert (spent.unknown_costs, spent.at_risk_usd) == (1, 1)
                service.keys.put(SANDBOX_KEY)
            while spent.unknown_costs:
                spent = (await engine.account.look(engine.now())).day
            assert (spent.cost_usd, spent.at_risk_usd) == (cost, 0)
            assert cost > 0
