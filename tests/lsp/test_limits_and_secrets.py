"""What an editor sees of rests, limits, masked secrets, ignored files and second answers."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from support.editor import Editor, editing
from support.house import PATIENT, serving

from tierline.lsp.server import create_server
from tierline.sandbox import Sandbox
from tierline.settings import Settings

GITHUB = "ghp_" + "aB3dE5gH7j" * 3 + "kL9mN1"
CODE = f'TOKEN = "{GITHUB}"\n\n\ndef total(items):\n    if items == None:\n        return 0\n    return sum(items)\n'


@asynccontextmanager
async def connected(
    sandbox: Sandbox, said: dict[str, Any] | None = None, *, own_client: bool = True
) -> AsyncIterator[Editor]:
    folder = Path(tempfile.mkdtemp())
    server = create_server(lambda chosen: serving(sandbox, chosen, limits=PATIENT), Settings, lambda: folder)
    async with editing(server, "visual_studio_code", said, own_client=own_client) as editor:
        editor.open(CODE)
        await editor.until(lambda: bool(editor.statuses))
        yield editor


async def test_what_was_masked_is_told_by_kind_and_never_by_value(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        result = await editor.run("fix")
        assert result["masked"] == [{"kind": "GitHub Token", "count": 1}]
        assert f'TOKEN = "{GITHUB}"' in editor.text
        assert "items is None" in editor.text
        await editor.until(lambda: editor.statuses[-1]["state"] == "idle")
        assert editor.last["masked"] == [{"kind": "GitHub Token", "count": 1}]
        assert "1 of kind GitHub Token" in editor.statuses[-1]["tooltip"]
        assert GITHUB not in str(editor.statuses)
    assert GITHUB not in str([record.body for record in sandbox.books.records])


async def test_the_status_tells_what_rests_and_until_when(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"models": {"default": ["sandbox/429-upstream"]}}) as editor:
        result = await editor.run("fix", tier="default")
        assert [(a["model"], a["skipped"], bool(a["error"])) for a in result["attempts"]] == [
            ("sandbox/429-upstream", False, True),
            ("acme/gratis:free", False, False),
        ]
        await editor.until(lambda: editor.statuses[-1]["state"] == "idle")
        status = editor.statuses[-1]
        assert {rest["subject"] for rest in status["resting"]} == {"default", "sandbox/429-upstream"}
        assert all(rest["untilS"] > result["attempts"][0]["atS"] for rest in status["resting"])
        assert "`sandbox/429-upstream` rests until" in status["tooltip"]


async def test_the_status_meters_the_free_models_before_they_are_spent_and_says_when_they_are(
    sandbox: Sandbox,
) -> None:
    said = {"models": {"minimum": ["acme/gratis:free"]}}
    async with connected(sandbox, said) as editor:
        await editor.run("explain", tier="minimum")
        status = await editor.command("tierline.status")
        assert status["freeLimits"] == {
            "today": 1,
            "perDay": None,
            "thisMinute": 1,
            "perMinute": 20,
            "spentUntilS": None,
        }
        assert "1 of 50 or 1,000 today, 1 of 20 this minute" in status["tooltip"]
    async with connected(sandbox, {"models": {"minimum": ["sandbox/429-daily:free"]}}) as editor:
        with pytest.raises(JsonRpcException, match="used up"):
            await editor.run("explain", tier="minimum")
        status = await editor.command("tierline.status")
        assert status["freeLimits"]["spentUntilS"] > 0
        assert "used up until" in status["tooltip"]


def in_project(editor: Editor, folder: Path, name: str) -> None:
    (folder / ".aiignore").write_text("secret.*\n")
    editor.open(CODE, uri=(folder / name).as_uri())


async def test_a_task_on_an_ignored_file_is_not_sent_and_the_line_that_says_so_is_named(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    async with connected(sandbox) as editor:
        in_project(editor, tmp_path, "secret.py")
        with pytest.raises(JsonRpcException, match=r"\.aiignore has the line 'secret\.\*'") as raised:
            await editor.run("fix")
        assert raised.value.data["code"] == "ignored-file"
        assert not sandbox.books.records
        assert not editor.questions
        in_project(editor, tmp_path, "open.py")
        assert (await editor.run("fix"))["state"] == "applied"


@pytest.mark.parametrize("yes", [True, False])
async def test_who_wants_to_be_asked_about_ignored_files_decides_each_time(
    sandbox: Sandbox, tmp_path: Path, *, yes: bool
) -> None:
    (tmp_path / ".git").mkdir()
    async with connected(sandbox, {"sendIgnored": "ask"}) as editor:
        editor.says_yes = yes
        in_project(editor, tmp_path, "secret.py")
        if yes:
            assert (await editor.run("fix"))["state"] == "applied"
        else:
            with pytest.raises(JsonRpcException, match="is not sent"):
                await editor.run("fix")
        (question,) = editor.questions
        assert "secret.py" in question.message
        assert [action.title for action in question.actions or []] == ["Yes, send it", "No"]
        assert bool(sandbox.books.records) is yes


POOR = {"models": {"default": ["sandbox/prose"], "maximum": ["sandbox/bad-code"]}}


async def test_both_answers_come_back_after_an_escalation(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"models": {"default": ["sandbox/prose"]}}) as editor:
        result = await editor.run("refactor")
        assert (result["escalated"], result["model"], result["notEscalated"]) == (True, "acme/fine", "")
        assert result["other"]["model"] == "sandbox/prose"
        assert result["other"]["text"]
        assert result["other"]["score"]["reasons"]


async def test_an_editor_without_our_client_reads_both_answers_in_one_document(sandbox: Sandbox) -> None:
    async with connected(sandbox, POOR, own_client=False) as editor:
        result = await editor.run("refactor")
        assert result["state"] == "kept"
        (shown,) = editor.client.shown_documents
        text = Path(urlparse(shown.uri).path).read_text(encoding="utf-8")
        assert result["text"].strip() in text
        assert result["other"]["text"].strip() in text
        assert f"The other answer, of {result['other']['tier']}" in text


async def test_why_no_better_answer_was_asked_for_is_told(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"models": {"default": ["sandbox/content-filter"]}}) as editor:
        result = await editor.run("refactor")
        assert "moderation" in result["notEscalated"]
        assert isinstance(editor.client.messages, list)
        assert not [m for m in editor.client.messages if m.type is types.MessageType.Error]
