"""Answers that are kept: found again, followed, put into the text hunk by hunk, asked for once more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from support.editor import PATIENCE_S, Editor, editing
from support.house import PATIENT, serving

from tierline.ledger import Fate
from tierline.ledger.store import Ledger
from tierline.lsp.kept_files import MOST
from tierline.lsp.server import create_server
from tierline.sandbox import Sandbox
from tierline.settings import Settings

HEAD = "import os\n\n\n"
FIRST = "def total(items):\n    if items == None:\n        return 0\n    return sum(items)\n"
BETWEEN = "\n\ndef twice(x):\n    y = x + x\n    print(y)\n    return y\n\n\n"
SECOND = "def mean(items):\n    if items == None:\n        return 0\n    return sum(items) / len(items)\n"
CODE = HEAD + FIRST + BETWEEN + SECOND
START = len(HEAD)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "answers"


@asynccontextmanager
async def connected(
    sandbox: Sandbox,
    folder: Path,
    *,
    text: str = CODE,
    ledger: Ledger | None = None,
    own_client: bool = True,
    **said: Any,
) -> AsyncIterator[Editor]:
    server = create_server(
        lambda chosen: serving(sandbox, chosen, limits=PATIENT, ledger=ledger), Settings, lambda: folder
    )
    async with editing(server, settings=said, own_client=own_client) as editor:
        editor.open(text)
        await editor.until(lambda: bool(editor.statuses))
        yield editor


async def reviewed(editor: Editor, **more: Any) -> dict[str, Any]:
    """Return the result of a fix that waits for a review; it has more than one hunk."""
    result = await editor.run("fix", START, apply=False, **more)
    assert (result["state"], len(result["hunks"]) > 1) == ("kept", True)
    return result


def text_at(editor: Editor, place: dict[str, Any]) -> str:
    """Return what stands in a range; all that is made here begins and ends with a line."""
    lines = editor.text.splitlines(keepends=True)
    assert place["start"]["character"] == place["end"]["character"] == 0
    return "".join(lines[place["start"]["line"] : place["end"]["line"]])


def stands_at_its_hunks(editor: Editor, answer: dict[str, Any]) -> bool:
    """Whether each hunk's range covers what stands there, by its state."""
    shown = {"pending": "oldText", "rejected": "oldText", "accepted": "newText"}
    return all(text_at(editor, hunk["range"]) == hunk[shown[hunk["state"]]] for hunk in answer["hunks"])


async def test_an_edit_to_be_reviewed_waits_with_hunks_a_diff_and_the_price_of_the_step_up(
    sandbox: Sandbox, folder: Path
) -> None:
    async with connected(sandbox, folder) as editor:
        result = await reviewed(editor)
        answer = await editor.command("tierline.lastAnswer", {})
        assert (answer["id"], answer["state"], answer["why"]) == (result["id"], "pending", "")
        assert answer["hunks"] == result["hunks"]
        assert answer["range"] == result["range"]
        assert stands_at_its_hunks(editor, answer)
        assert answer["diff"].count("+    if items is None") == 2
        step = answer["nextTier"]
        assert (step["tier"], step["model"], step["free"], step["refusal"]) == ("maximum", "acme/fine", False, "")
        assert step["costUsd"] > 0
        assert editor.text == CODE


async def test_hunks_are_accepted_and_rejected_one_by_one(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder) as editor:
        result = await reviewed(editor)
        first, *others = [hunk["id"] for hunk in result["hunks"]]
        done = await editor.command("tierline.apply", {"id": result["id"], "hunks": [first]})
        assert (done["state"], done["why"], done["applied"]) == ("pending", "", [first])
        assert len(editor.edits) == 1
        assert stands_at_its_hunks(editor, done["answer"])
        left = await editor.command("tierline.discard", {"id": result["id"], "hunks": others})
        assert (left["state"], left["diff"]) == ("partly", "")
        assert editor.text.count("items == None") == 2
        # A change of mind: what was rejected can be had by its name.
        done = await editor.command("tierline.apply", {"id": result["id"], "hunks": others})
        assert (done["state"], sorted(done["applied"])) == ("applied", sorted(others))
        assert editor.text == CODE[:START] + result["newText"]


async def test_all_that_waits_goes_into_the_text_as_one_edit(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder) as editor:
        result = await reviewed(editor)
        done = await editor.command("tierline.apply", {"id": result["id"]})
        assert (done["state"], len(editor.edits), done["answer"]["conflict"]) == ("applied", 1, "")
        assert editor.text == CODE[:START] + result["newText"]
        again = await editor.command("tierline.apply", {"id": result["id"]})
        assert (again["applied"], again["why"]) == ([], "all of it is in the text")
        assert len(editor.edits) == 1


async def test_typing_moves_the_hunks_and_a_change_in_one_leaves_the_others_usable(
    sandbox: Sandbox, folder: Path
) -> None:
    async with connected(sandbox, folder) as editor:
        result = await reviewed(editor)
        editor.type(0, 0, "# typed\n")
        spot = editor.text.index("items == None")
        editor.type(spot, spot + 5, "things")
        await editor.until(lambda: bool(editor.answers) and "conflict" in states(editor.answers[-1]))
        told = editor.answers[-1]
        assert states(told).count("conflict") == 1
        assert told["conflict"] == "the text has changed where a part of the answer was to go"
        assert "-    if things == None:" in told["diff"]
        done = await editor.command("tierline.apply", {"id": result["id"]})
        assert (done["state"], done["why"]) == ("partly", "")
        assert "things == None" in editor.text
        assert editor.text.count("    if items is None") == 1


def states(answer: dict[str, Any]) -> list[str]:
    return [hunk["state"] for hunk in answer["hunks"]]


async def test_undo_makes_what_was_accepted_wait_again(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder) as editor:
        result = await reviewed(editor)
        await editor.command("tierline.apply", {"id": result["id"]})
        editor.replace_all(CODE)
        await editor.until(lambda: bool(editor.answers) and editor.answers[-1]["state"] == "pending")
        assert (await editor.command("tierline.apply", {"id": result["id"]}))["state"] == "applied"
        assert editor.text == CODE[:START] + result["newText"]


async def test_a_restart_loses_no_answer_and_finds_its_place_again(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder) as editor:
        result = await reviewed(editor)
        first, *_ = [hunk["id"] for hunk in result["hunks"]]
        await editor.command("tierline.apply", {"id": result["id"], "hunks": [first]})
        saved = editor.text
    async with connected(sandbox, folder, text=f"# typed while nobody looked\n{saved}") as editor:
        answer = await editor.command("tierline.lastAnswer", {"uri": editor.uri})
        assert (answer["id"], answer["state"], answer["conflict"]) == (result["id"], "pending", "")
        assert stands_at_its_hunks(editor, answer)
        assert (await editor.command("tierline.apply", {"id": result["id"]}))["state"] == "applied"
        assert editor.text == f"# typed while nobody looked\n{CODE[:START]}{result['newText']}"


async def test_closing_and_reopening_anchors_by_text_and_never_at_a_copy(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder, text=FIRST) as editor:
        result = await editor.run("fix", 0, apply=False)
        editor.close()
        closed = await editor.command("tierline.lastAnswer", {})
        assert (closed["range"], closed["conflict"]) == (None, "core.py is not open in the editor")
        with pytest.raises(JsonRpcException, match="open it, then apply"):
            await editor.command("tierline.apply", {"id": result["id"]})
        editor.open(FIRST.replace("items", "things"))
        lost = await editor.command("tierline.apply", {"id": result["id"]})
        assert (lost["applied"], "can't be found in core.py" in lost["why"]) == ([], True)
        assert "-    if items == None:" in lost["answer"]["diff"]
        editor.close()
        editor.open(f"{FIRST}\n\n{FIRST}")
        twice = await editor.command("tierline.apply", {"id": result["id"]})
        assert (twice["applied"], editor.edits) == ([], [])
        editor.close()
        editor.open(f"# above\n{FIRST}")
        assert (await editor.command("tierline.apply", {"id": result["id"]}))["state"] == "applied"
        assert editor.text == f"# above\n{result['newText']}"


async def test_two_editors_share_the_answers(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder) as one, connected(sandbox, folder) as other:
        result = await reviewed(one)
        seen = await other.command("tierline.lastAnswer", {"id": result["id"]})
        assert (seen["state"], stands_at_its_hunks(other, seen)) == ("pending", True)
        assert (await other.command("tierline.discard", {"id": result["id"]}))["state"] == "discarded"
        listed = await one.command("tierline.answers", {})
        assert [(entry["id"], entry["state"]) for entry in listed["answers"]] == [(result["id"], "discarded")]
        nothing = await one.command("tierline.apply", {"id": result["id"]})
        assert (nothing["applied"], one.text) == ([], CODE)


async def test_an_editor_that_lies_about_the_edit_leaves_the_answer_waiting(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder) as editor:
        result = await reviewed(editor)
        editor.lies_about_edits = True
        done = await editor.command("tierline.apply", {"id": result["id"]})
        assert (done["applied"], done["state"]) == ([], "pending")
        assert done["why"] == "the editor did not make the change"
        editor.lies_about_edits = False
        assert (await editor.command("tierline.apply", {"id": result["id"]}))["state"] == "applied"


async def test_what_the_user_decides_goes_to_the_ledger_also_after_a_restart(sandbox: Sandbox, folder: Path) -> None:
    ledger = Ledger(folder.parent / "ledger.sqlite3")
    async with connected(sandbox, folder, ledger=ledger) as editor:
        partly, discarded = await reviewed(editor), await reviewed(editor)
        await editor.command("tierline.discard", {"id": discarded["id"]})
    async with connected(sandbox, folder, ledger=ledger) as editor:
        first, *others = [hunk["id"] for hunk in partly["hunks"]]
        await editor.command("tierline.discard", {"id": partly["id"], "hunks": others})
        await editor.command("tierline.apply", {"id": partly["id"], "hunks": [first]})
    assert {row.task_id: row.fate for row in ledger.tasks()} == {
        partly["id"]: Fate.ACCEPTED,
        discarded["id"]: Fate.REJECTED,
    }


async def test_again_asks_the_same_tier_afresh_and_keeps_both(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder, tier="default") as editor:
        result = await editor.run("fix", START)
        assert result["state"] == "applied", result["why"]
        once_more = await editor.command("tierline.again", {"id": result["id"]})
        # What the model is asked about is the code as it was, not its own answer.
        assert (once_more["tier"], once_more["newText"]) == ("default", result["newText"])
        assert len(sandbox.books.chats) == 2
        assert once_more["other"]["id"] == result["id"]
        first = await editor.command("tierline.lastAnswer", {"id": result["id"]})
        assert (first["state"], first["other"]["id"]) == ("applied", once_more["id"])
        assert editor.text == CODE[:START] + result["newText"]


async def test_one_tier_up_asks_with_the_price_and_silence_is_a_no(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder) as editor:
        result = await editor.run("explain", START, tier="minimum")
        with pytest.raises(JsonRpcException, match="not agreed") as raised:
            await editor.command("tierline.oneTierUp", {"id": result["id"]})
        assert raised.value.data["code"] == "not-agreed"
        (question,) = editor.questions
        assert "default tier (plain)" in question.message
        assert "for about $0.0" in question.message
        assert len(sandbox.books.chats) == 1
        editor.says_yes = True
        better = await editor.command("tierline.oneTierUp", {"id": result["id"]})
        assert (better["tier"], better["other"]["tier"], better["other"]["text"]) == (
            "default",
            "minimum",
            result["text"],
        )
        best = await editor.command("tierline.oneTierUp", {"id": better["id"], "agreed": True})
        assert (best["tier"], len(editor.questions)) == ("maximum", 2)
        assert (await editor.command("tierline.lastAnswer", {}))["nextTier"] is None
        with pytest.raises(JsonRpcException, match="no better one"):
            await editor.command("tierline.oneTierUp", {"id": best["id"], "agreed": True})


async def test_no_step_goes_past_a_cap(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder, budget={"perTaskUsd": 0.00001}) as editor:
        result = await editor.run("explain", START, tier="minimum")
        step = (await editor.command("tierline.lastAnswer", {}))["nextTier"]
        assert (step["tier"], bool(step["refusal"])) == ("default", True)
        with pytest.raises(JsonRpcException, match="cap") as raised:
            await editor.command("tierline.oneTierUp", {"id": result["id"], "agreed": True})
        assert raised.value.data["code"] == "no-step-up"
        assert (len(sandbox.books.chats), editor.questions) == (1, [])


async def test_both_answers_of_an_escalation_are_kept_and_either_can_be_had(sandbox: Sandbox, folder: Path) -> None:
    models = {"default": ["sandbox/bad-code"], "maximum": ["acme/fine"]}
    async with connected(sandbox, folder, models=models) as editor:
        result = await editor.run("fix", START, apply=False)
        assert result["escalated"]
        kept = await editor.command("tierline.lastAnswer", {})
        other = await editor.command("tierline.lastAnswer", {"id": kept["other"]["id"]})
        assert (kept["tier"], other["tier"], other["text"]) == ("maximum", "default", kept["other"]["text"])
        listed = (await editor.command("tierline.answers", {}))["answers"]
        assert [entry["id"] for entry in listed] == [kept["id"], other["id"]]


async def test_a_cancel_during_the_edit_leaves_the_answer_on_disk(sandbox: Sandbox, folder: Path) -> None:
    async with connected(sandbox, folder) as editor:
        written: list[Path] = []

        def stop() -> None:
            written.extend(folder.glob("*.json"))
            (token,) = editor.client.progress_reports
            editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))

        editor.before_applying = stop
        with pytest.raises(JsonRpcRequestCancelled):
            await editor.run("fix", START)
        assert len(written) == 1
        assert written[0].stat().st_mode & 0o077 == folder.stat().st_mode & 0o077 == 0


async def test_damaged_and_foreign_files_stop_nothing(sandbox: Sandbox, folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, content in enumerate((b"", b"{", b'{"version": 99}', b"[" * 100_000, b'{"version": 1, "answer": {}}')):
        (folder / f"{number:014d}-{number:016x}.json").write_bytes(content)
    async with connected(sandbox, folder) as editor:
        assert await editor.command("tierline.lastAnswer", {}) is None
        result = await editor.run("explain", START)
        assert (await editor.command("tierline.lastAnswer", {}))["id"] == result["id"]
        with pytest.raises(JsonRpcException, match="No answer 'nothing'") as raised:
            await editor.command("tierline.lastAnswer", {"id": "nothing"})
        assert raised.value.data["code"] == "no-answer"
        with pytest.raises(JsonRpcException, match="no hunk 'x'"):
            await editor.command("tierline.apply", {"id": result["id"], "hunks": ["x"]})


async def test_a_folder_that_can_not_be_written_is_told_once_and_stops_no_task(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "in the way").write_text("a file", encoding="utf-8")
    async with connected(sandbox, tmp_path / "in the way" / "answers") as editor:
        results = [await editor.run("explain", START), await editor.run("explain", START)]
        assert (await editor.command("tierline.lastAnswer", {}))["id"] == results[1]["id"]
        told = [message.message for message in editor.client.messages]
        assert [message.startswith("Answers can't be written to") for message in told] == [True]


async def test_without_our_client_an_edit_that_waits_is_offered_and_holds_nothing_up(
    sandbox: Sandbox, folder: Path
) -> None:
    async with connected(sandbox, folder, own_client=False) as editor:
        editor.chooses = "Apply"
        result = await editor.run("fix", START, apply=False)
        assert result["state"] == "kept"
        await editor.until(lambda: any(answer["state"] == "applied" for answer in editor.answers))
        assert editor.text == CODE[:START] + result["newText"]
        (question,) = editor.questions
        assert question.message == "Tierline kept the answer to 'fix' in core.py."
        assert [action.title for action in question.actions or ()] == ["Apply", "Show", "Discard"]


async def test_a_broken_answer_is_offered_to_be_shown_and_never_to_be_applied(sandbox: Sandbox, folder: Path) -> None:
    models = {"default": ["sandbox/bad-code"], "maximum": ["sandbox/bad-code"]}
    async with connected(sandbox, folder, own_client=False, models=models, tier="maximum") as editor:
        editor.chooses = "Discard"
        await editor.run("fix", START)
        await editor.until(lambda: any(answer["state"] == "discarded" for answer in editor.answers))
        assert [action.title for action in editor.questions[0].actions or ()] == ["Show", "Discard"]
        assert editor.text == CODE


async def test_the_oldest_of_all_that_can_be_kept_is_asked_for_again_and_makes_room(
    sandbox: Sandbox, folder: Path
) -> None:
    async with connected(sandbox, folder) as editor:
        first = await editor.run("explain", START)
        (path,) = folder.glob("*.json")
        # As though the clock had been put back by an hour since the others came.
        for number in range(MOST - 1):
            at = f"{int(path.name[:14]) + 3_600_000 + number:014d}"
            key = f"{at}-{number:016x}"
            told = path.read_text().replace(path.stem, key).replace(first["id"], f"other-{number}")
            (folder / f"{key}.json").write_text(told)
        second = await editor.command("tierline.again", {"id": first["id"]})
        assert second["other"]["id"] == first["id"]
        assert (await editor.command("tierline.lastAnswer", {}))["id"] == second["id"]
        with pytest.raises(JsonRpcException, match="the oldest go"):
            await editor.command("tierline.lastAnswer", {"id": first["id"]})
        assert len(list(folder.glob("*.json"))) == MOST


async def test_an_editor_that_writes_uris_another_way_applies_what_was_kept_in_the_first(
    sandbox: Sandbox, folder: Path
) -> None:
    async with connected(sandbox, folder) as first:
        first.open(CODE, uri="file:///project/%28shop%29/core.py")
        kept = await reviewed(first)
    async with connected(sandbox, folder) as second:
        second.open(CODE, uri="file:///project/(shop)/core.py")
        applied = await second.command("tierline.apply", {"id": kept["id"]})
        assert (applied["state"], applied["why"]) == ("applied", "")
        assert second.text == CODE[:START] + kept["newText"]
        again = await second.command("tierline.again", {"id": kept["id"]})
        assert again["other"]["id"] == kept["id"]


async def test_what_is_discarded_while_another_part_is_on_its_way_into_the_text_stays_discarded(
    sandbox: Sandbox, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tierline.lsp.apply.CHANGE_WITHIN_S", PATIENCE_S)
    async with connected(sandbox, folder) as editor:
        kept = await reviewed(editor)
        first, second = (hunk["id"] for hunk in kept["hunks"][:2])
        # The editor says that it has made the change, and tells of it when the user has discarded the other part.
        editor.lies_about_edits = True
        applying = asyncio.create_task(editor.command("tierline.apply", {"id": kept["id"], "hunks": [first]}))
        while not editor.edits:
            await editor.command("tierline.answers", {})
        discarding = asyncio.create_task(editor.command("tierline.discard", {"id": kept["id"], "hunks": [second]}))
        for _ in range(3):
            await editor.command("tierline.answers", {})
        editor.make(editor.edits[0].edit)
        assert (await applying)["applied"] == [first]
        await discarding
        found = await editor.command("tierline.lastAnswer", {})
        states = {hunk["id"]: hunk["state"] for hunk in found["hunks"]}
        assert (states[first], states[second]) == ("accepted", "rejected")


async def test_an_edit_of_which_nothing_can_be_used_says_why_when_it_is_to_be_applied(
    sandbox: Sandbox, folder: Path
) -> None:
    async with connected(sandbox, folder, models={"default": ["sandbox/refusal"]}, escalate="off") as editor:
        kept = await editor.run("fix", START)
        applied = await editor.command("tierline.apply", {"id": kept["id"]})
        assert (applied["applied"], applied["why"]) == ([], kept["why"])
        assert kept["why"]


async def test_to_cancel_what_has_just_ended_is_no_matter_for_the_log(
    sandbox: Sandbox, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(sandbox, folder) as editor:
        editor.client.cancel_request(types.CancelParams(id="ended"))
        await editor.command("tierline.answers", {})
        assert not caplog.records
