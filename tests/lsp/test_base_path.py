"""What any editor can use without a client of ours: actions, progress, settings, edits."""

import asyncio
import json
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled
from support.connected import CODE, SLOW, START, connected
from support.editor import URI, Editor, plain

from tierline.sandbox import Sandbox


async def actions(editor: Editor, only: list[str] | None = None, *diagnostics: types.Diagnostic) -> list[Any]:
    """Return the code actions on the function."""
    context = types.CodeActionContext(diagnostics=list(diagnostics), only=only)
    span = types.Range(types.Position(3, 0), types.Position(7, 0))
    params = types.CodeActionParams(types.TextDocumentIdentifier(URI), span, context)
    return list(await editor.client.text_document_code_action_async(params) or ())


@pytest.mark.parametrize(
    ("only", "titles"),
    [
        (["quickfix"], ["Fix"]),
        (["refactor.rewrite.tierline.document"], ["Document"]),
        (["tierline"], ["Explain", "Write Tests", "Review", "Ask"]),
        (["source"], []),
        (["refactor"], ["Refactor", "Document", "Optimize", "Generate", "Edit", "Translate"]),
    ],
)
async def test_only_the_wanted_kinds_of_actions_come(sandbox: Sandbox, only: list[str], titles: list[str]) -> None:
    async with connected(sandbox) as editor:
        found = [action.title.removeprefix("Tierline: ").removesuffix("…") for action in await actions(editor, only)]
        assert found == titles


async def test_the_fix_action_sends_along_what_the_editor_reports(sandbox: Sandbox) -> None:
    async with connected(sandbox, client="neovim", own_client=False) as editor:
        at = types.Range(types.Position(4, 7), types.Position(4, 20))
        (fix,) = await actions(editor, ["quickfix"], types.Diagnostic(at, "comparison to None", source="ruff"))
        await editor.command(fix.command.command, *plain(fix.command.arguments))
        assert "comparison to None" in str(sandbox.books.chats[-1].body)
        assert "items is None" in editor.text


async def test_actions_say_that_a_model_is_asked_where_the_editor_can_show_it(sandbox: Sandbox) -> None:
    def tags(can: types.ClientCapabilities) -> None:
        assert can.text_document
        assert can.text_document.code_action
        can.text_document.code_action.tag_support = types.CodeActionTagOptions([types.CodeActionTag.LlmGenerated])

    async with connected(sandbox, change=tags) as editor:
        assert {tuple(action.tags) for action in await actions(editor)} == {(types.CodeActionTag.LlmGenerated,)}
    async with connected(sandbox) as editor:
        assert {action.tags for action in await actions(editor)} == {None}


@pytest.mark.parametrize("given", [None, "mine"])
async def test_progress_of_either_side_can_be_cancelled(sandbox: Sandbox, given: str | None) -> None:
    async with connected(sandbox, SLOW, client="neovim", own_client=False) as editor:
        if given:
            # As of a token that the client has made itself.
            editor.client.progress_reports[given] = []
        command = types.ExecuteCommandParams("tierline.run", [editor.argument("fix", START)], given)
        task = asyncio.ensure_future(editor.client.workspace_execute_command_async(command))
        await editor.until(lambda: any(chunk["delta"] for chunk in editor.chunks))
        (token,) = editor.client.progress_reports
        assert given in {None, token}
        editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        with pytest.raises(JsonRpcRequestCancelled):
            await task
        await sandbox.books.wait_for(lambda books: books.chats[-1].hung_up)
        assert editor.text == CODE
        kinds = [type(report) for report in editor.client.progress_reports[token]]
        assert (kinds[0], kinds[-1]) == (types.WorkDoneProgressBegin, types.WorkDoneProgressEnd)
        assert kinds.count(types.WorkDoneProgressEnd) == 1


async def test_an_editor_that_wants_to_be_asked_is_asked_to_tell_of_changed_settings(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        await editor.until(lambda: bool(editor.registered))
        (wish,) = editor.registered
        assert wish.method == types.WORKSPACE_DID_CHANGE_CONFIGURATION


async def test_an_editor_that_can_not_be_asked_pushes_its_settings(sandbox: Sandbox) -> None:
    def mute(can: types.ClientCapabilities) -> None:
        assert can.workspace
        can.workspace.configuration = False

    async with connected(sandbox, {"tier": "minimum"}, change=mute) as editor:
        assert editor.statuses[-1]["tierMode"] == "auto"
        pushed: dict[str, Any] = {"tierline": {"tier": "maximum", "models": {"maximum": ["acme/plain-2"]}}}
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=pushed))
        await editor.until(lambda: editor.statuses[-1]["tierMode"] == "maximum")
        assert (await editor.run("fix", START))["model"] == "acme/plain-2"
        assert "items is None" in editor.text


async def test_an_edit_is_one_of_one_file_and_waits_for_a_yes_only_where_that_is_wanted(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"confirmEdits": "on"}) as editor:
        await editor.run("fix", START, tier="minimum")
        (made,) = editor.edits
        (annotation,) = (made.edit.change_annotations or {}).values()
        assert annotation.needs_confirmation
        assert (annotation.description or "").startswith("minimum · gratis:free · $0")
        assert "items is None" in editor.text
    async with connected(sandbox) as editor:
        await editor.run("fix", START)
        (made,) = editor.edits
        assert made.edit.change_annotations is None
        assert len(made.edit.document_changes or ()) == 1
        assert "items is None" in editor.text


async def test_each_document_has_its_own_workspace_folder(sandbox: Sandbox, tmp_path: Any) -> None:
    for name, tier in (("one", "maximum"), ("two", "minimum")):
        (tmp_path / name / ".tierline").mkdir(parents=True)
        rules = [{"name": "own", "when": {"kind": "fix"}, "tier": tier}]
        (tmp_path / name / ".tierline" / "rules.json").write_text(json.dumps({"rules": rules}))
    async with connected(sandbox, {"projectRules": "use"}) as editor:
        folders = [types.WorkspaceFolder((tmp_path / name).as_uri(), name) for name in ("one", "two")]
        event = types.WorkspaceFoldersChangeEvent(added=folders, removed=[])
        editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
        for name, tier in (("one", "maximum"), ("two", "minimum")):
            editor.open(CODE, uri=(tmp_path / name / "core.py").as_uri())
            result = await editor.run("fix", START)
            assert (result["decision"]["rule"], result["tier"]) == ("project:own", tier)
            assert "items is None" in editor.text
