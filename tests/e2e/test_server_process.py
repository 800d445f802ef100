"""The real server process over stdio, the real sandbox process over loopback: nothing in between is ours."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from decimal import Decimal

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from support.connected import CODE, START
from support.editor import editing_process
from support.processes import SandboxProcess, editing_over

SLOW = {"tier": "default", "models": {"default": ["sandbox/slow"]}, "timeLimits": {"stallS": 5}}


async def test_select_run_stream_edit_status_and_a_cost_right_to_the_last_digit(stand_in: SandboxProcess) -> None:
    async with editing_over(stand_in, {"tier": "maximum"}) as editor:
        result = await editor.run("fix", START)
        assert result["state"] == "applied", result["why"]
        assert "items is None" in editor.text
        assert "".join(chunk["delta"] for chunk in editor.chunks) == result["text"]
        await editor.until(lambda: editor.statuses[-1]["state"] == "idle")
        assert editor.last["state"] == "applied"
        assert editor.last["model"] == result["model"]
        (record,) = stand_in.chats()
        assert record["cost_usd"] > 0
        assert Decimal(repr(result["costUsd"])) == record["cost_usd"]
        assert Decimal(repr(editor.statuses[-1]["sessionCostUsd"])) == record["cost_usd"]
        assert (result["promptTokens"], result["completionTokens"]) == (
            record["prompt_tokens"],
            record["completion_tokens"],
        )


async def test_killing_the_provider_in_mid_stream_leaves_the_text_and_a_server_that_answers(
    stand_in: SandboxProcess,
) -> None:
    async with editing_over(stand_in, SLOW) as editor:
        running = asyncio.create_task(editor.run("fix", START))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        await stand_in.kill()
        with pytest.raises(JsonRpcException, match=r"Can't reach 127\.0\.0\.1") as raised:
            await running
        assert raised.value.data["code"] == "no-network"
        assert (editor.text, editor.edits) == (CODE, [])
        assert (await editor.command("tierline.status"))["state"] == "idle"


async def test_cancelling_in_mid_stream_hangs_up_and_leaves_the_text(stand_in: SandboxProcess) -> None:
    async with editing_over(stand_in, SLOW) as editor:
        request = editor.client.protocol.send_request(
            types.WORKSPACE_EXECUTE_COMMAND,
            types.ExecuteCommandParams(command="tierline.run", arguments=[editor.argument("fix", START)]),
            msg_id="the-run",
        )
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        editor.client.cancel_request(types.CancelParams(id="the-run"))
        with pytest.raises(JsonRpcRequestCancelled):
            await asyncio.wrap_future(request)
        assert (editor.text, editor.edits) == (CODE, [])
        assert (await editor.command("tierline.status"))["last"]["state"] == "cancelled"
        assert [entry["ending"] for entry in stand_in.chats()] == ["hung-up"]


async def test_editing_the_selection_in_mid_stream_keeps_both_the_text_and_the_answer(
    stand_in: SandboxProcess,
) -> None:
    async with editing_over(stand_in, SLOW) as editor:
        running = asyncio.create_task(editor.run("fix", START))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        editor.type(START + 4, START + 9, "tally")
        result = await running
        assert (result["state"], editor.edits) == ("kept", [])
        assert editor.text == CODE.replace("total", "tally")
        assert "is None" in result["newText"]
        assert (await editor.command("tierline.status"))["state"] == "idle"


async def test_a_refused_key_is_one_sentence_and_never_repeated(
    stand_in: SandboxProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    key = "sk-or-v1-sandbox-401"
    async with editing_over(stand_in, key=key) as editor:
        with pytest.raises(JsonRpcException, match="does not accept your key") as raised:
            await editor.run("explain", START)
        assert raised.value.data["code"] == "bad-key"
        everything = json.dumps([editor.statuses, editor.chunks, str(raised.value)])
    out, err = capfd.readouterr()
    assert key not in everything + out + err
    assert "Traceback" not in err


async def test_the_server_with_a_sandbox_of_its_own_needs_no_key_and_says_that_it_is_simulated() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENROUTER_API_KEY"}
    async with editing_process("--sandbox", env=environment) as editor:
        editor.open(CODE)
        result = await editor.run("explain", START)
        assert result["simulated"]
        assert editor.statuses[-1]["simulated"]
        assert "sandbox" in editor.statuses[-1]["text"]


async def test_the_server_imports_nothing_heavy_before_it_is_initialized() -> None:
    code = (
        "import sys; from tierline.lsp.server import create_server; create_server(None, None, None);"
        "print([m for m in ('cachetools', 'decimal', 'httpx', 'importlib.metadata', 'pydantic', 'rich', 'sqlite3',"
        " 'tierline.answer', 'tierline.engine', 'tierline.ledger', 'tierline.settings', 'tierline_scoring.snapshot',"
        " 'tree_sitter') if m in sys.modules])"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert out.decode().strip() == "[]"


async def test_an_orderly_stop_is_quiet_and_an_exit_alone_is_not_orderly() -> None:
    for farewell, status in ((("shutdown", "exit"), 0), (("exit",), 1), ((), 0)):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tierline", "serve", stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        messages = [
            ("initialize", {"processId": None, "rootUri": None, "capabilities": {}}),
            *((f, None) for f in farewell),
        ]
        for number, (method, params) in enumerate(messages):
            body = json.dumps(
                {"jsonrpc": "2.0", "method": method, "params": params} | ({} if method == "exit" else {"id": number})
            )
            assert process.stdin is not None
            process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
        assert process.stderr is not None
        if not farewell:
            process.stdin.close()
        # In the other cases the input stays open, as some clients leave it.
        async with asyncio.timeout(20):
            err = await process.stderr.read()
            await process.wait()
        assert (process.returncode, err.decode()) == (status, ""), farewell
