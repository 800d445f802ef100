"""The server renews prices and benchmarks: on command, and by itself where nothing waits for it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException
from support.editor import Editor, editing
from support.house import serving

from tierline.app import refresh_apart
from tierline.lsp.protocol import RefreshReport
from tierline.lsp.refreshing import Refresher, RefreshFailed
from tierline.lsp.server import create_server
from tierline.lsp.service import Service
from tierline.sandbox import Sandbox
from tierline.settings import Settings

SIZE = {"models": 3, "scored": 2, "figures": 9}
REPORT = RefreshReport.model_validate(
    {
        "asOf": "2026-11-24",
        "since": "2026-11-10",
        "written": "/data/snapshots/1.json",
        "objections": [],
        "before": SIZE,
        "after": SIZE,
        "tiers": {"default": {"before": ["acme/plain"], "after": ["acme/fine"], "why": "it is better"}},
        "modelsIn": ["acme/fine"],
        "modelsOut": [],
        "prices": [],
        "sources": [],
    }
)


class Asked:
    """A refresh that is noted, and ends when it is let."""

    def __init__(self, *, due: bool = True, fails: bool = False) -> None:
        self.due = due
        self.fails = fails
        self.looked = asyncio.Event()
        self.runs: list[tuple[str | None, tuple[str, ...]]] = []
        self.running = asyncio.Event()
        self.hung_up = False
        self.let = asyncio.Event()
        self.let.set()

    def is_due(self) -> bool:
        self.looked.set()
        return self.due

    async def run(self, key: str | None, *options: str) -> RefreshReport:
        self.runs.append((key, options))
        self.due = False
        self.running.set()
        try:
            await self.let.wait()
        except asyncio.CancelledError:
            self.hung_up = True
            raise
        if self.fails:
            raise RefreshFailed("No source could be reached; the snapshot in force stays.", "no-network")
        return REPORT


@asynccontextmanager
async def connected(
    sandbox: Sandbox, asked: Asked, said: dict[str, Any] | None = None, *, simulated: bool = False
) -> AsyncIterator[tuple[Editor, list[Service]]]:
    opened: list[Service] = []

    @asynccontextmanager
    async def open_service(chosen: Settings) -> AsyncIterator[Service]:
        async with serving(sandbox, chosen) as service:
            opened.append(replace(service, simulated=simulated))
            yield opened[-1]

    refresher = Refresher(run=asked.run, is_due=asked.is_due, pause_s=0.01)
    folder = Path(tempfile.mkdtemp())
    server = create_server(open_service, Settings, lambda: folder, refresher)
    async with editing(server, settings=said) as editor:
        await editor.until(lambda: bool(editor.statuses))
        yield editor, opened


async def soon(event: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        await event.wait()


async def test_the_command_returns_what_changed_and_puts_it_in_force(sandbox: Sandbox) -> None:
    asked = Asked(due=False)
    async with connected(sandbox, asked) as (editor, (service,)):
        configured: list[Settings] = []
        service.configure = configured.append
        found = await editor.command("tierline.refresh", {"force": True})
        assert found["modelsIn"] == ["acme/fine"]
        assert found["tiers"]["default"]["after"] == ["acme/fine"]
        assert len(configured) == 1
    assert service.keys.current
    assert asked.runs == [(service.keys.current.reveal(), ("--force",))]


async def test_it_happens_by_itself_when_it_is_due_and_the_new_snapshot_counts(sandbox: Sandbox) -> None:
    asked = Asked()
    asked.let.clear()
    async with connected(sandbox, asked) as (editor, (service,)):
        await soon(asked.running)
        known, configured = len(editor.statuses), []
        service.configure = configured.append
        asked.let.set()
        await editor.until(lambda: len(editor.statuses) > known)
        assert len(configured) == 1
    assert len(asked.runs) == 1


async def test_tasks_go_on_while_it_runs(sandbox: Sandbox) -> None:
    asked = Asked()
    asked.let.clear()
    async with connected(sandbox, asked) as (editor, _):
        await soon(asked.running)
        editor.open("def f():\n    return 1\n")
        assert (await editor.run("explain"))["state"] == "answered"
        assert asked.runs
        assert not asked.hung_up
    assert asked.hung_up, "the end of the connection ends it"


@pytest.mark.parametrize(
    ("asked", "said"),
    [(lambda: Asked(due=False), None), (Asked, {"refresh": "off"})],
    ids=["not due", "switched off"],
)
async def test_it_does_not_happen_by_itself(
    sandbox: Sandbox, asked: Callable[[], Asked], said: dict[str, Any] | None
) -> None:
    one, other = asked(), Asked(due=False)
    async with connected(sandbox, other), connected(sandbox, one, said):
        # the other connection has looked, one pause after it began: so could this one have
        other.looked.clear()
        await soon(other.looked)
        other.looked.clear()
        await soon(other.looked)
    assert one.runs == []


async def test_over_the_sandbox_there_is_nothing_to_renew(sandbox: Sandbox) -> None:
    asked, other = Asked(), Asked(due=False)
    async with connected(sandbox, other), connected(sandbox, asked, simulated=True) as (editor, _):
        await soon(other.looked)
        with pytest.raises(JsonRpcException, match="sandbox"):
            await editor.command("tierline.refresh")
    assert asked.runs == []
    assert not asked.looked.is_set()


async def test_a_failure_is_a_sentence_on_command_and_a_log_line_otherwise(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Asked(fails=True)
    async with connected(sandbox, asked) as (editor, _):
        await soon(asked.running)
        with pytest.raises(JsonRpcException, match="No source could be reached") as told:
            await editor.command("tierline.refresh")
        assert told.value.data["code"] == "no-network"
        editor.open("x = 1\n")
        assert (await editor.run("explain"))["state"] == "answered"
    assert "the daily refresh came to nothing" in caplog.text
    assert editor.questions == []


async def test_the_real_process_tells_its_own_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a proxy that can't be one: nothing leaves this machine
    monkeypatch.setenv("ALL_PROXY", "no-such-scheme://127.0.0.1:1")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(RefreshFailed, match="ALL_PROXY") as told:
        await refresh_apart(None)
    assert told.value.code == "no-network"
