"""``tierline route``: the decision, what would change it, and what each tier would cost."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cli.home import CART, Command

from tierline.app import active_snapshot
from tierline.cli.exit_status import EXIT_STATUS
from tierline.engine.expected import PLAIN_TOKENS
from tierline_scoring.token_use import guess, kin_of

FIX = ("fix", "cart.py:30-84")


def settings(project: Path, **said: Any) -> None:
    (project / "settings.json").write_text(json.dumps(said), encoding="utf-8")


def rules_of_project(project: Path, *rules: dict[str, Any], **more: Any) -> None:
    (project / ".tierline").mkdir(exist_ok=True)
    (project / ".tierline" / "rules.json").write_text(json.dumps({"rules": rules, **more}), encoding="utf-8")


def rule(name: str, tier: str, **when: Any) -> dict[str, Any]:
    return {"name": name, "when": when or {"language": "python"}, "tier": tier}


def test_each_tier_is_shown_with_its_model_tokens_and_costs(tierline: Command) -> None:
    shown, found = tierline("route", *FIX).out, tierline("route", *FIX, "--json").json
    rows = {
        line.split()[0]: line for line in shown.splitlines() if line.startswith(("minimum ", "default ", "maximum "))
    }
    assert list(rows) == ["minimum", "default", "maximum"]
    for one in found["expected"]:
        assert one["model"] in rows[one["tier"]]
        assert f"{one['promptTokens']:,}" in rows[one["tier"]]
        assert f"{one['completionTokens']:,}" in rows[one["tier"]]
        assert rows[one["tier"]].endswith(" ok")
        low, high = one["costUsdBetween"]
        assert low <= one["costUsd"] <= high <= one["worstCaseUsd"] or one["costUsd"] == 0


def test_a_cap_that_refuses_a_tier_is_named_beside_it(tierline: Command, project: Path) -> None:
    settings(project, budget={"perTaskUsd": 0.005})
    shown, found = tierline("route", *FIX).out, tierline("route", *FIX, "--json").json
    allowed = {one["tier"]: one["allowed"] for one in found["expected"]}
    assert allowed == {"minimum": True, "default": True, "maximum": False}
    (line,) = (line for line in shown.splitlines() if line.startswith("maximum ") and "$" in line)
    assert line.endswith(" refused")
    assert "raise budget.perTaskUsd" in shown


def test_a_longer_selection_is_expected_to_cost_more_to_fix(tierline: Command) -> None:
    short, long = (tierline("route", "fix", f"cart.py:{lines}", "--json").json for lines in ("30-40", "30-84"))
    for few, many in zip(short["expected"], long["expected"], strict=True):
        assert few["completionTokens"] < many["completionTokens"]
        assert few["costUsd"] <= many["costUsd"]


def test_a_model_that_was_named_stands_before_the_tiers(tierline: Command) -> None:
    found = tierline("route", *FIX, "--model", "openai/gpt-4o", "--json").json
    assert [one["tier"] for one in found["expected"]] == [None, "minimum", "default", "maximum"]
    assert found["expected"][0]["model"] == "openai/gpt-4o"
    assert found["otherwise"]["rule"] != "model"
    unknown = tierline("route", *FIX, "--model", "nobody/knows", "--json").json["expected"][0]
    assert unknown["costUsd"] is None, "unknown is not zero"
    assert unknown["worstCaseUsd"] is None


def test_the_kind_may_be_an_option(tierline: Command) -> None:
    first = tierline("route", *FIX).out
    assert tierline("route", "cart.py:30-84", "--kind", "fix").out == first
    assert tierline("route", "--kind=fix", "cart.py:30-84").out == first
    refused = tierline("route", "cart.py:30-84", "--kind", "fixx")
    assert refused.status == EXIT_STATUS["bad-usage"]
    assert "did you mean fix?" in refused.err


def test_ones_own_rule_decides_and_the_rule_behind_it_is_shown(tierline: Command, project: Path) -> None:
    settings(project, rules=[{**rule("carts", "minimum", path="cart.*"), "reason": "carts are for play"}])
    shown = tierline("route", *FIX)
    assert "why     carts are for play (rule: carts)" in shown.out
    assert "else    maximum: the coding task is complex" in shown.out
    assert not shown.err


def test_a_bad_rule_is_said_and_left_out_and_the_task_goes_on(tierline: Command, project: Path) -> None:
    night = rule("night", "minimum", timeOfDay={"from": "25:00", "to": "07:00"})
    settings(project, rules=[rule("first", "default"), "critical", night])
    shown = tierline("route", *FIX)
    assert shown.status == 0
    assert 'rules[2] ("night"): when.timeOfDay.from must be HH:MM, not "25:00"; correct it.' in shown.err
    assert "settings.json" in shown.err
    assert "(rule: first)" in shown.out


def test_a_cloned_project_can_not_run_up_the_bill(tierline: Command, project: Path) -> None:
    rules_of_project(project, rule("all dear", "maximum"), models={"minimum": ["evil/dear"]}, tier="maximum")
    easy = ("document", "cart.py:11-27")
    alone = tierline("route", *easy, "--json").json["decision"]
    assert alone["tier"] != "maximum"
    assert not any(model.startswith("evil/") for model in alone["models"])
    assert "can't set models: a project may only have rules" in tierline("route", *easy).err
    settings(project, projectRules="use")
    assert tierline("route", *easy, "--json").json["decision"]["rule"] == "project:all dear"
    settings(project, projectRules="ignore")
    assert not tierline("route", *easy).err, "what is ignored is not even read"


def test_paths_are_those_of_the_project_wherever_one_stands_in_it(
    tierline: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".git").mkdir()
    deep = project / "app" / "pages"
    deep.mkdir(parents=True)
    (deep / "cart.py").write_text(CART, encoding="utf-8")
    rules_of_project(project, rule("pages", "minimum", path="app/pages/*.py"))
    monkeypatch.chdir(deep)
    assert tierline("route", *FIX, "--json").json["decision"]["rule"] == "project:pages"


def test_what_is_thought_is_told_apart_from_what_is_said_where_the_figures_do() -> None:
    plain = next(model for model in active_snapshot().models.values() if kin_of(model) == "can't think")
    assert guess(plain).tokens.value == PLAIN_TOKENS


def test_costs_keep_their_digits_on_the_wire(tierline: Command) -> None:
    dear = tierline("route", *FIX, "--json").json["expected"][2]
    assert isinstance(dear["costUsd"], Decimal)
    assert dear["costUsd"] > 0
