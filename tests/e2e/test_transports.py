"""The same scenarios over standard input and output and over TCP; each looks at the text that is left in the end."""

import asyncio

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from support.connected import CODE, SLOW, START, running
from support.processes import SandboxProcess, Transport, editing_over

both = pytest.mark.parametrize("transport", ["stdio", "tcp"])
ELSEWHERE = "file:///project/app/other.py"


@both
async def test_an_edit_streams_moves_with_what_is_typed_and_is_made_once(
    stand_in: SandboxProcess, transport: Transport
) -> None:
    async with editing_over(stand_in, SLOW, transport=transport) as editor, running(editor, "fix") as task:
        editor.type(0, 0, "# \U0001f600 typed\n")
        with pytest.raises(JsonRpcException, match="is about to change lines 5-8"):
            await editor.run("refactor", editor.text.index("items =="), len(editor.text))
        result = await task
        assert result["state"] == "applied", result["why"]
        assert editor.text.startswith("# \U0001f600 typed\nimport os\n\n\n")
        assert "items is None" in editor.text
        assert "".join(chunk["delta"] for chunk in editor.chunks) == result["text"]
        assert [end["state"] for end in editor.finished] == ["applied"]
        assert [entry["body"]["provider"]["max_price"]["completion"] > 0 for entry in stand_in.chats()] == [True]


@both
async def test_a_conflict_and_a_cancel_leave_the_text_to_the_user(
    stand_in: SandboxProcess, transport: Transport
) -> None:
    async with editing_over(stand_in, SLOW, transport=transport) as editor:
        async with running(editor, "fix") as task:
            at = editor.text.index("total")
            editor.type(at, at + 5, "tally")
            assert (await task)["state"] == "kept"
        async with running(editor, "document") as task:
            (token,) = [token for token in editor.client.progress_reports if editor.client.progress_reports[token]][1:]
            editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
            with pytest.raises(JsonRpcRequestCancelled):
                await task
        assert editor.text == CODE.replace("total", "tally")
        assert not editor.edits
        assert [end["state"] for end in editor.finished] == ["kept", "cancelled"]
        assert (await editor.command("tierline.status"))["phase"] == "idle"
        assert [entry["ending"] for entry in stand_in.chats()] == ["completed", "hung-up"]


@both
async def test_tasks_in_several_documents_run_side_by_side(stand_in: SandboxProcess, transport: Transport) -> None:
    async with editing_over(stand_in, SLOW, transport=transport) as editor:
        first = editor.argument("explain", START)
        other = types.TextDocumentItem(ELSEWHERE, "python", 1, CODE)
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(other))
        results = await asyncio.gather(
            editor.command("tierline.run", first),
            editor.command("tierline.run", first | {"uri": ELSEWHERE}),
            editor.run("fix", START),
        )
        assert [result["state"] for result in results] == ["answered", "answered", "applied"]
        assert sorted(end["uri"] for end in editor.finished) == sorted([editor.uri, editor.uri, ELSEWHERE])
        assert "items is None" in editor.text
        for result in results:
            assert "".join(c["delta"] for c in editor.chunks if c["id"] == result["id"]) == result["text"]
