"""The server's process, killed at any moment: the next start is clean, and finds out what the dead one could not.

``TIERLINE_CHAOS_LIVES=20`` kills more often than the few times of an ordinary run.
"""

import asyncio
import os
import random
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import make_test_lsp_client
from support.editor import Editor, parameters

from tierline.app import sandbox_catalogue
from tierline.ledger import total
from tierline.ledger.store import Ledger
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.sandbox.books import Books, Ending

CODE = "import os\n\n\ndef total(items, cache={}):\n    if items == None:\n        return 0\n    return sum(items)\n"
KINDS = ("fix", "explain", "refactor", "document", "optimize", "review")
LIVES = int(os.environ.get("TIERLINE_CHAOS_LIVES", "3"))
SEED = 5
WITHIN_S = 60.0
STARTS = 1 + LIVES // 3
"""Each asks for the costs of twenty calls at most."""


@asynccontextmanager
async def process(sandbox: Sandbox, state: Path, settings: dict[str, Any]) -> AsyncIterator[Editor]:
    """Start the real server with a state folder of its own; kill it in the end, unless it was shut down before."""
    environ = {
        **os.environ,
        "TIERLINE_BASE_URL": sandbox.base_url,
        "OPENROUTER_API_KEY": SANDBOX_KEY,
        "XDG_STATE_HOME": str(state),
        "XDG_CONFIG_HOME": str(state),
    }
    client = make_test_lsp_client()
    client.set_configuration({"tierline": {"refresh": "off", **settings}})
    await client.start_io(sys.executable, "-m", "tierline", "serve", env=environ)
    server = client._server
    assert server is not None
    try:
        await client.initialize_session(parameters())
        editor = Editor(client)
        editor.open(CODE)
        yield editor
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()
        await client.stop()


async def stream(editor: Editor, sandbox: Sandbox, chance: random.Random) -> None:
    """Have tasks streamed, until so many pieces have come as chance wants."""
    seen, pieces = len(sandbox.books.chats), chance.choice([0, 5, 15, 30, 60])
    for kind in KINDS:
        argument = editor.argument(kind, CODE.index("def"), tier=chance.choice(["default", "maximum"]), fresh=True)
        params = types.ExecuteCommandParams(command="tierline.run", arguments=[argument])
        editor.client.protocol.send_request(types.WORKSPACE_EXECUTE_COMMAND, params)

    def far_enough(books: Books) -> bool:
        new = books.chats[seen:]
        done = sum(record.ending is not Ending.OPEN for record in new)
        return sum(record.chunks_sent for record in new) > pieces or done == len(KINDS)

    await sandbox.books.wait_for(far_enough)


def selected(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


ASKABLE = "SELECT generation_id FROM holds WHERE owner = '' AND generation_id <> '' AND cost_usd IS NULL"


async def test_what_a_killed_server_was_billed_is_found_out_at_the_next_start(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    chance, path = random.Random(SEED), tmp_path / "tierline" / "ledger.sqlite3"  # noqa: S311 the same moments each time
    settings = {"budget": {"perDayUsd": 5}, "escalate": "off"}
    async with asyncio.timeout(WITHIN_S * (LIVES + STARTS)), Sandbox(sandbox_catalogue(), pace_s=0.01) as sandbox:
        for life in range(LIVES):
            async with process(sandbox, tmp_path, settings) as editor:
                await stream(editor, sandbox, chance)
            assert selected(path, "PRAGMA integrity_check") == [("ok",)], f"seed {SEED}, life {life}"
        await sandbox.books.wait_for(lambda books: all(one.ending is not Ending.OPEN for one in books.chats) or None)
        held = selected(path, "SELECT key FROM holds WHERE owner <> ''")
        assert held, "the last one died in the middle of something"
        for _ in range(STARTS):
            async with process(sandbox, tmp_path, settings) as editor:
                result = await editor.run("explain", CODE.index("def"), tier="default", fresh=True)
                assert result["state"] == "answered"
                for _ in range(200):
                    await editor.command("tierline.status")
                    if not selected(path, ASKABLE):
                        break
                await editor.client.shutdown_session()
        billed = {record.generation_id: record.cost_usd for record in sandbox.books.chats}
    found = selected(path, "SELECT generation_id, cost_usd FROM holds WHERE cost_usd IS NOT NULL")
    assert found
    assert {name: Decimal(cost) for name, cost in found} == {name: billed[name] for name, _ in found}
    assert selected(path, ASKABLE) == []
    assert selected(path, "SELECT key FROM holds WHERE owner <> ''") == []
    # Only a call that was killed before its name came can be unknown for good; it counts as the most it can have cost.
    unknown = selected(path, "SELECT worst_usd FROM holds WHERE cost_usd IS NULL")
    ((spent, risk),) = selected(path, "SELECT cost_usd, at_risk_usd FROM spending WHERE length(span) = 7")
    assert Decimal(risk) == total(Decimal(worst) for (worst,) in unknown)
    assert Decimal(spent) <= total(billed.values()) <= total((Decimal(spent), Decimal(risk)))
    rows = Ledger(path).tasks()
    assert len({row.key for row in rows}) == len(rows) >= STARTS
    assert "Traceback" not in capfd.readouterr().err
