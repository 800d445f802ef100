"""What an editor's own LSP client shows: answers to read, questions about money, findings, new files."""

from collections.abc import Callable

import pytest
from support.stage import EGLOT, SETTINGS, Stage

pytestmark = [pytest.mark.editor, pytest.mark.asyncio(loop_scope="session")]

Note = Callable[[str, str], None]

BODY = "def total(items):\n    if items == None:\n        return 0\n    return sum(items)"
CODE = f"import os\n\n\n{BODY}\n"


async def test_an_explanation_is_shown_in_a_document_of_its_own(stage: Stage) -> None:
    path = await stage.open("explains.py", CODE)
    await stage.act(path, BODY, "Explain")
    shown = await stage.seen("shown")
    assert "total" in await stage.text(stage.path(shown["uri"]))
    await stage.ended()
    assert await stage.text(path) == CODE


@pytest.mark.parametrize("reply", ["No", None], ids=["refused", "dismissed"])
async def test_nothing_is_paid_where_the_user_does_not_agree(
    stage: Stage, reply: str | None, client: str, record_property: Note
) -> None:
    await stage.puppet.do("choose", title=reply)
    path = await stage.open(f"free_{reply}.py", CODE)
    await stage.act(path, BODY, "Fix")
    question = await stage.seen("question")
    assert question["titles"] == ["Yes, pay", "No"]
    if client == EGLOT and reply is None:
        # Its ``:null`` is no JSON for it, so nothing is answered; the server would wait for two minutes.
        record_property("limit", "a dismissed question is not answered by eglot: no after two minutes")
        await stage.command("cancel", {})
    assert await stage.ended() in {"failed", "cancelled"}
    if client == EGLOT and reply:
        # Its command was answered long ago: no other way is left to tell of an error.
        assert "free" in (await stage.seen("message"))["message"]
    assert await stage.text(path) == CODE
    assert sum(record.cost_usd for record in stage.requests) == 0


async def test_a_step_that_was_agreed_to_is_paid_and_made(stage: Stage) -> None:
    await stage.puppet.do("choose", title="Yes, pay")
    path = await stage.open("free_agreed.py", CODE)
    await stage.run(path, BODY, "Fix")
    assert "items is None" in await stage.text(path)
    assert sum(record.cost_usd for record in stage.requests) > 0


async def test_a_command_of_the_users_own_is_among_the_actions(stage: Stage) -> None:
    path = await stage.open("own.py", CODE)
    await stage.run(path, BODY, "Shout")
    assert "Mend this." in str(stage.requests[-1].body)


async def test_tests_are_written_into_a_new_file(stage: Stage, client: str, record_property: Note) -> None:
    path = await stage.open("tested.py", CODE)
    await stage.act(path, BODY, "Write Tests")
    made = str(stage.project / "tests" / "test_tested.py")
    if client == EGLOT:
        record_property("limit", "eglot makes no files for a server: the tests are shown, and kept")
        made = stage.path((await stage.seen("shown"))["uri"])
    await stage.ended()
    assert "def test_total" in await stage.text(made)
    assert await stage.text(path) == CODE


async def test_a_review_is_shown_in_the_text_and_its_action_mends_it(stage: Stage) -> None:
    path = await stage.open("reviewed.py", CODE)
    await stage.act(path, BODY, "Review")
    await stage.seen("diagnostics", lambda said: said["path"] == path and "is None" in str(said["messages"]))
    await stage.ended()
    await stage.run(path, "items == None", "Fix: ")
    assert "items is None" in await stage.text(path)


async def test_changed_settings_reach_the_server(stage: Stage) -> None:
    await stage.open("settings.py", CODE)
    await stage.puppet.do("settings", settings={"tierline": SETTINGS | {"tier": "maximum"}})
    await stage.status(lambda status: status["tierMode"] == "maximum")
    await stage.puppet.do("settings", settings={"tierline": SETTINGS})
    await stage.status(lambda status: status["tierMode"] == "auto")
