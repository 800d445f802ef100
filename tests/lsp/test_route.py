"""What ``tierline.route`` tells over the wire, and what projects and settings say in it."""

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from support.editor import Editor, editing
from support.house import PATIENT, serving

from tierline.lsp.server import create_server
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.settings import Settings

CODE = "import os\n\n\ndef total(items, cache={}):\n    if items == None:\n        return 0\n    return sum(items)\n"


@asynccontextmanager
async def connected(sandbox: Sandbox, project: Path, said: dict[str, Any] | None = None) -> AsyncIterator[Editor]:
    folder = Path(tempfile.mkdtemp())
    server = create_server(
        lambda chosen: serving(sandbox, chosen, limits=PATIENT, key=SANDBOX_KEY), Settings, lambda: folder
    )
    async with editing(server, settings=said) as editor:
        editor.open(CODE, uri=(project / "app" / "core.py").as_uri())
        await editor.until(lambda: bool(editor.statuses))
        yield editor


async def routed(editor: Editor, kind: str = "fix", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = await editor.command("tierline.route", editor.argument(kind, **more))
    return found


def warnings(editor: Editor) -> list[str]:
    return [one.message for one in editor.client.messages if one.type is types.MessageType.Warning]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (tmp_path / "app").mkdir()
    return tmp_path


def write_rules(project: Path, *rules: dict[str, Any], **more: Any) -> None:
    (project / ".tierline").mkdir(exist_ok=True)
    (project / ".tierline" / "rules.json").write_text(json.dumps({"rules": rules, **more}), encoding="utf-8")


DEAR = {"name": "all dear", "when": {"language": "python"}, "tier": "maximum"}
CHEAP = {"name": "cheap here", "when": {"path": "app/"}, "tier": "minimum", "reason": "this is the throwaway part"}


async def test_all_three_tiers_are_told_with_their_prices_and_what_the_caps_say(
    sandbox: Sandbox, project: Path
) -> None:
    async with connected(sandbox, project, {"budget": {"perTaskUsd": 0.005}}) as editor:
        found = await routed(editor)
        assert [one["tier"] for one in found["expected"]] == ["minimum", "default", "maximum"]
        free, middle, dear = found["expected"]
        assert (free["costUsd"], free["worstCaseUsd"], free["allowed"]) == (0, 0, True)
        assert middle["allowed"]
        assert not dear["allowed"]
        assert "budget.perTaskUsd" in dear["refusal"]
        for one in found["expected"]:
            low, high = one["completionTokensBetween"]
            assert 0 < low <= one["completionTokens"] <= high
            assert one["promptTokens"] > len(CODE) / 4
        assert middle["costUsdBetween"][0] <= middle["costUsd"] <= middle["costUsdBetween"][1] < middle["worstCaseUsd"]
        assert not sandbox.books.records


async def test_what_would_change_the_decision_is_told(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project) as editor:
        found = await routed(editor, tier="maximum")
        assert found["decision"]["rule"] == "pinned"
        assert found["otherwise"]["rule"] not in ("pinned", "")
        assert found["otherwise"]["reason"]


async def test_a_rule_of_ones_own_decides_and_a_bad_one_is_told_and_stops_nothing(
    sandbox: Sandbox, project: Path
) -> None:
    rules = [{"name": "bad", "when": {"pth": "app/"}, "tier": "maximum"}, {**CHEAP, "name": "mine", "tier": "maximum"}]
    async with connected(sandbox, project, {"rules": rules}) as editor:
        assert (await routed(editor))["decision"]["rule"] == "mine"
        assert (await editor.run("explain"))["decision"]["rule"] == "mine"
        (warning,) = warnings(editor)
        assert warning.startswith('rules[0] ("bad"): there is no field when.pth; did you mean when.path?')
        assert "the editor's settings" in warning


async def test_a_project_may_lower_a_tier_and_not_raise_it(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project) as editor:
        alone = (await routed(editor))["decision"]
        write_rules(project, DEAR)
        assert (await routed(editor))["decision"] == alone
        write_rules(project, DEAR, CHEAP)
        lowered = (await routed(editor, instruction="optimise the loop"))["decision"]
        assert (lowered["rule"], lowered["tier"]) == ("project:cheap here", "minimum")
        assert lowered["reason"] == "the project says so: this is the throwaway part"
        assert (await editor.run("fix"))["decision"]["rule"] == "project:cheap here"


async def test_a_project_may_raise_a_tier_where_the_user_says_so(sandbox: Sandbox, project: Path) -> None:
    write_rules(project, DEAR)
    async with connected(sandbox, project, {"projectRules": "use"}) as editor:
        assert (await routed(editor))["decision"]["rule"] == "project:all dear"
    async with connected(sandbox, project, {"projectRules": "use", "costConcern": "high"}) as editor:
        assert (await routed(editor))["decision"]["rule"] == "cost"


async def test_nothing_of_a_project_counts_where_the_editor_says_ignore(sandbox: Sandbox, project: Path) -> None:
    write_rules(project, CHEAP, models={"minimum": ["evil/dear"]})
    async with connected(sandbox, project, {"projectRules": "ignore"}) as editor:
        assert not (await routed(editor))["decision"]["rule"].startswith("project:")
        assert not warnings(editor)


async def test_what_a_project_may_not_say_is_told_once(sandbox: Sandbox, project: Path) -> None:
    write_rules(project, CHEAP, models={"minimum": ["evil/dear"]}, tier="maximum")
    async with connected(sandbox, project) as editor:
        found = [await routed(editor), await routed(editor)][1]
        assert found["decision"]["models"][0].startswith("acme/")
        told = sorted(warnings(editor))
        assert [one.partition(":")[0] for one in told] == [
            f".tierline/rules.json can't set {name}" for name in ("models", "tier")
        ]


async def test_the_branch_that_is_checked_out_takes_part(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project) as editor:
        assert (await routed(editor))["profile"]["importance"] == "normal"
        (project / ".git" / "HEAD").write_text("ref: refs/heads/hotfix/login\n", encoding="utf-8")
        assert (await routed(editor))["decision"]["rule"] == "critical"


async def test_paths_that_the_user_calls_critical_or_provisional_take_part(sandbox: Sandbox, project: Path) -> None:
    async with connected(sandbox, project, {"criticalPaths": ["app/*"]}) as editor:
        assert (await routed(editor))["decision"]["rule"] == "critical"
    async with connected(sandbox, project, {"prototypePaths": ["app/*"]}) as editor:
        assert (await routed(editor))["decision"]["rule"] == "prototype"
