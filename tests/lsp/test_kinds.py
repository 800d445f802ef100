"""Each kind of task to its end in an editor: the text of the document, of test files, findings, a commit message."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from support.editor import Editor, editing
from support.house import PATIENT, serving

from tierline.lsp.server import create_server
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.settings import Settings

CODE = "import os\n\n\ndef total(items, cache={}):\n    if items == None:\n        return 0\n    return sum(items)\n"
TEST_OF_TOTAL = "def test_total_gives_what_it_promises():"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    (root / "core.py").write_text(CODE)
    return root


@asynccontextmanager
async def connected(
    sandbox: Sandbox, project: Path, said: dict[str, Any] | None = None, *, client: str = "visual_studio_code"
) -> AsyncIterator[Editor]:
    folder = Path(tempfile.mkdtemp())
    server = create_server(
        lambda chosen: serving(sandbox, chosen, limits=PATIENT, key=SANDBOX_KEY), Settings, lambda: folder
    )
    async with editing(server, client, said) as editor:
        editor.open(CODE, uri=(project / "core.py").as_uri())
        await editor.until(lambda: bool(editor.statuses))
        yield editor


def sent(sandbox: Sandbox) -> str:
    """Return the last message of the last request."""
    body: dict[str, Any] = sandbox.books.records[-1].body
    return str(body["messages"][-1]["content"])


@pytest.mark.parametrize("client", ["visual_studio_code", "neovim"])
async def test_tests_go_into_a_new_file_where_the_projects_tests_are(
    sandbox: Sandbox, project: Path, client: str
) -> None:
    async with connected(sandbox, project, client=client) as editor:
        result = await editor.run("test", CODE.index("def"))
        made = project / "tests" / "test_core.py"
        assert (result["state"], result["createdUri"]) == ("applied", made.as_uri()), result["why"]
        assert TEST_OF_TOTAL in made.read_text()
        assert made.read_text().endswith("\n")
        assert editor.text == CODE


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "open"])
async def test_new_tests_are_added_to_the_file_that_is_there(sandbox: Sandbox, project: Path, *, opened: bool) -> None:
    there = project / "tests" / "test_core.py"
    there.parent.mkdir()
    there.write_text("def test_one():\n    assert True\n")
    async with connected(sandbox, project) as editor:
        argument = editor.argument("test", CODE.index("def"))
        if opened:
            # What the editor shows counts, not what is saved.
            editor.open("def test_one():\n    assert 1 < 2\n", uri=there.as_uri())
        result = await editor.command("tierline.run", argument)
        assert (result["state"], result["createdUri"]) == ("applied", there.as_uri()), result["why"]
        text = editor.text if opened else there.read_text()
        assert text.startswith(
            "def test_one():\n    assert 1 < 2\n" if opened else "def test_one():\n    assert True\n"
        )
        assert TEST_OF_TOTAL in text
        (edit,) = editor.edits
        (change,) = edit.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == (1 if opened else None)


async def test_tests_that_are_there_already_stay_as_they_are_and_the_answer_is_shown(
    sandbox: Sandbox, project: Path
) -> None:
    there = project / "test_core.py"
    there.write_text(f"{TEST_OF_TOTAL}\n    assert mine\n")
    async with connected(sandbox, project) as editor:
        result = await editor.run("test", CODE.index("def"))
        assert result["state"] == "answered"
        assert "has test_total_gives_what_it_promises already" in result["why"]
        assert result["createdUri"] is None
        assert there.read_text() == f"{TEST_OF_TOTAL}\n    assert mine\n"
        assert (await editor.command("tierline.lastAnswer", {}))["id"] == result["id"]


async def test_an_editor_that_makes_no_files_gets_the_answer_alone(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project, client="emacs") as editor:
        result = await editor.run("test", CODE.index("def"))
        assert (result["state"], result["why"]) == ("answered", "the editor can't make files for a server")
        assert not (project / "tests").exists()
        assert TEST_OF_TOTAL in result["text"]


def said(editor: Editor, found: types.Diagnostic) -> str:
    assert found.range.start.line == found.range.end.line
    return editor.text.split("\n")[found.range.start.line][found.range.start.character : found.range.end.character]


async def test_a_review_shows_its_findings_which_move_with_the_text_and_go_with_it(
    sandbox: Sandbox, project: Path
) -> None:
    async with connected(sandbox, project) as editor:
        result = await editor.run("review", CODE.index("def"))
        assert result["state"] == "answered"
        found = await editor.until_diagnostics(bool)
        assert [one.message for one in found] == [f"{one['message']}. Fix: {one['fix']}" for one in result["findings"]]
        assert {one.source for one in found} == {"tierline"}
        assert "if items == None:" in [said(editor, one) for one in found]
        count = len(found)

        editor.type(0, 0, "# above\n")
        moved = await editor.until_diagnostics(lambda shown: min(one.range.start.line for one in shown) == 4)
        assert "if items == None:" in [said(editor, one) for one in moved]

        at = editor.text.index("== None")
        editor.type(at, at + 2, "is")
        await editor.until_diagnostics(lambda shown: len(shown) == count - 1)

        assert await editor.command("tierline.clearFindings", {"uri": editor.uri}) == {"cleared": count - 1}
        await editor.until_diagnostics(lambda shown: not shown)


async def test_a_finding_is_mended_by_its_action_and_is_not_sent_along_otherwise(
    sandbox: Sandbox, project: Path
) -> None:
    async with connected(sandbox, project, {"tier": "default"}) as editor:
        await editor.run("review", CODE.index("def"))
        found = await editor.until_diagnostics(bool)
        (wrong,) = [one for one in found if "None" in said(editor, one)]
        offered = await editor.client.text_document_code_action_async(
            types.CodeActionParams(
                text_document=types.TextDocumentIdentifier(editor.uri),
                range=types.Range(wrong.range.start, wrong.range.start),
                context=types.CodeActionContext(diagnostics=found, only=[types.CodeActionKind.QuickFix]),
            )
        )
        (action,) = [
            one for one in offered or [] if isinstance(one, types.CodeAction) and list(one.diagnostics or ()) == [wrong]
        ]
        assert action.command is not None
        result = await editor.command(action.command.command, *(action.command.arguments or ()))
        assert result["state"] == "applied", result["why"]
        assert editor.text == CODE.replace("    if items == None:", f"    # {MADE}\n    if items is None:")
        assert wrong.message in sent(sandbox)

        told = [
            {"range": editor.argument("fix")["range"], "message": "an opinion of ours", "source": source}
            for source in ("tierline", "a linter")
        ]
        await editor.run("fix", editor.text.index("def"), diagnostics=told)
        assert sent(sandbox).count("an opinion of ours") == 1


MADE = "Simulated by the Tierline sandbox: == None became is None."


async def test_findings_can_be_left_out_of_the_text(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project, {"reviewDiagnostics": "off"}) as editor:
        result = await editor.run("review", CODE.index("def"))
        assert result["findings"]
        assert not editor.client.diagnostics


async def test_code_is_written_at_the_cursor_with_its_indentation(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project) as editor:
        code = "def outer():\n    \n\n\nx = 1\n"
        editor.open(code, uri=(project / "other.py").as_uri())
        at = code.index("    \n") + 4
        place = types.Position(1, 4)
        offered = await editor.client.text_document_code_action_async(
            types.CodeActionParams(
                text_document=types.TextDocumentIdentifier(editor.uri),
                range=types.Range(place, place),
                context=types.CodeActionContext(diagnostics=[], trigger_kind=types.CodeActionTriggerKind.Invoked),
            )
        )
        assert [one.title for one in offered or []] == ["Tierline: Generate at the cursor"]
        result = await editor.run("generate", at, at, instruction="a function that adds two numbers")
        assert result["state"] == "applied", result["why"]
        added = editor.text.removeprefix("def outer():\n").removesuffix("\n\n\nx = 1\n")
        assert added
        assert all(line.startswith("    ") for line in added.split("\n") if line)
        assert "Nothing is selected; what you write is inserted at the cursor" in sent(sandbox)


async def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    process = await asyncio.create_subprocess_exec("git", "-C", str(folder), *who, *words)
    assert await process.wait() == 0


async def test_a_commit_message_is_written_from_what_is_staged_by_the_minimum_tier(
    sandbox: Sandbox, project: Path
) -> None:
    (project / ".git").rmdir()
    async with connected(sandbox, project, {"tier": "maximum"}) as editor:
        with pytest.raises(JsonRpcException, match="lies in no git repository"):
            await editor.command("tierline.commitMessage", {"uri": editor.uri})
        await git(project, "init", "-q")
        with pytest.raises(JsonRpcException, match="Nothing is staged"):
            await editor.command("tierline.commitMessage", {"uri": editor.uri})
        await git(project, "commit", "-q", "--allow-empty", "-m", "Open the shop")
        (project / "core.py").write_text(CODE.replace("0", "'sk-or-v1-" + "0a1b" * 16 + "'"))
        await git(project, "add", "core.py")
        result = await editor.command("tierline.commitMessage", {"uri": editor.uri})
        assert (result["state"], result["kind"], result["tier"]) == ("answered", "commit", "minimum")
        assert result["text"].startswith("Add core.py\n\n")
        assert result["decision"]["rule"] == "commit"
        assert "Open the shop" in sent(sandbox)
        assert "0a1b0a1b" not in sent(sandbox)
        assert (await editor.command("tierline.run", editor.argument("commit")))["text"] == result["text"]
        assert editor.text == CODE


async def test_a_commit_message_stands_in_no_document_and_is_asked_for_again_from_what_is_staged_then(
    sandbox: Sandbox, project: Path
) -> None:
    (project / ".git").rmdir()
    async with connected(sandbox, project) as editor:
        await git(project, "init", "-q")
        (project / "core.py").write_text(CODE)
        await git(project, "add", "core.py")
        first = await editor.command("tierline.commitMessage", {"uri": editor.uri})
        editor.type(0, 0, "# typed\n")
        kept = await editor.command("tierline.lastAnswer", {})
        assert (kept["id"], kept["kind"], kept["range"], kept["nextTier"]) == (first["id"], "commit", None, None)
        with pytest.raises(JsonRpcException, match="The minimum tier writes all commit messages"):
            await editor.command("tierline.oneTierUp", {"id": first["id"], "agreed": True})
        (project / "other.py").write_text("x = 1\n")
        await git(project, "rm", "-q", "--cached", "core.py")
        await git(project, "add", "other.py")
        second = await editor.command("tierline.again", {"id": first["id"]})
        assert (second["kind"], second["tier"], second["cached"]) == ("commit", "minimum", False)
        assert second["text"].startswith("Add other.py\n\n")
        assert second["other"]["text"] == first["text"]
        assert editor.text == f"# typed\n{CODE}"
