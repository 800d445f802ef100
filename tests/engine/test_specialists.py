"""A model that does one kind of task clearly better goes first for that kind, and for no other."""

from dataclasses import replace

from support.house import lineup_for, serving

from tierline.sandbox import Sandbox
from tierline.settings import Settings
from tierline.task import Kind, Task, Tier

CODE = "def total(items):\n    if items == None:\n        return 0\n    return sum(items)\n"
LINEUP = replace(lineup_for(Settings()), specialists={Tier.DEFAULT: {"fix": "acme/plain-2"}})


def test_the_specialist_is_asked_first_and_the_tiers_own_order_follows() -> None:
    assert LINEUP.models_for(Kind.FIX)[Tier.DEFAULT] == ("acme/plain-2", "acme/plain")
    assert LINEUP.models_for(Kind.EXPLAIN)[Tier.DEFAULT] == ("acme/plain", "acme/plain-2")
    assert LINEUP.models_for(Kind.FIX)[Tier.MAXIMUM] == ("acme/fine",)


async def test_a_task_of_its_kind_really_goes_to_the_specialist(sandbox: Sandbox) -> None:
    task = Task(kind=Kind.FIX, source=CODE, start=0, end=len(CODE), language="python")
    async with serving(sandbox) as service:
        service.engine.lineup = LINEUP
        outcome = await service.engine.run(task, lambda _: None, pin=Tier.DEFAULT)
    assert outcome.answer.model == "acme/plain-2"
    assert [record.model for record in sandbox.books.records] == ["acme/plain-2"]
