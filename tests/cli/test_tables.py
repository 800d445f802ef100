"""``route``, ``models``, ``explain-model``, ``demo``, ``sandbox --list`` and the table of exit statuses."""

import ast
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cli.home import Command

import tierline as package
from tierline.cli.exit_status import EXIT_STATUS, INTERRUPTED, READER_GONE, table
from tierline.sandbox import BEHAVIOURS

TIERS = ["minimum", "default", "maximum"]


@pytest.mark.parametrize(
    ("arguments", "tier", "rule"),
    [
        (["explain", "cart.py:7-8"], "minimum", "simple"),
        (["document", "cart.py:11-27"], "default", "otherwise"),
        (["fix", "cart.py:30-84"], "maximum", "complex"),
        (["fix", "cart.py:30-84", "--tier", "minimum"], "minimum", "pinned"),
    ],
)
def test_three_selections_get_three_tiers_for_nothing(
    tierline: Command, arguments: list[str], tier: str, rule: str
) -> None:
    finished = tierline("route", *arguments)
    found = tierline("route", *arguments, "--json").json
    assert (found["decision"]["tier"], found["decision"]["rule"]) == (tier, rule)
    for said in (tier, found["decision"]["reason"], *found["decision"]["models"]):
        assert said in finished.out
    for signal in found["profile"]["signals"]:
        assert signal["sentence"] in finished.out


def test_the_demo_gives_three_tiers_and_says_that_it_is_simulated(tierline: Command) -> None:
    shown, found = tierline("demo"), tierline("demo", "--json").json
    assert shown.status == 0
    assert "SIMULATED" in shown.out.splitlines()[0]
    assert [task["tier"] for task in found["tasks"]] == TIERS
    assert all(task["simulated"] for task in found["tasks"])
    total = sum((task["costUsd"] for task in found["tasks"]), Decimal(0))
    assert f"${total.normalize():f}" in shown.out
    assert not shown.err


def test_models_shows_each_tiers_models_with_figures_and_where_they_come_from(tierline: Command) -> None:
    shown, found = tierline("models").out, tierline("models", "--json").json
    assert [tier["tier"] for tier in found["tiers"]] == TIERS
    for tier in found["tiers"]:
        assert tier["why"] in shown
        for model in tier["models"]:
            (line, *_) = (line for line in shown.splitlines() if line.startswith(f"{model['id']} "))
            for name in ("criteria", "overall"):
                assert f"{float(model[name]['value']):.1f}" in line
            assert model["sources"]
    assert found["asOf"] in shown


@pytest.mark.parametrize("tier", range(3))
def test_every_number_of_a_model_is_traced_to_a_source(tierline: Command, tier: int) -> None:
    model = tierline("models", "--json").json["tiers"][tier]["models"][0]["id"]
    shown, found = tierline("explain-model", model).out, tierline("explain-model", model, "--json").json
    for figure in figures(found["scored"]):
        assert figure["sources"]
        assert set(figure["sources"]) <= set(found["sources"])
        assert f"{float(figure['value']):,.2f}" in shown
    for measurement in found["evidence"]["measurements"]:
        assert measurement["source"] in found["sources"]
        assert measurement["published"] in shown
    for number, source in enumerate(found["sources"].values(), start=1):
        assert f"[{number}] {source['name']}; {source['date']}" in shown


def figures(scored: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("overall", "value", "criteria", "ability"):
        yield scored[name]
        for part in scored[name]["parts"]:
            yield part["figure"]


def test_an_unknown_model_is_answered_with_the_nearest(tierline: Command) -> None:
    finished = tierline("explain-model", "gpt-4o-mini")
    assert finished.status == EXIT_STATUS["unknown-model"]
    assert "openai/gpt-4o-mini" in finished.err


def test_the_sandbox_names_all_its_behaviours(tierline: Command) -> None:
    shown, found = tierline("sandbox", "--list").out, tierline("sandbox", "--list", "--json").json
    assert [entry["model"] for entry in found["behaviours"]] == [f"sandbox/{name}" for name in BEHAVIOURS]
    assert all(behaviour.description in shown for behaviour in BEHAVIOURS.values())


def test_exit_statuses_are_distinct_and_shells_can_tell_them() -> None:
    statuses = [0, *EXIT_STATUS.values(), INTERRUPTED, READER_GONE]
    assert len(set(statuses)) == len(statuses)
    assert all(status < 126 for status in EXIT_STATUS.values()), "126 and above are the shell's own"
    assert all(f"{status:3} {code}" in table() for code, status in EXIT_STATUS.items())


def test_every_error_that_can_reach_the_command_line_has_its_status() -> None:
    only_editors = {"document-not-open", "in-notebook", "no-prompt", "no-step-up", "not-agreed"}
    only_editors |= {"no-hunk", "range-busy", "target-lost"}
    bases, diagnostics = {"openrouter"}, {"review"}
    assert set(codes()) - only_editors - bases - diagnostics <= set(EXIT_STATUS)


def codes() -> Iterator[str]:
    """Find what is called ``code``, or passed to an error as such, in all our sources."""
    for file in Path(package.__file__).parent.rglob("*.py"):
        if file.parent.name == "sandbox":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                    yield code
                case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                    yield code
                case ast.Call(func=ast.Name(id="BadTarget" | "NotATask"), args=[_, ast.Constant(value=str(code))]):
                    yield code
