"""No step leads from free to paid, or past a price, without a yes; and the request itself says the most it may cost."""

import asyncio
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from support.connected import CODE, START, connected
from support.editor import Editor

from tierline.sandbox import Sandbox

FREE = {"prompt": 0, "completion": 0}
SPENT = {"models": {"minimum": ["sandbox/429-daily:free"]}, "tier": "minimum"}


def ceilings(sandbox: Sandbox) -> list[tuple[str, Any]]:
    """Return of each request which model was asked, and the price that OpenRouter was told not to pass."""
    return [(record.models[0], record.body["provider"]["max_price"]) for record in sandbox.books.chats]


async def test_every_request_carries_a_ceiling_and_a_free_one_that_of_zero(sandbox: Sandbox) -> None:
    async with connected(sandbox) as editor:
        for tier in ("minimum", "default", "maximum"):
            assert (await editor.run("fix", editor.text.index("def"), tier=tier))["tier"] == tier
    (_, free), (_, default), (_, maximum) = ceilings(sandbox)
    assert free == FREE
    assert 0 < default["completion"] < maximum["completion"]


async def test_a_fallback_from_paid_to_free_and_to_the_next_model_of_a_tier_stays_below_their_ceilings(
    sandbox: Sandbox,
) -> None:
    said = {"models": {"default": ["sandbox/429-upstream"], "minimum": ["sandbox/502:free", "acme/gratis:free"]}}
    async with connected(sandbox, said) as editor:
        result = await editor.run("fix", START, tier="default")
        assert (result["tier"], result["costUsd"], editor.questions) == ("minimum", 0, [])
        assert "items is None" in editor.text
    (first, paid), *others = ceilings(sandbox)
    assert (first, paid["completion"] > 0) == ("sandbox/429-upstream", True)
    assert others == [("sandbox/502:free", FREE), ("acme/gratis:free", FREE)]


async def test_an_escalation_is_told_and_carries_the_ceiling_of_maximum(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"models": {"default": ["sandbox/prose"]}}) as editor:
        result = await editor.run("fix", START)
        assert (result["escalated"], result["tier"]) == (True, "maximum")
        assert "items is None" in editor.text
    (_, default), (model, maximum) = ceilings(sandbox)
    assert model == "acme/fine"
    assert default["completion"] > 0
    assert maximum["completion"] > 0


@pytest.mark.parametrize("yes", [True, False])
async def test_a_free_answer_of_the_default_tier_leads_to_a_paid_one_with_a_yes_only(
    sandbox: Sandbox, *, yes: bool
) -> None:
    async with connected(sandbox, {"models": {"default": ["sandbox/prose:free"]}}) as editor:
        editor.says_yes = yes
        result = await editor.run("fix", START)
        (question,) = editor.questions
        assert "It is paid" in question.message
        assert result["escalated"] is yes
        assert [model for model, _ in ceilings(sandbox)] == ["sandbox/prose:free", "acme/fine"][: 1 + yes]
        assert ("items is None" in editor.text) is yes


@pytest.mark.parametrize(("way", "asked"), [("ask", True), ("default", False)])
async def test_paying_where_free_is_out_keeps_to_the_ceiling_of_default(
    sandbox: Sandbox, way: str, *, asked: bool
) -> None:
    async with connected(sandbox, SPENT | {"whenFreeIsOut": way}) as editor:
        editor.says_yes = True
        result = await editor.run("fix", START)
        assert (result["tier"], bool(editor.questions)) == ("default", asked)
        assert "items is None" in editor.text
    (_, free), (_, paid) = ceilings(sandbox)
    assert free == FREE
    assert paid["completion"] > 0


async def test_a_cap_is_not_passed_by_an_escalation(sandbox: Sandbox) -> None:
    async with connected(sandbox, {"models": {"default": ["sandbox/prose"]}, "budget": {"perTaskUsd": 0.01}}) as editor:
        result = await editor.run("fix", START)
        assert (result["escalated"], result["state"], editor.text) == (False, "kept", CODE)
        assert "cap" in result["notEscalated"]
        assert len(sandbox.books.chats) == 1


def deaf(editor: Editor) -> None:
    """Take the ability to ask away."""
    editor.client.protocol.fm._features.pop(types.WINDOW_SHOW_MESSAGE_REQUEST)


async def test_an_editor_that_can_not_ask_has_not_agreed(sandbox: Sandbox) -> None:
    async with connected(sandbox, SPENT) as editor:
        deaf(editor)
        with pytest.raises(JsonRpcException, match="free models"):
            await editor.run("fix", START)
        assert [price for _, price in ceilings(sandbox)] == [FREE]
        assert (editor.text, editor.finished[0]["state"]) == (CODE, "failed")


async def test_a_question_is_taken_back_when_its_task_is_cancelled(sandbox: Sandbox) -> None:
    async with connected(sandbox, SPENT) as editor:
        deaf(editor)
        shown, taken_back = asyncio.Event(), asyncio.Event()

        @editor.client.feature(types.WINDOW_SHOW_MESSAGE_REQUEST)
        async def question(_params: types.ShowMessageRequestParams) -> None:
            shown.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                taken_back.set()
                raise

        task = asyncio.create_task(editor.run("fix", START))
        async with asyncio.timeout(20):
            await shown.wait()
            await editor.command("tierline.cancel")
            with pytest.raises(JsonRpcRequestCancelled):
                await task
            await taken_back.wait()
        assert (editor.text, len(sandbox.books.chats)) == (CODE, 1)
