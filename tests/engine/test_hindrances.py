"""The table of what a second try can't mend, row by row."""

from dataclasses import replace
from decimal import Decimal

import pytest
from engine.home import task_on

from tierline.answer import Score
from tierline.engine.escalation import HINDRANCES, SecondTry, hindrance
from tierline.engine.lineup import Lineup, Offer
from tierline.engine.outcome import Answer
from tierline.prompt import max_tokens
from tierline.task import Decision, Tier

TASK = task_on()
WANTED = max_tokens(TASK, None)


def offer(most: int | None) -> Offer:
    return Offer(prompt_usd_per_mtok=Decimal(1), completion_usd_per_mtok=Decimal(1), max_completion_tokens=most)


def lineup(first: int | None, second: int | None) -> Lineup:
    return Lineup(models={}, offers={"a": offer(first), "b": offer(second)})


ANSWER = Answer(
    text="Here is the code.",
    new_text=None,
    model="a",
    provider="",
    tier=Tier.DEFAULT,
    score=Score(3.0, ("it holds no complete code block",)),
    finish_reason="stop",
    prompt_tokens=1,
    completion_tokens=1,
    cost_usd=Decimal(0),
)
CUT = replace(ANSWER, finish_reason="length")
MAY_HELP = SecondTry(
    task=TASK,
    answer=ANSWER,
    asked="a",
    step=Decision(tier=Tier.MAXIMUM, models=("b",), rule="escalated", reason="it is poor"),
    out=False,
    refusals=("",),
    lineup=lineup(None, None),
)
REFUSES = "I'm sorry, I can't help with that: it goes against our usage policies."


@pytest.mark.parametrize(
    "second",
    [
        MAY_HELP,
        replace(MAY_HELP, answer=CUT, lineup=lineup(None, None)),
        replace(MAY_HELP, answer=CUT, lineup=lineup(WANTED // 2, WANTED)),
        replace(MAY_HELP, answer=replace(ANSWER, text="I'm sorry, I can't help with that.")),
        replace(MAY_HELP, answer=replace(ANSWER, text="The policies are applied in order, with a policy table.")),
        replace(MAY_HELP, answer=replace(ANSWER, text=REFUSES, new_text="code")),
        replace(MAY_HELP, refusals=("over the cap", "")),
    ],
    ids=["poor", "talked too long", "room for more", "a mere no", "speaks of policies", "did it", "one is affordable"],
)
def test_a_second_try_may_mend_it(second: SecondTry) -> None:
    assert hindrance(second) == ""


UNMENDABLE = {
    "no model": replace(MAY_HELP, step=replace(MAY_HELP.step, models=())),
    "same model": replace(MAY_HELP, step=replace(MAY_HELP.step, models=("a",))),
    "moderation": replace(MAY_HELP, answer=replace(ANSWER, finish_reason="content_filter")),
    "policy": replace(MAY_HELP, answer=replace(ANSWER, text=REFUSES)),
    "limit": replace(MAY_HELP, answer=CUT, lineup=lineup(WANTED // 2, WANTED // 2)),
    "cap or length": replace(MAY_HELP, refusals=("This is more than your cap.",)),
    "out": replace(MAY_HELP, out=True),
}


@pytest.mark.parametrize("name", UNMENDABLE)
def test_a_second_try_cannot_mend_it_for_the_reason_of_its_row_alone(name: str) -> None:
    said = {row.name: row.find(UNMENDABLE[name]) for row in HINDRANCES}
    assert [row for row, sentence in said.items() if sentence] == [name]
    assert hindrance(UNMENDABLE[name]) == said[name]


def test_every_row_of_the_table_is_tried() -> None:
    assert set(UNMENDABLE) == {row.name for row in HINDRANCES}
