"""A free model's opinion can spare an escalation; it never causes one, and never costs."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from decimal import Decimal

import pytest
from engine.home import CODE, House, Open, task_on
from hypothesis import given, strategies as st

from tierline.answer import Score
from tierline.engine.breakers import Breakers
from tierline.engine.judging import parse_mark, refined
from tierline.engine.ports import Chat
from tierline.openrouter.completion import Completion, TextDelta
from tierline.openrouter.wire import ChatRequest, Usage
from tierline.switch.outages import FREE
from tierline.task import Kind, Tier

JUDGE = "acme/gratis:free"


@pytest.mark.parametrize(
    ("text", "mark"),
    [("7", 7), ("10", 10), (" 0\n", 0), ("8/10", 8), ("9 / 10.", 9)]
    + [(text, None) for text in ("", "11", "-1", "7.5", "I'd say 7", "7 8", "7/9", "seven", "10/100", "\uff11")],
)
def test_only_a_mark_and_nothing_else_is_a_mark(text: str, mark: int | None) -> None:
    assert parse_mark(text) == mark


@given(st.floats(0, 10), st.integers(0, 10))
def test_an_opinion_never_lowers_a_score(value: float, mark: int) -> None:
    found = refined(Score(value, ("it is short",)), mark, JUDGE)
    assert value <= found.value <= max(value, (value + 10) / 2)
    assert found.reasons == ("it is short", f"{JUDGE} gave it {mark}/10 as a judge")


FENCED = f"Here it is:\n\n```python\n{CODE}```\n"
"""A fix that changes nothing: 6 of 10, for maybe there was nothing to fix."""


class Scripted:
    """A chat in which some models say what they are told to; the others are the sandbox's."""

    def __init__(self, others: Chat, says: dict[str, str]) -> None:
        self._others = others
        self._says = says
        self.requests: list[ChatRequest] = []

    async def stream(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Completion, None]:
        self.requests.append(request)
        if request.model not in self._says:
            async for piece in self._others.stream(request):
                yield piece
            return
        yield TextDelta(self._says[request.model])
        yield Completion(
            generation_id="", model=request.model, provider="", finish_reason="stop", usage=Usage(cost=Decimal(0))
        )


def script(home: House, judge: str) -> Scripted:
    chat = Scripted(home.engine.chat, {"acme/plain": FENCED, **({JUDGE: judge} if judge else {})})
    home.engine.chat = chat
    return chat


@pytest.mark.parametrize(("mark", "escalates"), [("9", False), ("8", False), ("7", True), ("2", True), ("fine!", True)])
async def test_a_judge_decides_whether_a_doubtful_answer_is_asked_for_again(
    house: Open, mark: str, *, escalates: bool
) -> None:
    async with house(judge="free") as home:
        chat = script(home, mark)
        outcome = await home.run()
    assert [request.model for request in chat.requests] == ["acme/plain", JUDGE] + ["acme/fine"] * escalates
    first = outcome.other if escalates else outcome.answer
    assert first is not None
    assert any("as a judge" in reason for reason in first.score.reasons) is (mark != "fine!")
    assert outcome.escalated is escalates
    assert [(attempt.model, attempt.judges) for attempt in outcome.attempts][:2] == [
        ("acme/plain", False),
        (JUDGE, True),
    ]


async def test_the_judge_is_asked_at_no_price_and_told_to_answer_with_a_number(house: Open) -> None:
    async with house(judge="free") as home:
        chat = script(home, "9")
        outcome = await home.run()
    asked = chat.requests[1]
    assert (asked.max_prompt_price, asked.max_completion_price) == (0, 0)
    assert "one whole number" in asked.messages[0].content
    assert CODE.strip() in asked.messages[1].content
    assert outcome.attempts[1].cost_usd == 0
    assert home.engine.books.tiers[Tier.MINIMUM].calls == 1


@pytest.mark.parametrize("fate", ["503", "hang", "cut", "429-daily", "401"])
async def test_a_judge_that_fails_changes_nothing(house: Open, fate: str) -> None:
    async with house([f"sandbox/{fate}:free"], judge="free") as home:
        script(home, "")
        outcome = await home.run()
    assert (outcome.escalated, outcome.cost_usd) == (True, home.sandbox.books.totals.cost_usd)
    assert outcome.attempts[1].judges
    assert outcome.attempts[1].error


async def test_no_judge_is_asked_where_it_is_off_or_the_free_tier_is_spent_or_no_model_of_it_is_free(
    house: Open,
) -> None:
    async with house() as home:
        chat = script(home, "9")
        await home.run()
        home.engine.policy = replace(home.engine.policy, judge="free")
        home.engine.breakers.outages = home.engine.breakers.outages.failed(FREE, home.now, 3600.0)
        await home.run()
        home.engine.breakers = Breakers()
        home.engine.lineup = replace(
            home.engine.lineup, models={**home.engine.lineup.models, Tier.MINIMUM: ("acme/plain-2",)}
        )
        await home.run()
    assert [request.model for request in chat.requests] == ["acme/plain", "acme/fine"] * 3


@pytest.mark.parametrize("default", ["acme/fine", "sandbox/bad-code"], ids=["good", "known to be broken"])
async def test_no_judge_is_asked_about_what_is_no_matter_of_opinion(house: Open, default: str) -> None:
    async with house(default=[default], judge="free") as home:
        await home.run(task_on(kind=Kind.FIX))
    assert not any(name.endswith(":free") for name in home.asked)
