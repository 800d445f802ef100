"""The user types in the very moment in which a task begins, or its answer is put in."""

import asyncio
from pathlib import Path

import pytest
from support.editor import Editor, editing
from support.house import PATIENT, serving

from tierline.lsp.server import create_server
from tierline.sandbox import Sandbox
from tierline.settings import Settings

CODE = "import os\n\n\ndef total(items, cache={}):\n    if items == None:\n        return 0\n    return sum(items)\n"
START = CODE.index("def")


async def fix_and(sandbox: Sandbox, folder: Path, then: str) -> tuple[Editor, dict[str, object]]:
    """Ask for a fix and do something in the same moment."""
    server = create_server(lambda chosen: serving(sandbox, chosen, limits=PATIENT), Settings, lambda: folder)
    async with editing(server) as editor:
        editor.open(CODE)
        await editor.until(lambda: bool(editor.statuses))
        running = asyncio.create_task(editor.run("fix", START))
        await asyncio.sleep(0)
        if then == "type above":
            editor.type(0, 0, "# a line more\n")
        elif then == "type within":
            editor.type(START + 4, START + 9, "tally")
        else:
            editor.close()
            editor.open("other = text\n" * 9)
        return editor, await running


async def test_a_line_above_moves_the_selection_and_not_what_is_selected(sandbox: Sandbox, tmp_path: Path) -> None:
    editor, result = await fix_and(sandbox, tmp_path, "type above")
    assert result["state"] == "applied", result["why"]
    assert editor.text == f"# a line more\n{CODE[:START]}{result['newText']}"
    assert "items is None" in editor.text


@pytest.mark.parametrize("then", ["type within", "open anew"])
async def test_a_selection_that_is_gone_by_then_is_left_alone(sandbox: Sandbox, tmp_path: Path, then: str) -> None:
    editor, result = await fix_and(sandbox, tmp_path, then)
    assert (result["state"], editor.edits) == ("kept", [])
    assert "changed while" in str(result["why"])
    assert "items is None" in str(result["newText"])


async def test_an_answer_that_is_typed_into_at_once_is_not_put_in_twice(sandbox: Sandbox, tmp_path: Path) -> None:
    code = "def first(items):\n    return items[0]\n"
    server = create_server(lambda chosen: serving(sandbox, chosen, limits=PATIENT), Settings, lambda: tmp_path)
    async with editing(server) as editor:
        editor.open(code)
        await editor.until(lambda: bool(editor.statuses))

        def type_into_it() -> None:
            editor.type(3, 3, "x")

        # The answer only adds a line above, so that what was selected is still there when it has come.
        editor.after_applying = type_into_it
        result = await editor.run("fix", 0)
        assert result["newText"].endswith(code)
        assert (result["state"], len(editor.edits)) == ("applied", 1)
        assert editor.text == f"{result['newText'][:3]}x{result['newText'][3:]}"
