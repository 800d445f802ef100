"""The command that prints the key is the user's alone: it decides what is run, so no workspace may say it."""

import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException
from support.editor import Editor, editing

from tierline.app import open_service
from tierline.lsp.server import create_server
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.settings import Settings

CODE = "def total(items):\n    if items == None:\n        return 0\n    return sum(items)\n"


@asynccontextmanager
async def connected(sandbox: Sandbox, file: Settings, said: dict[str, Any]) -> AsyncIterator[Editor]:
    """Connect an editor that says ``said`` to a server whose user has no key but what ``file`` leads to."""
    environ = {"TIERLINE_BASE_URL": sandbox.base_url, "TIERLINE_KEYRING": "off"}
    folder = Path(tempfile.mkdtemp())
    server = create_server(
        lambda chosen: open_service(chosen, sandbox=False, environ=environ), lambda: file, lambda: folder
    )
    async with editing(server, settings={"models": {"minimum": ["sandbox/ok:free"]}} | said) as editor:
        editor.open(CODE)
        await editor.until(lambda: bool(editor.statuses))
        yield editor


def helper(folder: Path) -> tuple[str, Path]:
    """Return a command that prints a key that is good, and the file that tells that it ran."""
    script, ran = folder / "helper.py", folder / "ran"
    script.write_text(f"open({str(ran)!r}, 'w').close()\nprint({SANDBOX_KEY!r})\n")
    return f'"{sys.executable}" "{script}"', ran


async def test_a_workspace_that_names_a_command_for_the_key_runs_nothing_and_is_told_of(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    command, ran = helper(tmp_path)
    async with connected(sandbox, Settings(), {"keyCommand": command}) as editor:
        with pytest.raises(JsonRpcException, match=r"keyCommand .* is not read, for it decides which program is run"):
            await editor.run("explain", tier="minimum")
    assert not ran.exists()
    assert not sandbox.books.records


async def test_it_does_not_take_the_place_of_the_users_own(sandbox: Sandbox, tmp_path: Path) -> None:
    command, ran = helper(tmp_path)
    async with connected(sandbox, Settings(keyCommand="no-such-program"), {"keyCommand": command}) as editor:
        with pytest.raises(JsonRpcException):
            await editor.run("explain", tier="minimum")
    assert not ran.exists()


async def test_the_users_own_file_names_the_command(sandbox: Sandbox, tmp_path: Path) -> None:
    command, ran = helper(tmp_path)
    async with connected(sandbox, Settings(keyCommand=command), {}) as editor:
        assert (await editor.run("explain", tier="minimum"))["model"] == "sandbox/ok:free"
    assert ran.exists()
