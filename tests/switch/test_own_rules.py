"""Rules that users and projects add: where they stand, when they hold, and what they can't do."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from tierline.switch import (
    CustomRule,
    OwnRules,
    Rule,
    Situation,
    arrange,
    conditions,
    decide,
    decisions,
    own_rule,
    project_rule,
)
from tierline.switch.conditions import Condition
from tierline.switch.custom import ProjectRules
from tierline.switch.table import BY_NAME
from tierline.task import Complexity, Importance, Kind, Profile, Signal, Tier

MODELS = {tier: (f"acme/{tier}",) for tier in Tier}
ALWAYS = conditions.lines(0, None)
MONDAY = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001 local time, wherever that is


def profile(**said: Any) -> Profile:
    usual = {"kind": Kind.FIX, "complexity": Complexity.MODERATE, "difficulty": 0.5, "lines": 40}
    return Profile(**usual | said, signals=(Signal(name="size", sentence="40 lines", weight=0.1),))


def situation(condition: dict[str, Any] | None = None, **said: Any) -> Situation:
    return Situation(profile=profile(**condition or {}), **said)


def rule(name: str = "mine", tier: Tier = Tier.MAXIMUM, *held: Condition, reason: str = "") -> CustomRule:
    return CustomRule(name=name, conditions=held or (ALWAYS,), tier=tier, reason=reason)


def names(table: tuple[Rule, ...]) -> list[str]:
    return [one.name for one in table]


def of_project(*rules: CustomRule, may: ProjectRules) -> list[Rule]:
    return [project_rule(one, may) for one in rules]


def test_rules_stand_in_the_documented_order() -> None:
    own = OwnRules(order=(own_rule(rule()), BY_NAME["simple"]), off=frozenset({"prototype"}))
    table = arrange(own, of_project(rule("theirs"), may="use"))
    expected = ["pinned", "out", "mine", "simple", "critical", "cost", "project:theirs", "complex", "otherwise"]
    assert names(table) == expected


def test_without_rules_of_anyone_it_is_the_shipped_table() -> None:
    shipped = ["pinned", "out", "critical", "cost", "prototype", "complex", "simple", "otherwise"]
    assert names(arrange()) == shipped


def test_a_pin_and_an_outage_go_before_all_rules_of_ones_own() -> None:
    table = arrange(OwnRules(order=(own_rule(rule(tier=Tier.MAXIMUM)),)))
    assert decide(situation(pin=Tier.MINIMUM), MODELS, table).rule == "pinned"
    out = decide(situation(out=frozenset({Tier.MAXIMUM})), MODELS, table)
    assert (out.rule, out.tier) == ("out", Tier.MINIMUM)


def test_a_rule_that_is_switched_off_decides_nothing_and_one_that_was_moved_decides_first() -> None:
    simple = situation({"complexity": Complexity.SIMPLE, "prototyping": True})
    assert decide(simple, MODELS).rule == "prototype"
    moved = arrange(OwnRules(order=(BY_NAME["simple"],)))
    assert decide(simple, MODELS, moved).rule == "simple"
    off = arrange(OwnRules(off=frozenset({"simple", "prototype"})))
    assert decide(simple, MODELS, off).rule == "otherwise"


@pytest.mark.parametrize(
    ("condition", "holds", "fails", "words"),
    [
        (conditions.language(["python"]), {"language": "python"}, {"language": "go"}, "the language is python"),
        (conditions.path(["app/**/*.py"]), {"path": "app/a/b.py"}, {"path": "lib/app/a.py"}, "the file is app/a/b.py"),
        (conditions.path(["*.sql"]), {"path": "db/deep/x.sql"}, {"path": "x.sqlx"}, "the file is db/deep/x.sql"),
        (conditions.path(["gen/", "!gen/keep.py"]), {"path": "a/gen/x.py"}, {"path": ""}, "the file is a/gen/x.py"),
        (conditions.time_of_day(time(22), time(7)), {"now": MONDAY.replace(hour=23)}, {"now": MONDAY}, "it is 23:00"),
        (conditions.time_of_day(time(9), time(17)), {"now": MONDAY}, {"now": MONDAY.replace(hour=17)}, "it is 12:00"),
        (conditions.weekday(["monday"]), {"now": MONDAY}, {"now": MONDAY + timedelta(days=1)}, "it is Monday"),
        (
            conditions.budget_left_below(Decimal("0.5")),
            {"budget_left_usd": Decimal("0.40")},
            {"budget_left_usd": Decimal("0.5")},
            "$0.4 of the budget is left",
        ),
        (conditions.budget_used_above(0.5), {"budget_used": 0.6}, {"budget_used": 0.5}, "60% of the budget is used"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_condition_holds_where_it_says_and_says_so(
    condition: Condition, holds: dict[str, Any], fails: dict[str, Any], words: str
) -> None:
    assert condition(situation(**holds)) == words
    assert not condition(situation(**fails))
    assert not condition(situation()), "what is unknown meets no condition"


@pytest.mark.parametrize(
    ("condition", "holds", "fails"),
    [
        (conditions.kind([Kind.TEST, Kind.FIX]), {"kind": Kind.FIX}, {"kind": Kind.ASK}),
        (conditions.lines(10, 20), {"lines": 10}, {"lines": 20}),
        (conditions.lines(None, 20), {"lines": 0}, {"lines": 20}),
        (conditions.lines(10, None), {"lines": 9999}, {"lines": 9}),
        (conditions.complexity([Complexity.COMPLEX]), {"complexity": Complexity.COMPLEX}, {}),
        (conditions.importance(Importance.CRITICAL), {"importance": Importance.CRITICAL}, {}),
        (conditions.prototyping(wanted=True), {"prototyping": True}, {}),
        (conditions.prototyping(wanted=False), {}, {"prototyping": True}),
    ],
)
def test_a_condition_on_the_profile_holds_where_it_says(
    condition: Condition, holds: dict[str, Any], fails: dict[str, Any]
) -> None:
    assert condition(situation(holds))
    assert not condition(situation(fails))


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 30))
def test_a_night_that_wraps_over_midnight_and_its_day_share_out_all_hours(minutes: int) -> None:
    now = MONDAY.replace(hour=minutes // 60, minute=minutes % 60)
    night = conditions.time_of_day(time(22), time(6, 30))(situation(now=now))
    day = conditions.time_of_day(time(6, 30), time(22))(situation(now=now))
    assert bool(night) is not bool(day)


def test_all_conditions_of_a_rule_must_hold() -> None:
    both = rule("mine", Tier.MAXIMUM, conditions.language(["python"]), conditions.lines(10, None))
    table = arrange(OwnRules(order=(own_rule(both),)))
    decision = decide(situation(language="python"), MODELS, table)
    assert (decision.rule, decision.reason) == ("mine", "the language is python, 40 lines")
    assert decide(situation(language="go"), MODELS, table).rule == "otherwise"
    assert decide(situation({"lines": 3}, language="python"), MODELS, table).rule == "otherwise"


def test_the_reason_of_a_rule_is_its_own_words_where_it_has_some() -> None:
    table = arrange(OwnRules(order=(own_rule(rule(reason="money follows here")),)))
    assert decide(situation(), MODELS, table).reason == "money follows here"


def everywhere() -> list[Situation]:
    return [
        situation(
            {"complexity": complexity, "importance": importance, "kind": kind, "prototyping": prototyping},
            pin=pin,
            out=out,
            cost_concern=tight,
        )
        for complexity, importance, kind, prototyping, pin, out, tight in product(
            Complexity,
            Importance,
            (Kind.FIX, Kind.EXPLAIN),
            (False, True),
            (None, *Tier),
            (frozenset[Tier](), frozenset({Tier.DEFAULT}), frozenset({Tier.MAXIMUM}), frozenset(Tier)),
            ("", "money is tight"),
        )
    ]


@pytest.mark.parametrize("tier", Tier)
def test_a_project_never_makes_a_task_dearer_unless_the_user_lets_it(tier: Tier) -> None:
    order = list(Tier)
    lowered = 0
    for found in everywhere():
        alone = decide(found, MODELS)
        with_it = decide(found, MODELS, arrange(project=of_project(rule("theirs", tier), may="lowerOnly")))
        assert order.index(with_it.tier) <= order.index(alone.tier), found
        lowered += with_it.tier is not alone.tier
    assert bool(lowered) is (tier is not Tier.MAXIMUM)


@pytest.mark.parametrize(("tier", "may"), [*product(Tier, ("use", "lowerOnly"))])
def test_a_project_can_not_touch_a_pin_what_is_critical_or_a_concern_about_cost(tier: Tier, may: ProjectRules) -> None:
    for found in everywhere():
        if found.pin or found.critical or found.cost_concern:
            table = arrange(project=of_project(rule("theirs", tier), may=may))
            assert decide(found, MODELS, table) == decide(found, MODELS)


def test_a_project_does_not_spend_while_money_is_tight_even_where_the_rule_on_cost_is_off() -> None:
    table = arrange(OwnRules(off=frozenset({"cost"})), of_project(rule("theirs"), may="use"))
    assert decide(situation(cost_concern="money is tight"), MODELS, table).tier is Tier.DEFAULT
    assert decide(situation(), MODELS, table).tier is Tier.MAXIMUM


def test_a_project_may_choose_where_the_user_says_so_and_is_named() -> None:
    table = arrange(project=of_project(rule("theirs", reason="this is the core"), may="use"))
    decision = decide(situation(), MODELS, table)
    assert decision.tier is Tier.MAXIMUM
    assert (decision.rule, decision.reason) == ("project:theirs", "the project says so: this is the core")
    assert decide(situation(), MODELS, arrange(project=of_project(rule("theirs"), may="ignore"))).rule == "otherwise"


def test_rules_of_the_users_own_go_before_those_of_a_project() -> None:
    own = OwnRules(order=(own_rule(rule("mine", Tier.DEFAULT)),))
    table = arrange(own, of_project(rule("theirs", Tier.MINIMUM), may="use"))
    assert decide(situation(), MODELS, table).rule == "mine"


def test_a_project_with_a_hundred_rules_takes_no_longer_than_it_has_rules() -> None:
    asked = 0

    def counting(found: Situation) -> str:
        nonlocal asked
        asked += 1
        return f"{found.profile.lines} lines"

    dear = [rule(f"r{number}", Tier.MAXIMUM, counting) for number in range(100)]
    decide(situation(), MODELS, arrange(project=of_project(*dear, may="lowerOnly")))
    assert asked == 100


def test_what_would_be_decided_next_follows_the_decision() -> None:
    found = situation({"complexity": Complexity.COMPLEX, "importance": Importance.CRITICAL}, cost_concern="tight")
    chain = [(one.rule, one.tier) for one in decisions(found, MODELS)]
    assert chain == [
        ("critical", Tier.MAXIMUM),
        ("cost", Tier.MINIMUM),
        ("complex", Tier.MAXIMUM),
        ("otherwise", Tier.DEFAULT),
    ]
