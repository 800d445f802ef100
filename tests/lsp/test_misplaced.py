"""Edits that an editor made on text it had not told yet."""

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings, strategies as st
from lsprotocol import types
from support.connected import CODE, START, connected

from tierline.edit.changes import Change
from tierline.edit.tracked import TrackedRange
from tierline.lsp.misplaced import put_right
from tierline.sandbox import Sandbox

NOT_TOLD = "# typed\n# and not told\n"
LINES = [f"line {number}\n" for number in range(12)]


async def test_an_edit_made_at_its_old_place_is_moved_to_where_it_belongs(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:

        def type_without_a_word() -> None:
            editor.before_applying = lambda: None
            editor.text = NOT_TOLD + editor.text

        editor.before_applying = type_without_a_word
        # So what was typed is told together with the edit.
        editor.sends_all = True
        result = await editor.run("fix", START)
        assert (result["state"], result["why"]) == ("applied", "")
        assert editor.text == NOT_TOLD + CODE[:START] + result["newText"]
        assert len(editor.edits) == 2


@given(at=st.integers(0, 5), typed=st.lists(st.sampled_from(["a\n", "b c\n", "line 3\n"]), min_size=1, max_size=4))
@settings(max_examples=50)
def test_wherever_lines_were_typed_above_the_text_is_as_if_they_had_been_told(at: int, typed: list[str]) -> None:
    server = cast("Any", SimpleNamespace(workspace=SimpleNamespace(position_encoding=types.PositionEncodingKind.Utf32)))
    before, inserted = "".join(LINES), "".join(typed)
    start = before.index("line 7")
    where = TrackedRange(before, start, start + len("line 7\n"))
    edit = types.TextEdit(types.Range(types.Position(7, 0), types.Position(8, 0)), "new\n")
    offset = sum(map(len, LINES[:at]))
    told = before[:offset] + inserted + before[offset:]
    lines = told.splitlines(keepends=True)
    made = "".join([*lines[:7], "new\n", *lines[8:]])
    right = put_right(server, where, "new\n", [edit], (Change(offset, offset, inserted),), made)
    assert right is not None
    assert right.text == told.replace("line 7\n", "new\n")
    assert right.text[right.start : right.end] == "new\n"
