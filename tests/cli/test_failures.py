"""Whatever goes wrong with OpenRouter: its own exit status, one sentence, no key in it, and nothing changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli.home import CART, Command, booked_usd

from tierline.cli.exit_status import EXIT_STATUS
from tierline.sandbox import SANDBOX_KEY, Sandbox

FIX = ("run", "fix", "cart.py:11-27", "--write")


def check_nothing_was_changed(project: Path) -> None:
    assert (project / "cart.py").read_bytes() == CART.encode()
    assert sorted(path.name for path in project.iterdir()) == ["cart.py", "settings.json"]


@pytest.mark.parametrize(
    ("behaviour", "code", "words"),
    [
        ("401", "bad-key", "openrouter.ai/settings/keys"),
        ("402", "no-credit", "add credit"),
        ("403-key-limit", "key-limit", "spending limit"),
        ("403-moderation", "flagged", "change the text"),
        ("403", "forbidden", "refused the request"),
        ("404", "model-unavailable", "try another tier"),
        ("no-such-model", "unknown-model", "check its id"),
        ("413", "too-long", "select fewer lines"),
        ("429", "free-limit", "requests to free models"),
        ("429-upstream", "rate-limited", "rate-limited by its provider"),
        ("500", "provider-failed", "try again"),
        ("html-502", "provider-failed", "try again"),
        ("midstream", "provider-failed", "try again"),
        ("cut", "broken-stream", "try again"),
        ("not-http", "broken-stream", "try again"),
        ("reasoning-only", "empty-answer", "empty answer"),
        ("prose", "no-edit", "no code block"),
        ("hang", "timeout", "sandbox/hang"),
        ("stall", "timeout", "sandbox/stall"),
    ],
)
@pytest.mark.usefixtures("stand_in")
def test_each_failure_has_its_status_and_changes_nothing(
    tierline: Command, project: Path, behaviour: str, code: str, words: str
) -> None:
    (project / "settings.json").write_text('{"timeLimits": {"firstTokenS": 2, "stallS": 2}}')
    finished = tierline(*FIX, "--model", f"sandbox/{behaviour}")
    assert finished.status == EXIT_STATUS[code]
    last = [line for line in finished.err.splitlines() if line.startswith("tierline: ")]
    assert words in last[0]
    assert SANDBOX_KEY not in finished.err + finished.out
    assert not finished.out, "a pipe gets a patch or nothing"
    check_nothing_was_changed(project)


@pytest.mark.usefixtures("stand_in")
def test_a_failure_is_told_once(tierline: Command) -> None:
    finished = tierline(*FIX, "--model", "sandbox/500")
    assert finished.err.count("Internal Server Error") == 1


@pytest.mark.usefixtures("stand_in")
def test_a_failure_that_was_billed_says_what_it_cost(tierline: Command, stand_in: Sandbox) -> None:
    said = tierline(*FIX, "--model", "sandbox/cut").err
    assert f"This cost ${booked_usd(stand_in).normalize():f}." in said


@pytest.mark.parametrize(
    ("variables", "code", "words"),
    [
        ({}, "no-key", "OPENROUTER_API_KEY"),
        ({"OPENROUTER_API_KEY": "  "}, "no-key", "OPENROUTER_API_KEY"),
        ({"OPENROUTER_API_KEY": "sk-or-v1-my secret"}, "bad-key", "copy it again"),
        ({"OPENROUTER_API_KEY": SANDBOX_KEY, "TIERLINE_BASE_URL": "http://127.0.0.1:9"}, "no-network", "network"),
        ({"OPENROUTER_API_KEY": SANDBOX_KEY, "TIERLINE_BASE_URL": "nonsense"}, "bad-settings", "base URL"),
        ({"TIERLINE_SETTINGS": "nowhere.json"}, "bad-settings", "does not exist"),
    ],
)
def test_a_bad_environment_has_its_status_and_changes_nothing(  # noqa: PLR0913, PLR0917 fixtures and a row
    tierline: Command,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    code: str,
    words: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    finished = tierline(*FIX)
    assert finished.status == EXIT_STATUS[code]
    assert words in finished.err
    assert "secret" not in finished.err
    check_nothing_was_changed(project)


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ("{bad", "bad-settings", "not valid JSON"),
        ([], "bad-settings", "must be an object"),
        ({"teir": "auto"}, "bad-settings", "did you mean tier?"),
        ({"tier": "best"}, "bad-settings", '"best"'),
        ({"models": {"default": ["x y"]}}, "bad-settings", '"x y"'),
        ({"budget": {"perTaskUsd": 0.000001}}, "over-budget", "budget.perTaskUsd"),
    ],
)
def test_settings_that_can_not_be_kept_stop_a_task(
    tierline: Command, project: Path, settings: Any, code: str, words: str
) -> None:
    (project / "settings.json").write_text(settings if isinstance(settings, str) else json.dumps(settings))
    finished = tierline(*FIX, "--sandbox")
    assert finished.status == EXIT_STATUS[code]
    assert words in finished.err
    check_nothing_was_changed(project)


@pytest.mark.parametrize("command", [("route", "fix", "cart.py:11-27"), ("models",)])
def test_bad_settings_stop_the_other_commands_too(tierline: Command, project: Path, command: tuple[str, ...]) -> None:
    (project / "settings.json").write_text("{bad")
    assert tierline(*command).status == EXIT_STATUS["bad-settings"]
