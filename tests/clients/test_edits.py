"""Edits by an editor's own LSP client: what stands in the buffer in the end, to the last character."""

from collections.abc import Callable

import pytest
from support.stage import EGLOT, Stage

pytestmark = [pytest.mark.editor, pytest.mark.asyncio(loop_scope="session")]

Note = Callable[[str, str], None]

HEAD = "import os\n\n\n"
BODY = "def total(items):\n    if items == None:\n        return 0\n    return sum(items)"
CODE = f"{HEAD}{BODY}\n"
NOTE = "# Simulated by the Tierline sandbox: == None became is None.\n"
MENDED = HEAD + NOTE + BODY.replace("== None", "is None") + "\n"


@pytest.mark.parametrize(
    ("name", "before", "select", "after"),
    [
        ("plain", CODE, BODY, MENDED),
        ("crlf", CODE.replace("\n", "\r\n"), BODY, MENDED.replace("\n", "\r\n")),
        ("no final newline", CODE[:-1], BODY, MENDED[:-1]),
        (
            "astral characters before the selection",
            'a = "\U0001f600\U0001d4b3\u0301"; ok = a == None\n',
            "ok = a == None",
            f'a = "\U0001f600\U0001d4b3\u0301"; {NOTE}ok = a is None\n',
        ),
        ("tabs", CODE.replace("    ", "\t"), BODY.replace("    ", "\t"), MENDED.replace("    ", "\t")),
    ],
    ids=lambda value: value if len(value) < 40 and "=" not in value else "",
)
async def test_a_code_action_mends_the_selection(stage: Stage, name: str, before: str, select: str, after: str) -> None:
    path = await stage.open(f"{name.replace(' ', '_')}.py", before)
    assert await stage.run(path, select, "Fix") == "applied"
    assert await stage.text(path) == after


async def test_one_undo_takes_an_edit_back(stage: Stage) -> None:
    path = await stage.open("undo.py", CODE)
    await stage.run(path, BODY, "Fix")
    assert await stage.text(path) == MENDED
    await stage.puppet.do("undo", path=path)
    assert await stage.text(path) == CODE


async def test_an_edit_follows_what_is_typed_above_meanwhile(stage: Stage) -> None:
    path = await stage.open("above.py", CODE)
    stage.gate.shut()
    await stage.act(path, BODY, "Fix")
    await stage.asked()
    await stage.type(path, "", "# \U0001f600 typed\n")
    await stage.told()
    stage.gate.open()
    assert await stage.ended() == "applied"
    assert await stage.text(path) == "# \U0001f600 typed\n" + MENDED


async def test_a_selection_typed_into_meanwhile_stays_and_the_answer_is_kept(stage: Stage) -> None:
    path = await stage.open("inside.py", CODE)
    stage.gate.shut()
    await stage.act(path, BODY, "Fix")
    await stage.asked()
    await stage.type(path, "total", "tally")
    await stage.told()
    stage.gate.open()
    assert await stage.ended() == "kept"
    answer = await stage.command("lastAnswer", {"uri": stage.uri(path)})
    assert await stage.text(path) == CODE.replace("total", "tally")
    assert answer["state"] == "pending"
    assert answer["why"] == "the selected text changed while the answer was on its way"
    assert "items is None" in answer["newText"]


async def test_edits_of_two_documents_at_once_are_both_made(stage: Stage) -> None:
    paths = [await stage.open(f"both_{number}.py", CODE) for number in (1, 2)]
    stage.gate.shut()
    for count, path in enumerate(paths, 1):
        await stage.act(path, BODY, "Fix")
        await stage.asked(count)
    stage.gate.open()
    assert [await stage.ended() for _ in paths] == ["applied", "applied"]
    assert [await stage.text(path) for path in paths] == [MENDED, MENDED]


@pytest.mark.parametrize("how", ["request", "progress", "command"])
async def test_a_cancelled_task_leaves_the_text_and_the_provider(
    stage: Stage, how: str, client: str, record_property: Note
) -> None:
    path = await stage.open(f"stall_{how}.py", CODE)
    if client == EGLOT and how == "request":
        record_property("limit", "eglot never cancels a request: by `tierline.cancel`")
        how = "command"
    await stage.act(path, BODY, "Fix")
    await stage.streams()
    if how == "command":
        await stage.command("cancel", {})
    else:
        await stage.puppet.do("cancel", how=how)
    await stage.hung_up()
    assert await stage.ended() == "cancelled"
    assert await stage.text(path) == CODE


async def test_one_hunk_of_an_answer_is_applied_and_another_rejected(stage: Stage) -> None:
    two = CODE + CODE.replace("total", "count")
    path = await stage.open("hunks.py", two)
    span = {"start": {"line": 0, "character": 0}, "end": {"line": two.count("\n"), "character": 0}}
    run = {"uri": stage.uri(path), "range": span, "kind": "fix", "apply": False}
    kept = await stage.command("run", run)
    assert await stage.text(path) == two
    hunks = [hunk for hunk in kept["hunks"] if "== None" in hunk["oldText"]]
    assert len(hunks) == 2
    done = await stage.command("apply", {"id": kept["id"], "hunks": [hunks[1]["id"]]})
    assert (done["why"], done["applied"]) == ("", [hunks[1]["id"]])
    await stage.command("discard", {"id": kept["id"], "hunks": [hunks[0]["id"]]})
    first, second = (await stage.text(path)).split("import os", 2)[1:]
    assert ("== None" in first, "is None" in second) == (True, True)


async def test_a_server_that_is_killed_leaves_the_text(stage: Stage) -> None:
    path = await stage.open("stall_killed.py", CODE)
    await stage.act(path, BODY, "Fix")
    await stage.streams()
    stage.spent = True
    stage.kill_server()
    await stage.seen("exit")
    assert await stage.text(path) == CODE


async def test_an_edit_that_meets_typing_not_told_yet_is_put_right(stage: Stage) -> None:
    path = await stage.open("untold.py", CODE)
    stage.gate.shut()
    await stage.act(path, BODY, "Fix")
    await stage.asked()
    stage.gate.open()
    await stage.type(path, "", "# typed\n# more\n")
    assert await stage.ended() == "applied"
    assert await stage.text(path) == "# typed\n# more\n" + MENDED
