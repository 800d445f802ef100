"""The table of rules, read row by row, and over every combination of its inputs."""

from itertools import product

import pytest

from tierline.switch import RULES, NoTier, Situation, decide
from tierline.task import Complexity, Importance, Kind, Profile, Signal, Tier

MODELS = {tier: (f"acme/{tier}", f"acme/{tier}-2") for tier in Tier}


def profile(
    complexity: Complexity = Complexity.MODERATE,
    importance: Importance = Importance.NORMAL,
    kind: Kind = Kind.FIX,
    *,
    prototyping: bool = False,
) -> Profile:
    return Profile(
        kind=kind,
        complexity=complexity,
        difficulty=0.5,
        importance=importance,
        prototyping=prototyping,
        signals=(
            Signal(name="base", sentence="the starting point of fix", weight=0.4),
            Signal(name="size", sentence="40 lines", weight=0.1),
            Signal(name="trivial", sentence="asks for little", weight=-0.1),
            Signal(name="critical path", sentence="touches auth"),
            Signal(name="prototype path", sentence="lies in examples"),
        ),
    )


CRITICAL = profile(importance=Importance.CRITICAL)
PROTOTYPE = profile(prototyping=True)
COMPLEX = profile(Complexity.COMPLEX)
SIMPLE = profile(Complexity.SIMPLE)


@pytest.mark.parametrize(
    ("situation", "rule", "tier", "reason"),
    [
        (Situation(profile=CRITICAL, pin=Tier.MINIMUM), "pinned", Tier.MINIMUM, "you asked for minimum"),
        (
            Situation(profile=CRITICAL, out=frozenset({Tier.MAXIMUM})),
            "out",
            Tier.MINIMUM,
            "maximum is rate-limited or down",
        ),
        (
            Situation(profile=CRITICAL, cost_concern="money is tight"),
            "critical",
            Tier.MAXIMUM,
            "the code matters: touches auth",
        ),
        (Situation(profile=COMPLEX, cost_concern="money is tight"), "cost", Tier.MINIMUM, "money is tight"),
        (
            Situation(profile=PROTOTYPE),
            "prototype",
            Tier.MINIMUM,
            "this is prototyping or testing: lies in examples",
        ),
        (Situation(profile=COMPLEX), "complex", Tier.MAXIMUM, "the coding task is complex: 40 lines"),
        (Situation(profile=SIMPLE), "simple", Tier.MINIMUM, "the task is simple: asks for little"),
        (Situation(profile=profile()), "otherwise", Tier.DEFAULT, "the task is neither simple nor complex: 40 lines"),
        (
            Situation(profile=profile(Complexity.COMPLEX, kind=Kind.EXPLAIN)),
            "otherwise",
            Tier.DEFAULT,
            "the code is complex, but is only to be put into words: 40 lines",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_each_rule_decides_where_no_earlier_one_does(situation: Situation, rule: str, tier: Tier, reason: str) -> None:
    decision = decide(situation, MODELS)
    assert (decision.rule, decision.tier) == (rule, tier)
    assert decision.reason == reason
    assert decision.models == MODELS[tier]


def test_where_nothing_was_seen_the_reason_says_so() -> None:
    plain = Profile(kind=Kind.FIX, complexity=Complexity.MODERATE, difficulty=0.4)
    assert decide(Situation(profile=plain), MODELS).reason == "nothing asks for more or less"


def test_the_table_stands_in_the_published_order() -> None:
    names = [rule.name for rule in RULES]
    assert names == ["pinned", "out", "critical", "cost", "prototype", "complex", "simple", "otherwise"]


def test_every_combination_of_inputs_gives_one_tier_with_a_reason() -> None:
    pins = (None, *Tier)
    outs = (frozenset[Tier](), frozenset({Tier.DEFAULT}), frozenset({Tier.MAXIMUM}), frozenset(Tier))
    for complexity, importance, kind, prototyping, pin, out, concern in product(
        Complexity, Importance, Kind, (False, True), pins, outs, ("", "money is tight")
    ):
        situation = Situation(
            profile=profile(complexity, importance, kind, prototyping=prototyping),
            pin=pin,
            out=out,
            cost_concern=concern,
        )
        decision = decide(situation, MODELS)
        assert decision.reason
        if pin:
            assert decision.tier is pin
        else:
            assert decision.tier is Tier.MINIMUM or decision.tier not in out


def test_a_complex_text_about_code_is_not_a_complex_coding_task() -> None:
    explain = profile(Complexity.COMPLEX, kind=Kind.EXPLAIN)
    assert decide(Situation(profile=explain), MODELS).tier is Tier.DEFAULT


def test_a_tier_without_models_says_what_to_do() -> None:
    with pytest.raises(NoTier, match="tierline models"):
        decide(Situation(profile=SIMPLE), {})
