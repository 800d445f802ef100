"""Past tasks decided anew from what the ledger remembers of them."""

from dataclasses import replace
from datetime import timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from engine.home import Open, task_on
from support.house import lineup_for, settings
from support.rows import START, call, row

from tierline.app import policy_of
from tierline.classify import SHIPPED, Cuts
from tierline.engine.recording import Recording
from tierline.engine.replay import Replay, at_maximum, replay
from tierline.ledger import CallRow, State, TaskRow
from tierline.settings import Settings
from tierline.task import Complexity, Importance, Kind, Tier

SIMPLE: dict[str, Any] = {"tier": Tier.MINIMUM, "model": "acme/gratis:free", "rule": "simple", "difficulty": 0.1}
LINEUP = lineup_for(Settings())


def decided(*rows: TaskRow, cuts: Cuts = SHIPPED, **said: Any) -> Replay:
    return replay(rows, policy_of(settings(**said)), LINEUP, lambda _kind, _language: cuts)


def outcome(one: TaskRow, **said: Any) -> tuple[Tier, str]:
    (found,) = decided(one, **said).tasks
    return found.decision.tier, found.decision.rule


@pytest.mark.parametrize("kind", [Kind.FIX, Kind.EXPLAIN])
@pytest.mark.parametrize("pin", [None, Tier.MAXIMUM])
@pytest.mark.parametrize("model", ["", "acme/plain-2"])
async def test_under_the_same_settings_every_task_is_decided_as_it_was(
    house: Open, kind: Kind, pin: Tier | None, model: str
) -> None:
    async with house() as home:
        task = task_on(kind=kind)
        notes = Recording(home.engine, task, "id", home.events.append, pin=pin)
        notes.outcome = await home.engine.run(task, notes, pin=pin, model=model)
        found = notes.row(State.APPLIED)
        assert found is not None
        (again,) = replay([found], home.engine.policy, home.engine.lineup, lambda _kind, _language: SHIPPED).tasks
    assert (again.decision.tier, again.decision.model, again.decision.rule) == (found.tier, found.model, found.rule)
    assert again.before_usd == again.after_usd == found.cost_usd
    assert not again.estimated
    assert not again.moved


@pytest.mark.parametrize(
    ("facts", "said", "expected"),
    [
        ({}, {"costConcern": "high"}, (Tier.MINIMUM, "cost")),
        ({}, {"tier": "maximum"}, (Tier.MAXIMUM, "pinned")),
        ({"pin": Tier.DEFAULT}, {"costConcern": "high"}, (Tier.DEFAULT, "pinned")),
        ({"importance": Importance.CRITICAL}, {}, (Tier.MAXIMUM, "critical")),
        ({"out": frozenset({Tier.DEFAULT})}, {}, (Tier.MINIMUM, "out")),
        ({"spent_usd": Decimal("0.9")}, {"budget": {"perSessionUsd": 1}}, (Tier.MINIMUM, "cost")),
        ({"spent_usd": Decimal("0.9")}, {"budget": {"perSessionUsd": 2}}, (Tier.DEFAULT, "otherwise")),
        ({}, {"rules": [{"name": "r", "when": {"path": "shop/**"}, "tier": "maximum"}]}, (Tier.MAXIMUM, "r")),
        ({}, {"rules": [{"name": "r", "when": {"language": "go"}, "tier": "maximum"}]}, (Tier.DEFAULT, "otherwise")),
        (SIMPLE, {"rules": [{"off": "simple"}]}, (Tier.DEFAULT, "otherwise")),
    ],
)
def test_other_settings_decide_what_the_ledger_remembers(
    facts: dict[str, Any], said: dict[str, Any], expected: tuple[Tier, str]
) -> None:
    assert outcome(row(**facts), **said) == expected


def test_rules_about_the_clock_see_the_one_on_the_users_wall() -> None:
    night = [{"name": "night", "when": {"timeOfDay": {"from": "22:00", "to": "07:00"}}, "tier": "minimum"}]
    far_east = replace(row(), at=(START + timedelta(hours=5)).astimezone(timezone(timedelta(hours=9))))
    assert outcome(row(), rules=night) == (Tier.DEFAULT, "otherwise")
    assert outcome(far_east, rules=night) == (Tier.MINIMUM, "night")


def test_cut_points_are_applied_to_the_remembered_difficulty() -> None:
    moved = decided(row(difficulty=0.4), cuts=Cuts(simple_below=0.1, complex_from=0.4))
    assert [one.decision.rule for one in moved.moved] == ["complex"]
    assert moved.before[Tier.DEFAULT] == moved.after[Tier.MAXIMUM] == 1


def test_what_the_user_named_stays() -> None:
    assert outcome(row(rule="model", model="who/ever"), costConcern="high") == (Tier.DEFAULT, "model")


def test_a_cost_that_would_have_been_is_the_tokens_at_the_other_models_prices() -> None:
    found = decided(row(), tier="maximum")
    (one,) = found.tasks
    # 600 tokens at $0.61 and 400 at $1.37 a million.
    assert one.after_usd == found.after_usd == Decimal("0.000914")
    assert one.before_usd == Decimal("0.000238")
    assert one.estimated


def test_what_cannot_be_known_is_in_no_sum() -> None:
    without_tokens = call(prompt_tokens=None, completion_tokens=None)
    nobody = call(answered=False, cost_usd=None, prompt_tokens=None, completion_tokens=None)
    lost = [row(calls=(one,), answered_tier=Tier.DEFAULT) for one in (without_tokens, nobody)]
    found = decided(row(), *lost, tier="maximum")
    assert (len(found.tasks), len(found.comparable)) == (3, 1)
    assert found.before_usd == Decimal("0.000238")


def test_an_unknown_cost_is_estimated_from_the_tokens() -> None:
    (one,) = decided(row(calls=(call(cost_usd=None),), answered_tier=Tier.DEFAULT)).tasks
    # 600 tokens at $0.13 and 400 at $0.40 a million.
    assert (one.before_usd, one.after_usd, one.estimated) == (Decimal("0.000238"), Decimal("0.000238"), True)


def test_always_maximum_is_compared_over_what_is_known() -> None:
    own: CallRow = call(Tier.MAXIMUM, "acme/fine", cost_usd=Decimal("0.002"))
    rows = [
        row(),
        row(tier=Tier.MAXIMUM, answered_tier=Tier.MAXIMUM, calls=(own,)),
        row(calls=(call(cost_usd=None),), answered_tier=Tier.DEFAULT),
        row(calls=()),
    ]
    assert at_maximum(rows, LINEUP) == (2, Decimal("0.002238"), Decimal("0.002914"))


def test_complexity_in_the_row_is_not_what_decides() -> None:
    assert outcome(row(difficulty=0.7, complexity=Complexity.SIMPLE)) == (Tier.MAXIMUM, "complex")
