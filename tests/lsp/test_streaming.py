"""What an editor is told of a task while it runs, and at its end."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from support.connected import CODE, SLOW, START, connected, running
from support.editor import Editor

from tierline.lsp.chunks import Chunks, Piece
from tierline.lsp.pace import Pace
from tierline.sandbox import Sandbox


def check_told_once(editor: Editor) -> None:
    """Each task that began has ended once, and nothing of it came after that."""
    for begun in editor.started:
        assert [ended["uri"] for ended in editor.finished if ended["id"] == begun["id"]] == [begun["uri"]]
    assert len(editor.started) == len(editor.finished)


async def test_the_pieces_are_numbered_in_order_and_all_come_before_the_end(sandbox: Sandbox) -> None:
    async with connected(sandbox, SLOW) as editor:
        result = await editor.run("explain", START)
        told = [name for name in editor.order if name in {"started", "chunk", "finished"}]
        assert told == ["started", *["chunk"] * len(editor.chunks), "finished"]
        assert [chunk["seq"] for chunk in editor.chunks] == list(range(len(editor.chunks)))
        assert "".join(chunk["delta"] for chunk in editor.chunks) == result["text"]
        (end,) = editor.finished
        assert (end["state"], end["code"], end["costUsd"]) == ("answered", "", result["costUsd"])
        assert (end["tier"], end["model"], end["score"]) == (result["tier"], result["model"], result["score"])


async def test_pieces_that_come_fast_are_put_together() -> None:
    sent: list[Piece] = []
    chunks = Chunks(sent.append, every_s=3600)
    chunks.begin(1)
    chunks.add("a")
    chunks.add("b")
    chunks.add("c")
    assert sent == [Piece(1, 0, ""), Piece(1, 1, "a")]
    chunks.begin(2)
    assert sent[2:] == [Piece(1, 2, "bc"), Piece(2, 3, "")]
    chunks.add("d")
    chunks.flush()
    chunks.flush()
    assert sent[4:] == [Piece(2, 4, "d")]


async def test_news_wait_for_their_time_and_the_last_is_never_lost() -> None:
    sent: list[int] = []
    pace = Pace(lambda: sent.append(len(sent)), every_s=3600)
    for _ in range(100):
        pace.soon()
    assert (sent, pace.waits) == ([0], True)
    pace.now()
    assert (sent, pace.waits) == ([0, 1], False)


async def test_a_second_attempt_begins_the_preview_anew_after_the_last_of_the_first(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"models": {"default": ["sandbox/prose"], "maximum": ["acme/fine"]}}) as editor:
        result = await editor.run("refactor", START)
        attempts = [chunk["attempt"] for chunk in editor.chunks]
        assert attempts == sorted(attempts)
        assert set(attempts) == {1, 2}
        answers = {n: "".join(c["delta"] for c in editor.chunks if c["attempt"] == n) for n in (1, 2)}
        assert answers == {1: result["other"]["text"], 2: result["text"]}
        assert [chunk["seq"] for chunk in editor.chunks] == list(range(len(editor.chunks)))
        assert "escalating" in {status["phase"] for status in editor.statuses}


async def test_the_phases_of_a_task_come_in_order(sandbox: Sandbox) -> None:
    async with connected(sandbox, SLOW) as editor:
        await editor.run("explain", START)
        await editor.until(lambda: editor.statuses[-1]["state"] == "idle")
        phases = [status["phase"] for status in editor.statuses]
        told = [phase for phase, after in pairwise([*phases, ""]) if phase != after]
        order = ["idle", "routing", "waiting", "streaming", "scoring", "idle"]
        assert told == [phase for phase in order if phase in told]
        assert {"routing", "streaming"} <= {*told}
        (task,) = next(status["tasks"] for status in editor.statuses if status["phase"] == "streaming")
        assert (task["kind"], task["tier"], task["model"]) == ("explain", "default", "sandbox/slow")
        assert editor.statuses[-1]["tasks"] == []


@pytest.mark.parametrize(("model", "phase"), [("sandbox/stall", "streaming"), ("sandbox/hang", "waiting")])
async def test_a_provider_that_falls_silent_is_told_as_stalled_until_the_task_ends(
    sandbox: Sandbox, model: str, phase: str
) -> None:
    said = {"tier": "default", "models": {"default": [model]}, "timeLimits": {"stallS": 1, "firstTokenS": 1}}
    async with connected(sandbox, said) as editor:
        task = asyncio.create_task(editor.run("explain", START))
        await editor.until(lambda: any(t["stalled"] for t in editor.statuses[-1]["tasks"]))
        assert editor.statuses[-1]["phase"] == phase
        assert "has sent nothing" in editor.statuses[-1]["tooltip"]
        await editor.command("tierline.cancel")
        with pytest.raises(JsonRpcRequestCancelled):
            await task
        await editor.until(lambda: not editor.statuses[-1]["tasks"])


@pytest.mark.parametrize(
    ("argument", "models", "state", "code"),
    [
        ({}, ["sandbox/401"], "failed", "bad-key"),
        ({}, ["sandbox/midstream"], "failed", "provider-failed"),
        ({"prompt": "gone"}, ["acme/plain"], "failed", "no-prompt"),
        ({}, ["sandbox/prose"], "kept", ""),
        ({}, ["acme/plain"], "applied", ""),
    ],
)
async def test_whatever_happens_a_task_that_began_ends_once(
    sandbox: Sandbox, argument: dict[str, Any], models: list[str], state: str, code: str
) -> None:
    said = {"models": {"minimum": [f"{model}:free" for model in models], "default": models, "maximum": models}}
    async with connected(sandbox, said) as editor:
        (result,) = await asyncio.gather(editor.run("fix", START, **argument), return_exceptions=True)
        (end,) = editor.finished
        assert (end["state"], end["code"]) == (state, code)
        assert end["error"] == (str(result) if isinstance(result, JsonRpcException) else "")
        check_told_once(editor)


async def test_a_request_that_is_no_task_neither_begins_nor_ends(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        with pytest.raises(JsonRpcException):
            await editor.run("fix", START, prompt="", uri="file:///elsewhere.py")
        assert (editor.started, editor.finished) == ([], [])


async def test_a_cancelled_task_ends_once_and_says_whether_its_provider_goes_on(sandbox: Sandbox) -> None:
    async with connected(sandbox, SLOW) as editor, running(editor, "fix") as task:
        await editor.command("tierline.cancel")
        with pytest.raises(JsonRpcRequestCancelled):
            await task
        await sandbox.books.wait_for(lambda books: books.chats[-1].hung_up)
        (end,) = editor.finished
        assert (end["state"], end["error"], end["costUsd"]) == ("cancelled", "", None)
        assert "not known" in end["why"]  # nobody has listed the sandbox
        assert editor.client.progress_reports
        (reports,) = editor.client.progress_reports.values()
        assert reports[-1].message == end["why"]
        assert editor.text == CODE


async def test_tasks_that_are_stopped_by_shutdown_end_once_each(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"models": {"default": ["sandbox/hang"]}}) as editor:
        tasks = [asyncio.create_task(editor.run(kind, START, tier="default")) for kind in ("explain", "review", "fix")]
        await sandbox.books.wait_for(lambda books: len(books.chats) == len(tasks))
    await asyncio.gather(*tasks, return_exceptions=True)
    assert [end["state"] for end in editor.finished] == ["cancelled"] * len(tasks)
    check_told_once(editor)
    assert all(record.hung_up for record in sandbox.books.chats)


async def test_many_tasks_at_once_each_end_once_and_each_in_its_place(sandbox: Sandbox) -> None:
    functions = [f"def f{n}(a):\n    return a == None\n\n\n" for n in range(8)]
    async with connected(sandbox, text="".join(functions)) as editor:
        starts = [sum(map(len, functions[:n])) for n in range(len(functions))]
        await asyncio.gather(
            *(editor.run("fix", s, s + len(f), tier="minimum") for s, f in zip(starts, functions, strict=True))
        )
        await editor.until(lambda: editor.statuses[-1]["state"] == "idle")
        assert editor.text.count("return a is None") == len(functions)
        assert [end["state"] for end in editor.finished] == ["applied"] * len(functions)
        check_told_once(editor)
