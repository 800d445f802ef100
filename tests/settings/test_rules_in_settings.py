"""Rules as people write them: what is taken, and the one sentence about what is not."""

import json
import os
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tierline.settings import parse_settings, project_in, read_rules
from tierline.settings.rules import MOST_RULES, read_project_rules
from tierline.switch import Situation, arrange, decide
from tierline.task import Complexity, Kind, Profile, Tier

MODELS = {tier: (f"acme/{tier}",) for tier in Tier}
WHEN = {"language": "python"}
GOOD = {"name": "good", "when": WHEN, "tier": "minimum"}
READS_WELL = [
    {"name": "night", "when": {"timeOfDay": {"from": "22:00", "to": "7:00"}}, "tier": "minimum"},
    "critical",
    {
        "name": "big changes of the core",
        "when": {
            "language": ["python", "go"],
            "kind": ["fix", "refactor"],
            "path": ["core/**", "!core/tests/**"],
            "lines": {"atLeast": 30, "below": 500},
            "complexity": ["moderate", "complex"],
            "importance": "normal",
            "prototyping": False,
            "weekday": ["monday", "friday"],
            "budgetLeftBelowUsd": 2,
            "budgetUsedAbove": 0.25,
        },
        "tier": "maximum",
        "reason": "the core carries all else",
    },
    {"off": "simple"},
]


def told(*entries: Any) -> tuple[str, ...]:
    return read_rules(entries, "the editor's settings")[1]


def test_rules_that_read_well_are_taken_in_their_order() -> None:
    own, problems = read_rules(READS_WELL, "x")
    assert not problems
    assert [rule.name for rule in own.order] == ["night", "critical", "big changes of the core"]
    assert own.off == {"simple"}


def test_every_condition_that_can_be_written_takes_part_in_the_decision() -> None:
    own, _ = read_rules(READS_WELL, "x")
    usual: dict[str, Any] = {
        "profile": Profile(kind=Kind.FIX, complexity=Complexity.MODERATE, difficulty=0.5, lines=40),
        "language": "go",
        "path": "core/bill.go",
        "now": datetime(2026, 11, 23, 12, 0),  # noqa: DTZ001 local time
        "budget_left_usd": Decimal(1),
        "budget_used": 0.5,
    }
    assert decide(Situation(**usual), MODELS, arrange(own)).reason == "the core carries all else"
    others: list[dict[str, Any]] = [
        {"language": "rust"},
        {"path": "core/tests/bill.go"},
        {"now": datetime(2026, 11, 24, 12, 0)},  # noqa: DTZ001 a Tuesday
        {"budget_left_usd": Decimal(2)},
        {"budget_used": 0.25},
        *(
            {"profile": Profile(**{"kind": Kind.FIX, "complexity": Complexity.MODERATE, "difficulty": 0.5} | said)}
            for said in (
                {"lines": 29},
                {"lines": 500},
                {"lines": 40, "kind": Kind.TEST},
                {"lines": 40, "prototyping": True},
            )
        ),
    ]
    for other in others:
        assert decide(Situation(**usual | other), MODELS, arrange(own)).rule not in ("night", "big changes of the core")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            {"name": "night", "when": {"timeOfDay": {"from": "25:00", "to": "07:00"}}, "tier": "minimum"},
            'rules[0] ("night"): when.timeOfDay.from must be HH:MM, not "25:00"; correct it.',
        ),
        (GOOD | {"when": {"timeOfDay": {"from": "7:0", "to": "8:00"}}}, "must be HH:MM"),
        (GOOD | {"when": {"timeOfDay": {"from": "07:00"}}}, "when.timeOfDay.to is missing; add it."),
        (GOOD | {"when": {"timeOfDay": {"from": "07:00", "to": "7:00"}}}, "must have from and to apart"),
        (GOOD | {"when": {"timeOfDay": {"form": "07:00"}}}, "did you mean when.timeOfDay.from?"),
        (GOOD | {"when": {"langauge": "go"}}, "there is no field when.langauge; did you mean when.language?"),
        (GOOD | {"when": {"lines": {"atleast": 3}}}, "did you mean when.lines.atLeast?"),
        (GOOD | {"whn": {}}, "did you mean when?"),
        (GOOD | {"model": "acme/dear"}, "there is no field model;"),
        (GOOD | {"when": {}}, "when must say at least one of language, kind, path, lines,"),
        (GOOD | {"when": {"language": None}}, "when must say at least one of"),
        (GOOD | {"when": []}, "when must be an object, not []"),
        ({"name": "x", "tier": "minimum"}, "when is missing"),
        ({"name": "x", "when": WHEN}, "tier is missing"),
        ({"when": WHEN, "tier": "minimum"}, "name is missing"),
        (GOOD | {"tier": "best"}, "tier must be 'minimum', 'default' or 'maximum', not \"best\""),
        (GOOD | {"when": {"kind": "explian"}}, "when.kind must be 'explain',"),
        (GOOD | {"when": {"kind": ["fix", "explian"]}}, "when.kind[1] must be"),
        (GOOD | {"when": {"language": "a b"}}, "when.language must be a language id"),
        (GOOD | {"when": {"language": []}}, "when.language must have at least 1 item, not []"),
        (GOOD | {"when": {"path": ["a", "!"]}}, "when.path[1] must be a pattern as in .gitignore"),
        (GOOD | {"when": {"lines": {"atLeast": 9, "below": 9}}}, "when.lines must have atLeast smaller than below"),
        (GOOD | {"when": {"lines": {}}}, "when.lines must say at least one of atLeast, below"),
        (GOOD | {"when": {"weekday": "mon"}}, "when.weekday must be one of monday,"),
        (GOOD | {"when": {"budgetUsedAbove": 80}}, "when.budgetUsedAbove must be less than or equal to 1, not 80"),
        (GOOD | {"when": {"budgetLeftBelowUsd": -1}}, "greater than or equal to 0"),
        (GOOD | {"when": {"prototyping": "yes"}}, "when.prototyping must be a valid boolean"),
        (GOOD | {"name": "pinned"}, 'name can\'t be "pinned"'),
        (GOOD | {"name": "free is out"}, 'name can\'t be "free is out"'),
        (GOOD | {"name": ""}, "name must have at least 1 character"),
        (GOOD | {"name": "two\nlines"}, "name must be plain words in one line"),
        (GOOD | {"reason": "[click](command:evil)"}, "reason must be plain words in one line"),
        ("simpel", 'rules[0] ("simpel"): there is no shipped rule "simpel"; did you mean simple?'),
        ("pinned", "the rule pinned keeps its place"),
        ({"off": "otherwise"}, "the rule otherwise keeps its place"),
        ({"off": "out"}, "the rule out keeps its place"),
        ({"off": "simpel"}, "did you mean simple?"),
        ({"off": 3}, "off must be 'critical',"),
        ({"off": "simple", "tier": "minimum"}, "there is no field tier; remove it."),
        (7, "must be an object with name, when and tier, not 7"),
        (None, "must be an object with name, when and tier, not null"),
    ],
)
def test_a_bad_rule_is_one_sentence_that_points_at_it_and_the_others_work(entry: Any, said: str) -> None:
    own, problems = read_rules([entry, GOOD | {"name": "next"}, "critical"], "the editor's settings")
    (sentence,) = problems
    assert sentence.startswith("rules[0]")
    assert said in sentence
    assert sentence.endswith("The rule is left out until then (the editor's settings).")
    assert "\n" not in sentence
    assert [rule.name for rule in own.order] == ["next", "critical"]
    assert not own.off


def test_a_name_stands_once() -> None:
    own, problems = read_rules([GOOD, GOOD, "simple", {"off": "simple"}, "critical", "critical"], "x")
    assert [problem.split(":")[0] for problem in problems] == ['rules[1] ("good")', "rules[3]", 'rules[5] ("critical")']
    assert [rule.name for rule in own.order] == ["good", "simple", "critical"]


def test_a_list_without_end_is_cut() -> None:
    own, problems = read_rules([GOOD | {"name": f"r{number}"} for number in range(MOST_RULES + 1)], "x")
    assert len(own.order) == MOST_RULES
    assert "Only the first 100 rules" in problems[0]


def test_a_bad_rule_does_not_spoil_the_settings_around_it() -> None:
    settings, problems = parse_settings({"rules": [{"nonsense": 1}], "tier": "minimum"}, "x")
    assert not problems
    assert settings.tier == "minimum"
    assert told(*settings.rules)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELD = st.sampled_from(["name", "when", "tier", "off", "language", "timeOfDay", "lines", "path", "from", "kind"])


@given(st.lists(JSON | st.dictionaries(FIELD, JSON | st.dictionaries(FIELD, JSON, max_size=3), max_size=4), max_size=4))
def test_whatever_is_written_the_table_always_decides(raw: list[Any]) -> None:
    own, problems = read_rules(raw, "x")
    assert len(problems) <= len(raw)
    situation = Situation(profile=Profile(kind=Kind.FIX, complexity=Complexity.MODERATE, difficulty=0.5))
    assert decide(situation, MODELS, arrange(own)).models


@pytest.mark.parametrize("name", ["models", "tier", "budget", "apiKey", "baseUrl", "projectRules", "rulez"])
def test_a_project_sets_nothing_but_rules(name: str) -> None:
    rules, problems = read_project_rules({name: "x", "rules": [GOOD]}, ".tierline/rules.json")
    (sentence,) = problems
    assert sentence.startswith(f".tierline/rules.json can't set {name}: ")
    assert [rule.name for rule in rules] == ["good"]


@pytest.mark.parametrize("entry", ["critical", {"off": "cost"}, GOOD | {"model": "acme/dear"}, GOOD | {"pin": True}])
def test_a_project_neither_moves_nor_switches_off_a_shipped_rule_nor_names_a_model(entry: Any) -> None:
    rules, problems = read_project_rules({"rules": [entry]}, "x")
    assert not rules
    assert len(problems) == 1


def write(root: Path, content: str | bytes) -> None:
    (root / ".tierline").mkdir(exist_ok=True)
    raw = content if isinstance(content, bytes) else content.encode()
    (root / ".tierline" / "rules.json").write_bytes(raw)


def test_a_projects_file_is_read_and_read_again_when_it_changes(tmp_path: Path) -> None:
    assert project_in(None) == project_in(tmp_path)
    write(tmp_path, json.dumps({"rules": [GOOD]}))
    assert [rule.name for rule in project_in(tmp_path).rules] == ["good"]
    assert project_in(tmp_path) is project_in(tmp_path), "not read again while it stays as it is"
    write(tmp_path, json.dumps({"rules": [GOOD, GOOD | {"name": "another"}]}))
    assert [rule.name for rule in project_in(tmp_path).rules] == ["good", "another"]


@pytest.mark.parametrize(
    "content", ["{", "", "[" * 60_000, b"\xff\xfe", "[]", '{"rules": 3}', '{"rules": []' + " " * 70_000 + "}"]
)
def test_a_projects_file_that_can_not_be_used_is_one_sentence_and_no_rules(tmp_path: Path, content: str) -> None:
    write(tmp_path, content)
    found = project_in(tmp_path)
    assert not found.rules
    (sentence,) = found.problems
    assert ".tierline/rules.json" in sentence
    assert "correct it" in sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_in_the_place_of_a_projects_file_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / ".tierline").mkdir()
    os.mkfifo(tmp_path / ".tierline" / "rules.json")
    assert "no ordinary file" in project_in(tmp_path).problems[0]
