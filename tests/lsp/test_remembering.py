"""Tasks of an editor and the fate of their answers, in the ledger on disk."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from support.editor import Editor, editing
from support.house import PATIENT, serving
from support.rows import row

from tierline.classify import SHIPPED, classify
from tierline.ledger import Fate, State, TaskRow
from tierline.ledger.store import Ledger
from tierline.lsp.server import create_server
from tierline.sandbox import Sandbox
from tierline.settings import Settings
from tierline.task import Kind, Task, Tier

CODE = "import os\n\n\ndef total(items, cache={}):\n    if items == None:\n        return 0\n    return sum(items)\n"
AT = CODE.index("def")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.sqlite3")


@asynccontextmanager
async def connected(sandbox: Sandbox, ledger: Ledger, **said: Any) -> AsyncIterator[Editor]:
    """Join an editor; when it has left, all is written."""
    server = create_server(
        lambda chosen: serving(sandbox, chosen, limits=PATIENT, ledger=ledger),
        Settings,
        lambda: ledger.path.parent / "answers",
    )
    async with editing(server, settings=said) as editor:
        editor.open(CODE)
        await editor.until(lambda: bool(editor.statuses))
        yield editor


def only(ledger: Ledger) -> TaskRow:
    (found,) = ledger.tasks()
    return found


async def test_a_task_is_written_with_its_profile_its_decision_and_its_cost(sandbox: Sandbox, ledger: Ledger) -> None:
    async with connected(sandbox, ledger, tier="maximum") as editor:
        result = await editor.run("fix", AT, instruction="a word that must not be kept")
    found = only(ledger)
    assert (found.task_id, found.kind, found.language, found.path) == (result["id"], Kind.FIX, "python", "app/core.py")
    assert (found.tier, found.rule, found.pin) == (Tier.MAXIMUM, "pinned", Tier.MAXIMUM)
    assert (found.difficulty, found.lines) == (result["profile"]["difficulty"], 4)
    assert set(found.signals) == {signal["name"] for signal in result["profile"]["signals"]}
    assert found.state is State.APPLIED
    (call,) = found.calls
    assert (call.answered, call.model) == (True, "acme/fine")
    assert (call.prompt_tokens, call.completion_tokens) == (result["promptTokens"], result["completionTokens"])
    assert call.score == result["score"]["value"]
    booked = [record.cost_usd for record in sandbox.books.chats]
    assert [found.cost_usd] == booked
    content = b"".join(path.read_bytes() for path in ledger.path.parent.glob("ledger.sqlite3*"))
    assert b"must not be kept" not in content
    assert b"def total" not in content


async def test_an_answer_that_stays_is_accepted_when_the_editor_leaves(sandbox: Sandbox, ledger: Ledger) -> None:
    async with connected(sandbox, ledger) as editor:
        await editor.run("fix", AT)
        editor.type(0, 0, "# typed elsewhere\n")
    assert only(ledger).fate is Fate.ACCEPTED


async def test_an_answer_that_is_taken_back_is_undone(sandbox: Sandbox, ledger: Ledger) -> None:
    async with connected(sandbox, ledger) as editor:
        assert (await editor.run("fix", AT))["state"] == "applied"
        editor.replace_all(CODE)
    assert only(ledger).fate is Fate.UNDONE


async def test_the_same_of_a_dearer_tier_is_a_retry(sandbox: Sandbox, ledger: Ledger) -> None:
    async with connected(sandbox, ledger) as editor:
        await editor.run("explain", AT, tier="minimum")
        await editor.run("explain", AT, tier="maximum")
    assert [(one.tier, one.fate) for one in ledger.tasks()] == [
        (Tier.MINIMUM, Fate.RETRIED),
        (Tier.MAXIMUM, Fate.UNKNOWN),
    ]


@pytest.mark.parametrize("fate", ["accepted", "rejected"])
async def test_the_client_tells_what_only_it_can_know(sandbox: Sandbox, ledger: Ledger, fate: str) -> None:
    async with connected(sandbox, ledger) as editor:
        result = await editor.run("fix", AT, apply=False)
        assert await editor.command("tierline.feedback", {"taskId": result["id"], "fate": fate}) == {"known": True}
        assert await editor.command("tierline.feedback", {"taskId": "another", "fate": fate}) == {"known": False}
        with pytest.raises(JsonRpcException, match="fate"):
            await editor.command("tierline.feedback", {"taskId": result["id"], "fate": "wonderful"})
    assert only(ledger).fate == fate


async def test_a_failed_task_and_what_it_asked_are_written(sandbox: Sandbox, ledger: Ledger) -> None:
    models = {"minimum": ["sandbox/http-500:free"], "default": ["acme/plain"], "maximum": ["acme/fine"]}
    async with connected(sandbox, ledger, tier="minimum", models=models, whenFreeIsOut="fail") as editor:
        with pytest.raises(JsonRpcException):
            await editor.run("explain", AT)
    found = only(ledger)
    assert (found.state, found.answered_tier, found.fate) == (State.FAILED, None, Fate.UNKNOWN)
    assert {call.answered for call in found.calls} == {False}
    assert found.cost_usd == Decimal(0)


async def test_a_cancelled_task_has_a_cost_that_is_not_known(sandbox: Sandbox, ledger: Ledger) -> None:
    models = {"minimum": ["acme/gratis:free"], "default": ["sandbox/hang"], "maximum": ["acme/fine"]}
    async with connected(sandbox, ledger, tier="default", models=models) as editor:
        task = asyncio.create_task(editor.run("explain", AT))
        await editor.until(lambda: any(chunk["attempt"] for chunk in editor.chunks))
        await editor.command("tierline.cancel")
        with pytest.raises(JsonRpcRequestCancelled):
            await task
    found = only(ledger)
    assert (found.state, found.cost_usd) == (State.CANCELLED, None)
    assert [call.cost_usd for call in found.calls] == [None]


async def test_a_broken_ledger_is_told_once_and_stops_no_task(sandbox: Sandbox, ledger: Ledger) -> None:
    ledger.path.write_bytes(b"no ledger " * 1000)
    async with connected(sandbox, ledger) as editor:
        for _ in range(2):
            assert (await editor.run("explain", AT))["state"] == "answered"
    (sentence,) = [told.message for told in editor.client.messages]
    (aside,) = ledger.path.parent.glob("ledger.broken-*")
    assert aside.name in sentence
    assert len(ledger.tasks()) == 2


async def test_a_locked_ledger_stops_no_task(sandbox: Sandbox, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3", busy_s=0.01)
    ledger.add(row())
    holder = sqlite3.connect(ledger.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    async with connected(sandbox, ledger) as editor:
        assert (await editor.run("explain", AT))["state"] == "answered"
    holder.close()
    assert len(ledger.tasks()) == 1


def below_the_upper_cut() -> str:
    """Return code that is as hard to fix as it can be without being complex, whatever the weights are."""
    loops = [f"    for a{n} in range(n):\n        while a{n} and n > {n}:\n            break\n" for n in range(40)]
    codes = ["def f(n):\n" + "".join(loops[:count]) for count in range(1, len(loops))]
    scored = [
        (classify(Task(kind=Kind.FIX, source=code, start=0, end=len(code), language="python")).difficulty, code)
        for code in codes
    ]
    return max((one for one in scored if one[0] < SHIPPED.complex_from), key=lambda one: one[0])[1]


async def test_what_was_learnt_decides_unless_learning_is_off(sandbox: Sandbox, ledger: Ledger) -> None:
    for day in range(60):
        ledger.add(row(days=day, difficulty=0.55, fate=Fate.REJECTED))
    code, rules = below_the_upper_cut(), {}
    for learning in ("on", "off"):
        async with connected(sandbox, ledger, learning=learning) as editor:
            editor.open(code, uri="file:///project/app/other.py")
            route = await editor.command("tierline.route", editor.argument("fix"))
            rules[learning] = route["decision"]["rule"]
    assert rules == {"on": "complex", "off": "otherwise"}
