"""One id through everything, the log as the editor gets it, and nothing in any log that must not be there."""

import asyncio
import contextvars
import json
import logging
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from support.editor import Editor, editing
from support.house import PATIENT, serving

from tierline.engine.cached import CachedChat
from tierline.engine.late_costs import LateCosts
from tierline.ledger.store import Ledger
from tierline.log.file import PrivateRotatingFile
from tierline.log.lines import JsonLine, OursOrGrave
from tierline.lsp.server import create_server
from tierline.lsp.service import Service
from tierline.openrouter.client import OpenRouterClient
from tierline.openrouter.generation import Patience, bill_of
from tierline.sandbox import BEHAVIOURS, SANDBOX_KEY, Sandbox
from tierline.settings import Settings

SECRET = "correct-horse-battery-staple"
CODE = f'def total_of_invoices(items):\n    password = "{SECRET}"\n    return sum(items) if items != None else 0\n'
LOOKING = Patience(attempts=30, first_wait_s=0.02, longest_wait_s=0.1)


class Told:
    """What the editor was told of the log."""

    def __init__(self) -> None:
        self.messages: list[types.LogMessageParams] = []
        self.traces: list[types.LogTraceParams] = []
        self.shown: list[types.ShowMessageParams] = []


@asynccontextmanager
async def working(sandbox: Sandbox, ledger: Ledger | None = None, **said: Any) -> AsyncIterator[tuple[Editor, Told]]:
    """An editor over a service with cache and look-ups, as the program puts them together."""
    told = Told()

    @asynccontextmanager
    async def opened(chosen: Settings) -> AsyncIterator[Service]:
        async with serving(sandbox, chosen, limits=PATIENT, ledger=ledger) as service:
            client = service.engine.chat
            assert isinstance(client, OpenRouterClient)
            service.engine.chat = service.engine.cache = CachedChat(client, client.account)
            service.engine.late = LateCosts(partial(bill_of, get=client.get, patience=LOOKING))
            yield service
            await service.engine.late.close()

    folder = Path(tempfile.mkdtemp())
    server = create_server(opened, Settings, lambda: folder)
    async with editing(server, settings=said) as editor:
        for method, into in (
            (types.WINDOW_LOG_MESSAGE, told.messages),
            (types.LOG_TRACE, told.traces),
            (types.WINDOW_SHOW_MESSAGE, told.shown),
        ):
            editor.client.protocol.fm.features.pop(method, None)
            editor.client.feature(method)(_into(into))
        editor.open(CODE)
        await editor.until(lambda: bool(editor.statuses))
        yield editor, told


def _into(into: list[Any]) -> Any:
    async def take(params: Any) -> None:
        into.append(params)

    return take


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A file that gets all that the log file would get at its most talkative."""
    path = tmp_path / "tierline.jsonl"
    handler = PrivateRotatingFile(path)
    handler.setFormatter(JsonLine())
    handler.addFilter(OursOrGrave())
    root = logging.getLogger()
    before, loud = root.level, [logging.getLogger(name) for name in ("pygls", "httpx", "httpcore", "asyncio")]
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for logger in loud:
        logger.setLevel(logging.DEBUG)
    yield path
    for logger in loud:
        logger.setLevel(logging.NOTSET)
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def test_one_id_is_in_the_log_the_chunks_the_status_and_the_result(sandbox: Sandbox, log: Path) -> None:
    async with working(sandbox) as (editor, _):
        result = await editor.run("explain", id="task-7")
        assert {chunk["id"] for chunk in editor.chunks} == {result["id"], "task-7"} == {editor.last["id"]}
    messages = {line["message"] for line in lines(log) if line.get("request") == "task-7"}
    assert any(said.startswith("decided on") for said in messages)
    assert any(said.endswith("answers with status 200") for said in messages), "the client knows it too"
    assert "the task has ended: answered" in messages


async def test_an_error_names_the_request_as_the_log_does(sandbox: Sandbox, log: Path) -> None:
    async with working(sandbox, models={"default": ["sandbox/401"]}) as (editor, _):
        with pytest.raises(JsonRpcException) as raised:
            await editor.run("explain", id="task-8", tier="default")
        assert raised.value.data == {"code": "bad-key", "requestId": "task-8"}
    assert any(line.get("request") == "task-8" for line in lines(log))


async def test_tasks_side_by_side_keep_their_ids_apart(sandbox: Sandbox, log: Path) -> None:
    async with working(sandbox) as (editor, _):
        await asyncio.gather(
            *(
                editor.run("explain", id=f"task-{number}", tier="maximum", instruction=str(number))
                for number in range(5)
            )
        )
    for number in range(5):
        ended = [
            line for line in lines(log) if line.get("request") == f"task-{number}" and "has ended" in line["message"]
        ]
        assert len(ended) == 1


async def test_warnings_reach_the_editor_and_less_only_with_trace(sandbox: Sandbox) -> None:
    async with working(sandbox) as (editor, told):
        await editor.run("explain")
        # Outside any request, whichever ran in this process before.
        contextvars.Context().run(logging.getLogger("tierline").warning, "The ledger sleeps; wake it.")
        await editor.run("explain")
        assert [(said.type, said.message) for said in told.messages] == [
            (types.MessageType.Warning, "WARNING tierline: The ledger sleeps; wake it.")
        ]
        assert told.traces == []


@pytest.mark.parametrize("value", [types.TraceValue.Messages, types.TraceValue.Verbose])
async def test_a_trace_tells_each_decision_and_verbosely_its_reason(sandbox: Sandbox, value: types.TraceValue) -> None:
    async with working(sandbox) as (editor, told):
        editor.client.set_trace(types.SetTraceParams(value=value))
        result = await editor.run("explain", id="task-9")
        (decided,) = [trace for trace in told.traces if "decided on" in trace.message]
        assert "[task-9]" in decided.message
        if value is types.TraceValue.Verbose:
            assert json.loads(decided.verbose or "")["reason"] == result["decision"]["reason"]
        else:
            assert decided.verbose is None
        editor.client.set_trace(types.SetTraceParams(value=types.TraceValue.Off))
        seen = len(told.traces)
        await editor.run("review")
        assert len(told.traces) == seen


async def test_no_log_holds_code_prompt_answer_secret_or_key(
    sandbox: Sandbox, log: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    models = [f"sandbox/{name}" for name in BEHAVIOURS if not name.startswith(("hang", "stall", "oversized"))]
    instruction = "explain-this-in-my-own-words"
    answers: list[str] = []
    async with working(sandbox, maskSecrets="off", escalate="off") as (editor, told):
        for model in models:
            await editor.client.workspace_execute_command_async(
                types.ExecuteCommandParams(command="tierline.status", arguments=[])
            )
            editor.client.set_configuration({"tierline": {"models": {"default": [model]}, "maskSecrets": "off"}})
            editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
            with suppress(JsonRpcException):
                result = await editor.run("ask", instruction=instruction, tier="default")
                answers.append(result["text"])
        assert not told.traces
    assert any(SECRET in str(record.body) for record in sandbox.books.chats), "it was sent, and might have been logged"
    err = capfd.readouterr().err
    written = log.read_text(encoding="utf-8")
    assert len(written.splitlines()) > len(models)
    for private in (
        SECRET,
        SANDBOX_KEY,
        "total_of_invoices",
        instruction,
        "user_sandbox",
        *{line for text in answers for line in text.splitlines() if len(line) > 20},
    ):
        assert private not in written
        assert private not in err


async def test_the_same_task_again_comes_from_the_cache_and_says_so(sandbox: Sandbox) -> None:
    async with working(sandbox) as (editor, _):
        first = await editor.run("explain", tier="maximum")
        second = await editor.run("explain", tier="maximum")
        assert (first["cached"], second["cached"]) == (False, True)
        assert (second["costUsd"], second["text"]) == (0, first["text"])
        assert editor.last["cached"]
        assert editor.statuses[-1]["text"].endswith("$0 cached")
        assert not (await editor.run("explain", tier="maximum", fresh=True))["cached"]
        assert len(sandbox.books.chats) == 2


async def test_an_answer_that_the_user_rejects_is_not_given_again(sandbox: Sandbox, tmp_path: Path) -> None:
    async with working(sandbox, Ledger(tmp_path / "ledger.sqlite3")) as (editor, _):
        result = await editor.run("explain", tier="maximum")
        await editor.command("tierline.feedback", {"taskId": result["id"], "fate": "rejected"})
        assert not (await editor.run("explain", tier="maximum"))["cached"]


async def test_the_user_is_told_when_a_provider_bills_on_after_a_cancel(sandbox: Sandbox) -> None:
    async with working(sandbox, models={"default": ["sandbox/bills-on"]}) as (editor, told):
        editor.replace_all(CODE * 20)
        running = asyncio.create_task(editor.run("fix", tier="default"))
        await editor.until(lambda: sum(bool(chunk["delta"]) for chunk in editor.chunks) > 1)
        await editor.command("tierline.cancel")
        with pytest.raises(JsonRpcException):
            await running
        await editor.until(lambda: editor.statuses[-1]["sessionCostUsd"] > 0)
        assert editor.statuses[-1]["sessionCostUsd"] == float(sandbox.books.totals.cost_usd)
        assert editor.statuses[-1]["unknownCosts"] == 0
        assert any("went on after you cancelled" in said.message for said in told.shown)
