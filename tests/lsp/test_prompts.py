"""Prompt files in an editor: listed, offered as code actions, run, and looked at before they are sent."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from support.editor import Editor, editing
from support.house import PATIENT, serving

from tierline.lsp.server import create_server
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.settings import Settings
from tierline.task import Kind

CODE = "import os\n\n\ndef total(items):\n    return sum(items)\n\n\ndef count(items):\n    return len(items)\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    write(tmp_path / "mine/hints.md", "---\ntitle: Hints\nanswer: edit\n---\nAdd type hints.")
    write(tmp_path / "mine/port.md", "---\nanswer: edit\n---\nPort it to {instruction}.")
    write(root / ".tierline/prompts/house.md", "---\ntier: maximum\n---\nDoes this follow the house?")
    write(root / ".tierline/instructions.md", "Money is Decimal.")
    return root


@asynccontextmanager
async def connected(sandbox: Sandbox, project: Path, said: dict[str, Any] | None = None) -> AsyncIterator[Editor]:
    folder = Path(tempfile.mkdtemp())
    server = create_server(
        lambda chosen: serving(sandbox, chosen, limits=PATIENT, key=SANDBOX_KEY),
        Settings,
        lambda: folder,
        prompts_folder=project.parent / "mine",
    )
    async with editing(server, settings=said) as editor:
        editor.open("def neighbour(a, b):\n    pass\n", uri=(project / "near.py").as_uri())
        editor.open(CODE, uri=(project / "core.py").as_uri())
        await editor.until(lambda: bool(editor.statuses))
        yield editor


async def names(editor: Editor) -> list[str]:
    found = await editor.command("tierline.commands", {"uri": editor.uri})
    return [command["name"] for command in found["commands"]]


def span(editor: Editor, words: str) -> tuple[int, int]:
    start = editor.text.index(words)
    return start, start + len(words)


async def test_a_file_that_is_written_is_a_command_at_once(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project) as editor:
        assert await names(editor) == [*Kind, "house", "hints", "port"]
        write(project.parent / "mine/new.md", "What is new?")
        assert (await names(editor))[-2:] == ["new", "port"]
        found = await editor.command("tierline.commands", {"uri": editor.uri})
        told = {command["name"]: command for command in found["commands"]}
        assert (told["hints"]["title"], told["hints"]["kind"], told["hints"]["edits"]) == ("Hints", "edit", True)
        assert (told["port"]["needsInstruction"], told["house"]["origin"]) == (True, "project")


async def test_a_command_without_a_document_lists_the_users_own(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project) as editor:
        found = await editor.command("tierline.commands")
        assert [command["name"] for command in found["commands"]][-2:] == ["hints", "port"]


async def test_an_untrusted_project_brings_nothing(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project, {"projectRules": "ignore"}) as editor:
        assert "house" not in await names(editor)
        shown = await editor.command("tierline.preview", editor.argument("explain"))
        assert "Decimal" not in shown["messages"][0]["content"]


async def test_a_prompt_runs_with_its_words_the_notes_and_the_heads_of_open_files(
    sandbox: Sandbox, project: Path
) -> None:
    async with connected(sandbox, project) as editor:
        start, end = span(editor, "def total(items):\n    return sum(items)\n")
        result = await editor.run("edit", start, end, prompt="hints")
        assert result["kind"] == "edit"
        system, user = (message["content"] for message in sandbox.books.records[-1].body["messages"])
        assert "Add type hints." in system
        assert "> Money is Decimal." in system
        assert "def neighbour(a, b):" in user
        assert "def count(items):" in user


async def test_the_preview_shows_what_is_sent_then(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project) as editor:
        shown = await editor.command("tierline.preview", editor.argument("edit", prompt="hints", apply=False))
        assert sandbox.books.records == []
        await editor.run("edit", prompt="hints", apply=False)
        assert sandbox.books.records[0].body["messages"] == shown["messages"]
        assert shown["decision"]["model"] == sandbox.books.records[0].body["model"]
        assert shown["promptTokens"] >= sum(piece["tokens"] for piece in shown["pieces"]) * 0.9


async def test_ignored_files_never_go_along(sandbox: Sandbox, project: Path) -> None:
    write(project / ".aiignore", "near.py\ninstructions.md\n")
    async with connected(sandbox, project) as editor:
        shown = await editor.command("tierline.preview", editor.argument("explain"))
        assert "neighbour" not in str(shown["messages"])
        assert "Decimal" not in str(shown["messages"])


async def test_an_open_file_that_is_ignored_is_no_neighbour_whatever_ignores_it_and_however_it_is_reached(
    sandbox: Sandbox, project: Path
) -> None:
    write(project / ".gitignore", "build/\n")
    write(project / ".git/info/exclude", "mine.py\n")
    write(project / "app/.aiignore", "*.py\n!seen.py\n")
    hidden = ("build/made.py", "mine.py", "app/keys.py", "link.py")
    for name in (*hidden[:-1], "app/seen.py"):
        write(project / name, "")
    (project / "link.py").symlink_to(project / "app/keys.py")
    async with connected(sandbox, project) as editor:
        for name in (*hidden, "app/seen.py"):
            words = name.removesuffix(".py").replace("/", "_")
            editor.open(f"def of_{words}():\n    pass\n", uri=(project / name).as_uri())
        editor.open(CODE, uri=(project / "core.py").as_uri())
        await editor.run("explain")
        said = str(sandbox.books.records[-1].body["messages"])
        assert "def of_app_seen" in said
        assert [name for name in ("of_build_made", "of_mine", "of_app_keys", "of_link") if name in said] == []


async def test_prompts_are_offered_as_code_actions_that_ask_for_nothing(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project) as editor:
        await editor.command("tierline.commands")
        actions = await editor.client.text_document_code_action_async(
            types.CodeActionParams(
                text_document=types.TextDocumentIdentifier(editor.uri),
                range=types.Range(types.Position(0, 0), types.Position(4, 0)),
                context=types.CodeActionContext(diagnostics=[]),
            )
        )
        told = {action.title: action for action in actions or ()}
        assert {"Tierline: Hints", "Tierline: House", "Tierline: Fix"} <= told.keys()
        assert "Tierline: Port" not in told, "nobody would be asked for its words"
        chosen = told["Tierline: Hints"]
        assert isinstance(chosen, types.CodeAction)
        assert chosen.command is not None
        result = await editor.command("tierline.run", *(chosen.command.arguments or ()))
        assert result["state"] in {"applied", "kept"}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"prompt": "port"}, "The task 'port' needs an instruction"),
        ({"prompt": "gone"}, "There is no prompt 'gone'"),
        ({"prompt": "house"}, "There is no prompt 'house' of the kind edit"),
    ],
)
async def test_what_can_not_be_run_is_refused_in_a_sentence(
    sandbox: Sandbox, project: Path, asked: dict[str, str], sentence: str
) -> None:
    async with connected(sandbox, project) as editor:
        with pytest.raises(Exception, match=sentence):
            await editor.run("edit", *span(editor, "return sum(items)"), **asked)
        assert sandbox.books.records == []


async def test_a_mistake_in_a_prompt_file_is_told_once(sandbox: Sandbox, project: Path) -> None:
    write(project.parent / "mine/bad.md", "---\ntitel: x\n---\nW")
    async with connected(sandbox, project) as editor:
        await names(editor)
        await names(editor)
        said = [one.message for one in editor.client.messages if "bad.md" in one.message]
        assert len(said) == 1
        assert "line 2: there is no field titel" in said[0]


async def test_a_file_whose_name_is_escaped_in_its_uri_is_not_its_own_neighbour(
    sandbox: Sandbox, project: Path
) -> None:
    async with connected(sandbox, project) as editor:
        editor.open("def only_here():\n    return 1\n", uri=(project / "my shop.py").as_uri())
        shown = await editor.command("tierline.preview", editor.argument("explain"))
        assert str(shown["messages"]).count("only_here") == 1
