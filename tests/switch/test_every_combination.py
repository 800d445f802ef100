"""All combinations of what a decision depends on, against a second reading of the published table."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, combinations, product

import pytest

from tierline.ledger import Budget, OverBudget, check, concern
from tierline.switch import Situation, decide
from tierline.task import Complexity, Importance, Kind, Profile, Signal, Tier

MODELS = {tier: (f"acme/{tier}",) for tier in Tier}
WORST_CASE_USD = {Tier.MINIMUM: Decimal(0), Tier.DEFAULT: Decimal("0.004"), Tier.MAXIMUM: Decimal("0.02")}
WRITES_OR_JUDGES = {"fix", "refactor", "test", "edit", "generate", "optimize", "translate", "review"}
CAP = Decimal("1.00")
BUDGETS = {
    "no cap": (Budget(), Decimal(5)),
    "plenty": (Budget(per_session_usd=CAP), Decimal("0.10")),
    "nearly used": (Budget(per_session_usd=CAP), Decimal("0.85")),
    "nothing left": (Budget(per_session_usd=CAP), CAP),
    "overdrawn": (Budget(per_session_usd=CAP), Decimal("1.50")),
    "a cap of zero": (Budget(per_session_usd=Decimal(0)), Decimal(0)),
    "no task may cost anything": (Budget(per_task_usd=Decimal(0)), Decimal(0)),
}


def outages() -> Iterator[frozenset[Tier]]:
    return (frozenset(some) for some in chain.from_iterable(combinations(Tier, size) for size in range(4)))


def situations() -> Iterator[tuple[Situation, Budget, Decimal]]:
    for pin, out, importance, prototyping, complexity, kind, says_high, (budget, spent) in product(
        (None, *Tier), outages(), Importance, (False, True), Complexity, Kind, (False, True), BUDGETS.values()
    ):
        profile = Profile(
            kind=kind,
            complexity=complexity,
            difficulty=0.5,
            importance=importance,
            prototyping=prototyping,
            signals=(Signal(name="size", sentence="40 lines", weight=0.1),),
        )
        wish = "costConcern is set to high" if says_high else ""
        cost_concern = wish or concern(budget, spent)
        yield Situation(profile=profile, pin=pin, out=out, cost_concern=cost_concern), budget, spent


def read_aloud(s: Situation) -> tuple[str, str]:
    """The table of the design once more, as plain sentences."""
    critical = s.profile.importance.value == "critical"
    hard = s.profile.complexity.value == "complex" and s.profile.kind.value in WRITES_OR_JUDGES
    if critical:
        rule, tier = "critical", "maximum"
    elif s.cost_concern:
        rule, tier = "cost", "minimum"
    elif s.profile.prototyping:
        rule, tier = "prototype", "minimum"
    elif hard:
        rule, tier = "complex", "maximum"
    elif s.profile.complexity.value == "simple":
        rule, tier = "simple", "minimum"
    else:
        rule, tier = "otherwise", "default"
    if tier != "minimum" and tier in {one.value for one in s.out}:
        rule, tier = "out", "minimum"
    if s.pin is not None:
        rule, tier = "pinned", s.pin.value
    return rule, tier


@pytest.fixture(scope="module")
def all_of_them() -> list[tuple[Situation, Budget, Decimal]]:
    found = list(situations())
    assert len(found) == 4 * 8 * 2 * 2 * 3 * len(Kind) * 2 * len(BUDGETS)
    return found


def test_every_combination_decides_as_the_table_reads(all_of_them: list[tuple[Situation, Budget, Decimal]]) -> None:
    seen = set()
    for situation, _, _ in all_of_them:
        decision = decide(situation, MODELS)
        assert (decision.rule, decision.tier) == read_aloud(situation), situation
        assert decision.reason.strip(" :")
        assert decision.models == MODELS[decision.tier]
        seen.add(decision.rule)
    assert seen == {"pinned", "out", "critical", "cost", "prototype", "complex", "simple", "otherwise"}


def test_no_combination_beats_a_hard_cap(all_of_them: list[tuple[Situation, Budget, Decimal]]) -> None:
    refused = 0
    for situation, budget, spent in all_of_them:
        decision = decide(situation, MODELS)
        worst_case = WORST_CASE_USD[decision.tier]
        try:
            check(budget, spent, worst_case)
        except OverBudget:
            refused += 1
            assert decision.tier is not Tier.MINIMUM, "what is free is never refused for money"
            continue
        if budget.per_session_usd is not None and worst_case:
            assert spent + worst_case <= budget.per_session_usd
        if budget.per_task_usd is not None:
            assert worst_case <= budget.per_task_usd
    assert refused, "the caps were put to the test"


def test_an_outage_of_the_free_models_never_leads_to_a_paid_one(
    all_of_them: list[tuple[Situation, Budget, Decimal]],
) -> None:
    without = {
        (s.profile, s.pin, s.out, s.cost_concern): decide(s, MODELS)
        for s, _, _ in all_of_them
        if Tier.MINIMUM not in s.out
    }
    for s, _, _ in all_of_them:
        if Tier.MINIMUM in s.out:
            assert decide(s, MODELS) == without[s.profile, s.pin, s.out - {Tier.MINIMUM}, s.cost_concern]


def test_no_outage_makes_a_decision_dearer(all_of_them: list[tuple[Situation, Budget, Decimal]]) -> None:
    order = list(Tier)
    for s, _, _ in all_of_them:
        if s.out and not s.pin:
            healthy = decide(Situation(profile=s.profile, cost_concern=s.cost_concern), MODELS)
            assert order.index(decide(s, MODELS).tier) <= order.index(healthy.tier)
