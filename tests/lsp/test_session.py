"""The server in memory, with a real client and a real HTTP sandbox."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from support.editor import URI, Editor, editing
from support.house import PATIENT, serving

from tierline.lsp.server import create_server
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.settings import Settings

CODE = "import os\n\n\ndef total(items, cache={}):\n    if items == None:\n        return 0\n    return sum(items)\n"
START = CODE.index("def")


@asynccontextmanager
async def connected(
    sandbox: Sandbox,
    *,
    client: str = "visual_studio_code",
    said: dict[str, Any] | None = None,
    key: str = SANDBOX_KEY,
    own_client: bool = True,
) -> AsyncIterator[Editor]:
    folder = Path(tempfile.mkdtemp())
    server = create_server(lambda chosen: serving(sandbox, chosen, key=key, limits=PATIENT), Settings, lambda: folder)
    async with editing(server, client, said, own_client=own_client) as editor:
        editor.open(CODE)
        await editor.until(lambda: bool(editor.statuses))
        yield editor


@pytest.mark.parametrize("client", ["visual_studio_code", "neovim", "emacs"])
async def test_a_fix_is_applied_as_one_versioned_edit(sandbox: Sandbox, client: str) -> None:
    async with connected(sandbox, client=client) as editor:
        result = await editor.run("fix", START)
        assert result["state"] == "applied", result["why"]
        assert "items is None" in editor.text
        assert editor.text.startswith("import os\n\n\n")
        (edit,) = editor.edits
        (change,) = edit.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == 1


async def test_an_explanation_streams_and_changes_nothing(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        result = await editor.run("explain", START)
        assert result["state"] == "answered"
        assert "".join(chunk["delta"] for chunk in editor.chunks) == result["text"]
        assert {chunk["id"] for chunk in editor.chunks} == {result["id"]}
        assert editor.text == CODE
        assert not editor.edits


async def test_the_cost_is_what_the_sandbox_booked(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "maximum"}) as editor:
        results = [await editor.run("explain", START), await editor.run("fix", START)]
        booked = [float(record.cost_usd) for record in sandbox.books.records if record.path.endswith("completions")]
        assert [result["costUsd"] for result in results] == booked
        usage = await editor.command("tierline.usage")
        assert usage["costUsd"] == float(sandbox.books.totals.cost_usd)
        assert usage["byTier"]["maximum"]["calls"] == 2


async def test_the_status_tells_the_decision_while_it_runs_and_the_end_once(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        await editor.run("explain", START)
        await editor.until(lambda: editor.statuses[-1]["state"] == "idle")
        states = [s["last"]["state"] for s in editor.statuses if s["last"]]
        assert states[0] == "running"
        assert states.count("answered") == 1
        assert states[-1] == "answered"
        assert editor.last["tier"] == "minimum"
        assert editor.last["rule"] == "simple"
        assert "minimum" in editor.statuses[-1]["text"]


async def test_route_decides_and_asks_nobody(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        found = await editor.command("tierline.route", editor.argument("fix", START))
        assert found["decision"]["reason"]
        assert found["profile"]["signals"]
        assert not sandbox.books.records


async def test_a_tier_set_for_the_session_wins_over_the_rules(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        status = await editor.command("tierline.setTier", {"tier": "maximum"})
        assert status["tierMode"] == "maximum"
        result = await editor.run("explain", START)
        assert (result["decision"]["rule"], result["model"]) == ("pinned", "acme/fine")


async def test_other_settings_leave_the_sessions_tier_and_a_changed_tier_setting_replaces_it(
    sandbox: Sandbox,
) -> None:
    async with connected(sandbox) as editor:
        await editor.command("tierline.setTier", {"tier": "maximum"})
        for changed, mode in (({"costConcern": "high"}, "maximum"), ({"tier": "minimum"}, "minimum")):
            known = len(editor.statuses)
            editor.client.set_configuration({"tierline": changed})
            editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings={}))
            await editor.until(partial(lambda count: len(editor.statuses) > count, known))
            assert editor.statuses[-1]["tierMode"] == mode
        assert (await editor.run("fix", START))["tier"] == "minimum"
        await editor.command("tierline.setTier", {"tier": "auto"})
        assert (await editor.run("fix", START))["decision"]["rule"] == "otherwise"


async def test_typing_above_the_selection_moves_the_edit(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "default", "models": {"default": ["sandbox/slow"]}}) as editor:
        running = asyncio.create_task(editor.run("fix", START))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        editor.type(0, 0, "# typed meanwhile\n")
        result = await running
        assert result["state"] == "applied", result["why"]
        assert editor.text.startswith("# typed meanwhile\nimport os\n\n\n")


async def test_typing_in_the_selection_keeps_the_answer_and_the_users_text(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "default", "models": {"default": ["sandbox/slow"]}}) as editor:
        running = asyncio.create_task(editor.run("fix", START))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        editor.type(START + 4, START + 9, "tally")
        result = await running
        assert result["state"] == "kept"
        assert "changed" in result["why"]
        assert result["newText"]
        assert editor.text == CODE.replace("total", "tally")
        assert (await editor.command("tierline.lastAnswer"))["id"] == result["id"]


async def test_closing_the_document_keeps_the_answer(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "default", "models": {"default": ["sandbox/slow"]}}) as editor:
        running = asyncio.create_task(editor.run("fix", START))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        editor.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri))
        )
        result = await running
        assert (result["state"], editor.edits) == ("kept", [])


async def test_an_editor_that_says_applied_and_does_nothing_is_found_out(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        editor.lies_about_edits = True
        result = await editor.run("fix", START)
        assert (result["state"], result["why"]) == ("kept", "the editor did not make the change")


async def test_cancelling_the_request_hangs_up_and_tells_the_end(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "default", "models": {"default": ["sandbox/slow"]}}) as editor:
        request = editor.client.protocol.send_request(
            types.WORKSPACE_EXECUTE_COMMAND,
            types.ExecuteCommandParams(command="tierline.run", arguments=[editor.argument("fix", START)]),
            msg_id="the-run",
        )
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        editor.client.cancel_request(types.CancelParams(id="the-run"))
        with pytest.raises(JsonRpcRequestCancelled):
            await asyncio.wrap_future(request)
        await check_hung_up(sandbox, editor)


async def test_cancelling_the_progress_hangs_up_too(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "default", "models": {"default": ["sandbox/slow"]}}) as editor:
        running = asyncio.create_task(editor.run("fix", START))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        (token,) = editor.client.progress_reports
        editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        with pytest.raises(JsonRpcRequestCancelled):
            await running
        await check_hung_up(sandbox, editor)
        assert isinstance(editor.client.progress_reports[token][-1], types.WorkDoneProgressEnd)


async def test_the_cancel_command_hangs_up_too(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "default", "models": {"default": ["sandbox/hang"]}}) as editor:
        running = asyncio.create_task(editor.run("fix", START))
        await sandbox.books.wait_for(lambda books: bool(books.records))
        assert await editor.command("tierline.cancel", {}) == {"cancelled": 1}
        with pytest.raises(JsonRpcRequestCancelled):
            await running
        await check_hung_up(sandbox, editor)


async def check_hung_up(sandbox: Sandbox, editor: Editor) -> None:
    async with asyncio.timeout(20):
        await sandbox.books.wait_for(lambda books: any(record.hung_up for record in books.records))
    await editor.until(lambda: editor.statuses[-1]["state"] == "idle")
    assert editor.last["state"] == "cancelled"
    assert editor.text == CODE
    assert (await editor.command("tierline.usage"))["unknownCosts"] == 1


async def test_without_a_key_a_task_says_what_to_do_and_a_key_set_later_counts(sandbox: Sandbox) -> None:
    async with connected(sandbox, key="") as editor:
        assert editor.statuses[-1]["state"] == "noKey"
        with pytest.raises(JsonRpcException, match="OPENROUTER_API_KEY") as raised:
            await editor.run("explain", START)
        assert raised.value.data["code"] == "no-key"
        await editor.client.protocol.send_request_async("tierline/setKey", {"key": SANDBOX_KEY})
        assert (await editor.run("explain", START))["state"] == "answered"


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ("sandbox/401", "bad-key"),
        ("sandbox/402", "no-credit"),
        ("nobody/nothing", "unknown-model"),
        ("sandbox/midstream", "provider-failed"),
        ("sandbox/bad-json", "unreadable-answer"),
    ],
)
async def test_a_failure_is_one_sentence_with_a_code_and_changes_nothing(
    sandbox: Sandbox, model: str, code: str
) -> None:
    every = {"minimum": [f"{model}:free"], "default": [model], "maximum": [model]}
    async with connected(sandbox, said={"models": every}) as editor:
        with pytest.raises(JsonRpcException) as raised:
            await editor.run("fix", START)
        assert raised.value.code == -32803
        assert raised.value.data["code"] == code
        assert str(raised.value).endswith(".")
        assert "Traceback" not in str(raised.value.data)
        await editor.until(lambda: editor.last["state"] == "failed")
        assert editor.text == CODE
        assert (await editor.command("tierline.status"))["state"] == "idle"


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ({"uri": "file:///elsewhere.py"}, "not open"),
        ({"range": {"start": {"line": 90, "character": 0}, "end": {"line": 99, "character": 0}}}, "lies outside"),
        ({"range": {"start": {"line": 1, "character": 0}, "end": {"line": 2, "character": 0}}}, "Nothing is selected"),
        ({"kind": "translate"}, "needs an instruction"),
        ({"kind": "dance"}, "kind"),
    ],
)
async def test_a_request_that_is_no_task_says_why(sandbox: Sandbox, argument: dict[str, Any], said: str) -> None:
    async with connected(sandbox) as editor:
        with pytest.raises(JsonRpcException, match=said):
            await editor.command("tierline.run", editor.argument("fix", START) | argument)
        assert not sandbox.books.records


async def test_a_malformed_setting_is_told_and_stops_tasks_before_anything_is_sent(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"budget": {"perTaskUsd": "lots"}}) as editor:
        (message,) = editor.client.messages
        assert "budget.perTaskUsd" in message.message
        with pytest.raises(JsonRpcException, match=r"budget\.perTaskUsd") as raised:
            await editor.run("explain", START)
        assert raised.value.data["code"] == "bad-settings"
        assert not sandbox.books.records
        known = len(editor.statuses)
        editor.client.set_configuration({"tierline": {}})
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings={}))
        await editor.until(lambda: len(editor.statuses) > known)
        assert (await editor.run("explain", START))["state"] == "answered"


async def test_paying_for_a_free_task_needs_a_yes(sandbox: Sandbox) -> None:
    spent = {"models": {"minimum": ["sandbox/429-daily:free"]}, "tier": "minimum"}
    async with connected(sandbox, said=spent) as editor:
        with pytest.raises(JsonRpcException, match="free models"):
            await editor.run("explain", START)
        (question,) = editor.questions
        assert "paid" in question.message
        editor.says_yes = True
        result = await editor.run("explain", START)
        assert result["model"] == "acme/plain"


async def test_code_actions_offer_every_kind_and_running_one_does_the_task(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        span = types.Range(types.Position(3, 0), types.Position(7, 0))
        found = await editor.client.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(URI), span, types.CodeActionContext(diagnostics=[]))
        )
        actions = [action for action in found or () if isinstance(action, types.CodeAction)]
        assert len(actions) == 11, found
        (fix,) = [action for action in actions if action.title == "Tierline: Fix"]
        assert fix.command is not None
        await editor.command(fix.command.command, *(fix.command.arguments or ()))
        assert "items is None" in editor.text


async def test_positions_behind_odd_characters_are_right(sandbox: Sandbox) -> None:
    text = "x = '\U0001f600\u2028\x0c'; y = 1\n\n\ndef f(a={}):\n    return a == None\n"
    async with connected(sandbox) as editor:
        editor.open(text)
        editor.type(0, 1, "z")
        result = await editor.run("fix", editor.text.index("def"))
        assert result["state"] == "applied", result["why"]
        assert editor.text.startswith("z = '\U0001f600\u2028\x0c'; y = 1\n\n\n")
        assert "a is None" in editor.text


async def test_an_edit_refused_as_stale_is_made_anew_for_the_text_of_now(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        editor.unsent = "# typed meanwhile\n"  # at the top, told only when the edit arrives
        result = await editor.run("fix", START)
        assert result["state"] == "applied", result["why"]
        assert [len(edit.edit.document_changes or ()) for edit in editor.edits] == [1, 1]
        assert editor.text.startswith("# typed meanwhile\nimport os\n\n\n")
        assert "items is None" in editor.text


async def test_an_editor_that_skips_a_stale_edit_and_says_applied_gets_it_again(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        editor.unsent, editor.lies_when_stale = "# typed meanwhile\n", True
        result = await editor.run("fix", START)
        assert result["state"] == "applied", result["why"]
        assert len(editor.edits) == 2
        assert "items is None" in editor.text


async def test_an_edit_that_only_adds_before_the_selection_is_made_once(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        result = await editor.run("edit", START, instruction="do what you like")
        assert result["state"] == "applied", result["why"]
        assert result["newText"].endswith(CODE[START:])
        assert len(editor.edits) == 1
        assert editor.text == CODE[:START] + result["newText"]


async def test_a_client_may_name_its_task(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        result = await editor.run("explain", START, id="mine-1")
        assert result["id"] == "mine-1"
        assert {chunk["id"] for chunk in editor.chunks} == {"mine-1"}


async def test_commands_without_arguments_take_an_empty_list_and_an_empty_object(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        assert await editor.command("tierline.cancel") == {"cancelled": 0}
        assert (await editor.command("tierline.usage", {}))["calls"] == 0
        with pytest.raises(JsonRpcException, match="uri"):
            await editor.command("tierline.run")


async def test_a_document_that_changed_before_the_edit_arrives_is_left_alone(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        editor.version = 7  # the editor is ahead: its change has not reached the server yet
        result = await editor.run("fix", START)
        assert result["state"] == "kept"
        assert editor.text == CODE


async def test_an_editor_without_our_client_gets_the_answer_as_a_document(sandbox: Sandbox) -> None:
    async with connected(sandbox, own_client=False) as editor:
        result = await editor.run("explain", START)
        (shown,) = editor.client.shown_documents
        path = Path(urlparse(shown.uri).path)
        assert path.read_text(encoding="utf-8").strip() == result["text"].strip()
        assert path.stat().st_mode & 0o077 == 0


async def test_an_editor_without_our_client_is_told_where_the_kept_answer_is(sandbox: Sandbox) -> None:
    async with connected(sandbox, own_client=False) as editor:
        editor.version, editor.chooses = 7, "Show"
        result = await editor.run("fix", START)
        await editor.until(lambda: bool(editor.client.shown_documents))
        (shown,) = editor.client.shown_documents
        text = Path(urlparse(shown.uri).path).read_text(encoding="utf-8")
        assert text.startswith(f"> Not applied: {result['why']}.")
        assert result["text"].strip() in text


async def test_the_end_of_the_progress_tells_tier_model_and_cost(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "maximum"}) as editor:
        result = await editor.run("explain", START)
        (reports,) = editor.client.progress_reports.values()
        end = reports[-1]
        assert isinstance(end, types.WorkDoneProgressEnd)
        assert (end.message or "").startswith("maximum · fine · $")
        assert result["costUsd"] > 0


async def test_tasks_side_by_side_each_end_with_their_own_status(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"models": {"maximum": ["sandbox/slow"]}}) as editor:
        slow = asyncio.create_task(editor.run("explain", START, tier="maximum"))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        quick = await editor.run("explain", START, tier="minimum")
        result = await slow
        await editor.until(lambda: editor.statuses[-1]["state"] == "idle")
        ends = {
            s["last"]["id"]: s["last"]["tier"]
            for s in editor.statuses
            if s["last"] and s["last"]["state"] == "answered"
        }
        assert ends == {quick["id"]: "minimum", result["id"]: "maximum"}


@pytest.mark.parametrize("behaviour", ["elided", "bad-code", "length", "prose"])
async def test_an_answer_known_to_be_broken_stays_out_of_the_text(sandbox: Sandbox, behaviour: str) -> None:
    every = {"default": [f"sandbox/{behaviour}"], "maximum": [f"sandbox/{behaviour}"]}
    async with connected(sandbox, said={"models": every}) as editor:
        result = await editor.run("fix", START, tier="maximum")
        assert (result["state"], editor.edits, editor.text) == ("kept", [], CODE)
        assert result["why"].startswith("of the answer: it ")
        assert result["text"]


async def test_cancelling_an_escalation_leaves_the_first_paid_answer_at_hand(sandbox: Sandbox) -> None:
    said = {"models": {"default": ["sandbox/prose"], "maximum": ["sandbox/hang"]}}
    async with connected(sandbox, said=said) as editor:
        running = asyncio.create_task(editor.run("refactor", START))
        await sandbox.books.wait_for(lambda books: len(books.records) > 1)
        await editor.command("tierline.cancel")
        with pytest.raises(JsonRpcRequestCancelled):
            await running
        kept = await editor.command("tierline.lastAnswer")
        assert (kept["model"], kept["state"]) == ("sandbox/prose", "answered")
        assert kept["costUsd"] == float(sandbox.books.records[0].cost_usd)


async def test_cancelling_while_the_edit_is_made_loses_nothing_and_says_no_error(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        editor.before_applying = lambda: editor.client.window_work_done_progress_cancel(
            types.WorkDoneProgressCancelParams(next(iter(editor.client.progress_reports)))
        )
        with pytest.raises(JsonRpcRequestCancelled):
            await editor.run("fix", START)
        await editor.until(lambda: editor.last["state"] == "cancelled")
        assert (await editor.command("tierline.lastAnswer"))["newText"]
        assert not editor.client.messages


async def test_many_tasks_in_one_document_all_find_their_place(sandbox: Sandbox) -> None:
    functions = [f"def f{n}(a):\n    return a == None\n\n\n" for n in range(12)]
    async with connected(sandbox) as editor:
        editor.open("".join(functions))
        starts = [sum(map(len, functions[:n])) for n in range(len(functions))]
        spans = [(start, start + len(functions[n])) for n, start in enumerate(starts)]
        results = await asyncio.gather(*(editor.run("fix", start, end, tier="minimum") for start, end in spans))
        assert [result["why"] for result in results if result["state"] != "applied"] == []
        assert editor.text.count("return a is None") == len(functions)


async def test_a_change_on_both_sides_at_once_moves_the_edit(sandbox: Sandbox) -> None:
    async with connected(sandbox, said={"tier": "default", "models": {"default": ["sandbox/slow"]}}) as editor:
        editor.open(CODE + "print(1)\n")
        running = asyncio.create_task(editor.run("fix", START, len(CODE)))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        editor.replace_all("import sys\nimport os\n\n\n" + CODE[START:] + "print(1, 2)\n")
        result = await running
        assert result["state"] == "applied", result["why"]
        assert editor.text.startswith("import sys\nimport os\n\n\n")
        assert editor.text.endswith("print(1, 2)\n")
        assert "items is None" in editor.text


async def test_a_binary_document_is_refused(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        editor.open("a\0b\n")
        with pytest.raises(JsonRpcException, match="binary") as raised:
            await editor.run("explain")
        assert raised.value.data["code"] == "binary-file"
        assert not sandbox.books.records


async def test_a_selection_made_backwards_is_the_same_selection(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        argument = editor.argument("fix", START)
        span = argument["range"]
        argument["range"] = {"start": span["end"], "end": span["start"]}
        assert (await editor.command("tierline.run", argument))["state"] == "applied"


async def test_a_translation_may_be_asked_for_in_a_comment(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        editor.open("# translate this to Lua\n" + CODE[START:])
        result = await editor.run("translate")
        assert result["kind"] == "translate"
