"""Edits find their place while the user types, whatever the encoding, the line ends and the way changes are told."""

import asyncio
import re

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from support.connected import CODE, SLOW, START, connected, running
from support.editor import Editor

from tierline.edit.positions import LineIndex
from tierline.sandbox import Sandbox

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
TWIN = "def f(a):\n    return a == None\n\n\n"
ODD = "# \U0001f600e\u0301\tä\u2028 \x0c.\n"
"""Astral, combining, a tab, and what looks like line ends and is none."""


NOTE = re.compile(r"# Simulated by the Tierline sandbox[^\r\n]*(?:\r\n|\r|\n)")


def plain(editor: Editor) -> str:
    """Return the text without the line that the sandbox writes above what it has changed."""
    return NOTE.sub("", editor.text)


def speaking(encoding: str):  # noqa: ANN201 a change of capabilities
    def change(can: types.ClientCapabilities) -> None:
        can.general = can.general or types.GeneralClientCapabilities()
        can.general.position_encodings = [types.PositionEncodingKind(encoding)]

    return change


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
async def test_text_around_the_selection_stays_byte_for_byte(sandbox: Sandbox, encoding: str, ends: str) -> None:
    before, after = f"x = '{ODD.strip()}\U0001f680'; ", "  # \U0001f680 ä\nprint('\U0001f600')"
    part = "y = [n for n in z if n == None]"
    text = (ODD + before + part + after).replace("\n", ends)
    start = text.index("y =")
    async with connected(sandbox, {"tier": "default"}, change=speaking(encoding), text=text) as editor:
        assert editor.encoding == encoding
        result = await editor.run("fix", start, start + len(part))
        assert result["state"] == "applied", result["why"]
        assert plain(editor) == text.replace("n == None", "n is None")


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_what_is_typed_between_odd_characters_is_followed(sandbox: Sandbox, encoding: str) -> None:
    async with connected(sandbox, SLOW, change=speaking(encoding), text=ODD * 2 + CODE) as editor:
        start = editor.text.index("def")
        async with running(editor, "fix", start) as task:
            at = editor.text.index("e\u0301")
            editor.type(at, at + 1, "\U0001f9ea\n")
            editor.type(0, 0, "\U0001f600")
            typed = editor.text[: editor.text.index("def")]
            result = await task
        assert result["state"] == "applied", result["why"]
        assert plain(editor).startswith(typed + "def total(items, cache=None)")
        assert "items is None" in editor.text


@pytest.mark.parametrize("sends_all", [False, True])
async def test_several_edits_in_one_change_are_followed(sandbox: Sandbox, sends_all: bool) -> None:  # noqa: FBT001
    async with (
        connected(sandbox, SLOW, text=CODE + "print(1)\n") as editor,
        running(editor, "fix", end=len(CODE)) as task,
    ):
        editor.sends_all = sends_all
        index = LineIndex(editor.text)
        places = (0, editor.text.index("\n\ndef"), len(CODE) + 6)
        spots = [types.Position(*index.position(at)) for at in places]
        editor._change([types.TextEdit(types.Range(spot, spot), f"# {n}\n") for n, spot in enumerate(spots)])
        result = await task
        assert result["state"] == "applied", result["why"]
        assert plain(editor).startswith("# 0\nimport os\n# 1\n\n\ndef total(items, cache=None)")
        assert editor.text.endswith("print(# 2\n1)\n")
        assert "items is None" in editor.text


async def test_of_two_equal_texts_the_selected_one_is_changed_whatever_is_typed_above(sandbox: Sandbox) -> None:
    async with (
        connected(sandbox, SLOW, text=TWIN * 3) as editor,
        running(editor, "fix", len(TWIN), 2 * len(TWIN)) as task,
    ):
        editor.type(0, 0, TWIN)
        result = await task
        assert result["state"] == "applied", result["why"]
        assert [f"a {word} None" in part for part in editor.text.split("def f")[1:] for word in ("is",)] == [
            False,
            False,
            True,
            False,
        ]


async def test_typing_at_the_edges_is_outside_and_typing_within_keeps_the_answer(sandbox: Sandbox) -> None:
    async with connected(sandbox, SLOW, text=CODE + "print(1)\n") as editor:
        async with running(editor, "fix", end=len(CODE)) as task:
            editor.type(len(CODE), len(CODE), "# behind\n")
            editor.type(START, START, "# before\n")
            result = await task
        assert result["state"] == "applied", result["why"]
        assert plain(editor).startswith("import os\n\n\n# before\ndef total(items, cache=None)")
        assert editor.text.endswith("# behind\nprint(1)\n")
        async with running(editor, "refactor", editor.text.index("def"), editor.text.index("# behind")) as task:
            at = editor.text.index("total")
            editor.type(at, at, "_")
            text = editor.text
            result = await task
        assert (result["state"], editor.text) == ("kept", text)


@pytest.mark.parametrize("replies_first", [False, True])
async def test_the_edit_is_seen_to_be_made_before_or_after_its_answer(sandbox: Sandbox, replies_first: bool) -> None:  # noqa: FBT001
    async with connected(sandbox, text=CODE.rstrip()) as editor:
        editor.replies_first = replies_first
        result = await editor.run("fix", START)
        assert result["state"] == "applied", result["why"]
        assert len(editor.edits) == 1
        assert "items is None" in editor.text
        assert not editor.text.endswith("\n")


async def test_an_editor_with_line_ends_of_its_own_has_made_the_edit_all_the_same(sandbox: Sandbox) -> None:
    async with connected(sandbox, text=CODE.replace("\n", "\r\n", 3)) as editor:
        apply = editor._change

        def normalizing(edits: list[types.TextEdit]) -> None:
            apply([types.TextEdit(e.range, e.new_text.replace("\r\n", "\n").replace("\n", "\r\n")) for e in edits])

        editor._change = normalizing  # type: ignore[method-assign] as VS Code's text model does
        result = await editor.run("fix", editor.text.index("def"))
        assert result["state"] == "applied", result["why"]
        assert len(editor.edits) == 1
        assert "items is None" in editor.text


async def test_a_document_that_is_closed_and_opened_again_gets_its_edit(sandbox: Sandbox) -> None:
    async with connected(sandbox, SLOW) as editor, running(editor, "fix") as task:
        editor.close()
        editor.open("# new\n" + CODE)
        result = await task
        assert result["state"] == "applied", result["why"]
        assert plain(editor).startswith("# new\nimport os\n\n\ndef total(items, cache=None)")
        assert "items is None" in editor.text


async def test_a_change_past_the_end_is_a_change_at_the_end(sandbox: Sandbox) -> None:
    async with connected(sandbox, SLOW, text=CODE.rstrip()) as editor, running(editor, "fix") as task:
        far = types.Position(6, 999)
        editor._change([types.TextEdit(types.Range(far, far), "\nprint(1)")])
        result = await task
        assert result["state"] == "applied", result["why"]
        assert editor.text.endswith("\nprint(1)")
        assert "items is None" in editor.text


async def test_an_untitled_document_is_edited_like_any_other(sandbox: Sandbox) -> None:
    async with connected(sandbox, uri="untitled:Untitled-1") as editor:
        assert (await editor.run("fix", START))["state"] == "applied"
        assert "items is None" in editor.text


@pytest.mark.parametrize("uri", ["vscode-notebook-cell:/project/a.ipynb#W0sZmlsZQ%3D%3D"])
async def test_a_cell_of_a_notebook_is_refused_with_a_sentence(sandbox: Sandbox, uri: str) -> None:
    async with connected(sandbox, uri=uri) as editor:
        with pytest.raises(JsonRpcException, match="not yet on the cells of a notebook") as raised:
            await editor.run("fix", START)
        assert raised.value.data["code"] == "in-notebook"
        assert not sandbox.books.chats
        assert editor.text == CODE


async def test_a_second_edit_of_the_same_text_is_refused_and_names_the_first(sandbox: Sandbox) -> None:
    async with (
        connected(sandbox, SLOW, text=CODE + "print(1)\n") as editor,
        running(editor, "fix", end=len(CODE)) as task,
    ):
        editor.type(0, 0, "# one line more\n")
        inside = editor.text.index("items ==")
        with pytest.raises(JsonRpcException, match=r"'fix' is about to change lines 5-8 of core\.py") as raised:
            await editor.run("refactor", inside, inside + 10)
        assert raised.value.data["code"] == "range-busy"
        read = asyncio.create_task(editor.run("explain", inside, inside + 10, tier="minimum"))
        beside = await editor.run("fix", editor.text.index("print"), tier="minimum")
        assert (await read)["state"] == "answered"
        assert beside["state"] == "applied", beside["why"]
        result = await task
        assert result["state"] == "applied", result["why"]
        assert [len(editor.finished), len(sandbox.books.chats)] == [3, 3]


async def test_an_edit_whose_changes_are_told_one_by_one_is_seen_to_be_made(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"tier": "default"}, text=CODE) as editor:
        editor.tells_singly = True
        result = await editor.run("fix")
        assert result["state"] == "applied", result["why"]
        assert "items is None" in editor.text
