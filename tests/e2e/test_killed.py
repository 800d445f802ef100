"""A server that is killed right after an answer came: the next one has it."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException
from pytest_lsp import make_test_lsp_client
from support.editor import Editor, parameters

from tierline.sandbox import SANDBOX_KEY, Sandbox

CODE = "import os\n\n\ndef total(items, cache={}):\n    if items == None:\n        return 0\n    return sum(items)\n"
START = CODE.index("def")


@pytest.fixture
async def openrouter() -> AsyncIterator[Sandbox]:
    """The stand-in with the models of the snapshot in force."""
    from tierline.app import sandbox_catalogue

    async with Sandbox(sandbox_catalogue()) as running:
        yield running


@asynccontextmanager
async def editing(state: Path, openrouter: Sandbox) -> AsyncIterator[tuple[Editor, int]]:
    """Start a server over a folder for its state; give its process id too."""
    environment = {
        **os.environ,
        "XDG_STATE_HOME": str(state),
        "XDG_CONFIG_HOME": str(state),
        "TIERLINE_BASE_URL": openrouter.base_url,
        "OPENROUTER_API_KEY": SANDBOX_KEY,
    }
    client = make_test_lsp_client()
    client.set_configuration({"tierline": {"tier": "default"}})
    await client.start_io(sys.executable, "-m", "tierline", "serve", env=environment)
    assert client._server is not None
    editor = Editor(client)
    try:
        await client.initialize_session(parameters())
        editor.open(CODE)
        await editor.until(lambda: bool(editor.statuses))
        yield editor, client._server.pid
        if client._server.returncode is None:
            await client.shutdown_session()
    finally:
        await client.stop()


async def test_an_answer_survives_kill_9_and_can_be_applied_by_the_next_server(
    openrouter: Sandbox, tmp_path: Path
) -> None:
    async with editing(tmp_path, openrouter) as (editor, process):
        # The answer has come, the edit has not been made: the worst moment.
        editor.before_applying = lambda: os.kill(process, signal.SIGKILL)
        editor.lies_about_edits = True
        with pytest.raises((JsonRpcException, RuntimeError)):
            await editor.run("fix", START)
        assert editor.text == CODE
    assert len(openrouter.books.chats) == 1
    async with editing(tmp_path, openrouter) as (editor, _):
        answer = await editor.command("tierline.lastAnswer", {"uri": editor.uri})
        assert (answer["state"], answer["why"], answer["conflict"]) == ("pending", "it was not put into the text", "")
        assert answer["costUsd"] > 0
        done = await editor.command("tierline.apply", {"id": answer["id"]})
        assert (done["state"], done["why"]) == ("applied", "")
        assert editor.text == CODE[:START] + answer["newText"]
    assert len(openrouter.books.chats) == 1
    kept = b"".join(path.read_bytes() for path in (tmp_path / "tierline" / "answers").iterdir())
    assert SANDBOX_KEY.encode() not in kept
