"""``tierline doctor`` says what is wrong and what to do, never fails itself, and can be shared as it is."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.home import Command

from tierline.sandbox import SANDBOX_KEY, Sandbox

SECRET = "sk-or-v1-abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that no other test has seen, and no keyring."""
    home = tmp_path / "home-of-somebody"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TIERLINE_KEYRING", "off")
    for name in ("DATA", "CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home


def found(report: Any, topic: str) -> list[dict[str, Any]]:
    return [check for check in report["checks"] if check["topic"] == topic]


def levels(report: Any, topic: str) -> set[str]:
    return {check["level"] for check in found(report, topic)}


def test_all_is_well_over_a_good_key(tierline: Command, stand_in: Sandbox) -> None:
    finished = tierline("doctor", "--json")
    report = finished.json
    assert (finished.status, report["ok"]) == (0, True)
    assert {
        "tierline",
        "libraries",
        "settings",
        "key",
        "free models",
        "network",
        "snapshot",
        "ledger",
        "log",
        "places",
    } <= {check["topic"] for check in report["checks"]}
    where, accepted = found(report, "key")
    assert where["said"] == "from environment OPENROUTER_API_KEY"
    assert accepted["said"].startswith("accepted")
    assert found(report, "free models")[0]["facts"] == {"limit": 1000, "used": 0}
    (network,) = found(report, "network")
    assert network["facts"]["baseUrl"] == stand_in.base_url
    assert network["facts"]["answer"] >= network["facts"]["tcp"] >= 0
    assert SANDBOX_KEY not in finished.out + finished.err


def test_for_people_each_line_has_its_level_and_what_to_do(tierline: Command) -> None:
    finished = tierline("doctor", "--offline")
    lines = finished.out.splitlines()
    assert finished.status == 1
    assert all(line.split()[0] in ("ok", "warn", "fail") for line in lines)
    (key,) = [line for line in lines if line.split()[1] == "key"]
    assert key.startswith("fail")
    assert "-> run tierline login" in key
    assert "keyCommand" in key


def test_offline_leaves_the_network_alone(tierline: Command, stand_in: Sandbox) -> None:
    finished = tierline("doctor", "--offline", "--json")
    assert finished.status == 0
    assert not found(finished.json, "network")
    assert not stand_in.books.records


@pytest.mark.parametrize(
    ("variables", "topic", "said"),
    [
        ({"OPENROUTER_API_KEY": "sk-or-v1-sandbox-401"}, "key", "it is not accepted"),
        ({"OPENROUTER_API_KEY": "two words"}, "key", "not usable"),
        ({"TIERLINE_BASE_URL": "http://127.0.0.1:9"}, "network", "can't be reached"),
        ({"TIERLINE_BASE_URL": "nonsense"}, "network", "can't be reached"),
        ({"TIERLINE_SETTINGS": "nowhere.json"}, "settings", "does not exist"),
    ],
)
@pytest.mark.usefixtures("stand_in")
def test_what_stops_tasks_fails(
    tierline: Command, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], topic: str, said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    finished = tierline("doctor", "--json")
    assert finished.status == 1
    failed = [check for check in found(finished.json, topic) if check["level"] == "fail"]
    assert any(said in check["said"] for check in failed)
    assert all(check["todo"] for check in failed)


def test_every_problem_of_the_settings_is_named_and_the_rest_shown(tierline: Command, project: Path) -> None:
    (project / "settings.json").write_text(
        '{"tier": "maximum", "teir": 1, "cache": {"minutes": -1}, "escalate": "off"}'
    )
    report = tierline("doctor", "--offline", "--json").json
    *problems, shown = found(report, "settings")
    assert {check["level"] for check in problems} == {"fail"}
    assert len(problems) == 2
    assert shown["facts"]["tier"] == "maximum"
    assert shown["facts"]["escalate"] == "off"


def test_a_command_for_the_key_is_described_and_used_as_tasks_use_it(
    tierline: Command, stand_in: Sandbox, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENROUTER_API_KEY", raising=False)
    helper = project / "helper.py"
    helper.write_text(f"print({SANDBOX_KEY!r})\n")
    command = f'"{sys.executable}" "{helper}" --vault of-mine'
    (project / "settings.json").write_text(json.dumps({"keyCommand": command}))
    finished = tierline("doctor", "--json")
    where, accepted = found(finished.json, "key")
    assert "(keyCommand)" in where["said"]
    assert accepted["said"].startswith("accepted")
    assert found(finished.json, "settings")[0]["facts"]["keyCommand"] == "set"
    assert "of-mine" not in finished.out + finished.err, "what it is told may be a secret"
    assert SANDBOX_KEY not in finished.out + finished.err
    helper.write_text("raise SystemExit(3)")
    (failed,) = found(tierline("doctor", "--json").json, "key")
    assert "failed with status 3; check keyCommand" in failed["said"]
    assert not stand_in.books.chats


def make_folder(path: Path) -> None:
    path.mkdir(parents=True)


def make_rubbish(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x00\xff rubbish {]" * 99)


@pytest.mark.parametrize("make", [make_folder, make_rubbish])
@pytest.mark.parametrize(
    "place",
    [
        "state/tierline/ledger.sqlite3",
        "state/tierline/log/tierline.jsonl",
        "state/tierline/outages.json",
        "data/tierline/snapshots/20260101T000000000000Z.json",
        "config/tierline/settings.json",
        "state",
        "data/tierline",
        "cache",
    ],
)
def test_whatever_is_broken_it_reports_to_the_end(
    tierline: Command, own_places: Path, monkeypatch: pytest.MonkeyPatch, place: str, make: Callable[[Path], None]
) -> None:
    monkeypatch.delenv("TIERLINE_SETTINGS")
    make(own_places / place)
    finished = tierline("doctor", "--offline", "--json")
    assert finished.status in (0, 1)
    assert found(finished.json, "places"), "the last check was made, too"
    assert not finished.err


def test_a_broken_ledger_and_a_broken_snapshot_are_warned_of(tierline: Command, own_places: Path) -> None:
    make_rubbish(own_places / "state/tierline/ledger.sqlite3")
    make_rubbish(own_places / "data/tierline/snapshots/20990101T000000000000Z.json")
    report = tierline("doctor", "--offline", "--json").json
    assert levels(report, "ledger") == {"warn"}
    assert "warn" in levels(report, "snapshot")


def test_the_last_errors_of_the_log_are_told(tierline: Command, own_places: Path) -> None:
    log = own_places / "state/tierline/log/tierline.jsonl"
    log.parent.mkdir(parents=True)
    lines = [
        {"at": f"2026-11-24T10:00:{number:02}", "level": "warning", "message": f"number {number}"}
        for number in range(9)
    ]
    lines.append({"at": "2026-11-24T11:00:00", "level": "info", "message": "all is well"})
    log.write_text("\n".join([*map(json.dumps, lines), "{half a li"]))
    told = found(tierline("doctor", "--offline", "--json").json, "log")
    assert [check["facts"]["message"] for check in told] == [f"number {number}" for number in range(4, 9)]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_ledger_that_others_can_read_is_warned_of(tierline: Command, own_places: Path) -> None:
    (own_places / "state/tierline").mkdir(parents=True, mode=0o755)
    report = tierline("doctor", "--offline", "--json").json
    assert any("chmod 700" in check["todo"] for check in found(report, "places"))


def test_the_report_can_be_shared(
    tierline: Command, own_places: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:geheim-geheim@proxy.example:3128")
    monkeypatch.setenv("OPENROUTER_API_KEY", SECRET)
    rules = [{"name": "mine", "when": {"path": "secret-project/**"}, "tier": "maximum"}]
    (project / "settings.json").write_text(json.dumps({"rules": rules, "apiKey": SECRET}))
    make_rubbish(own_places / "state/tierline/log/tierline.jsonl")
    for arguments in (("doctor", "--offline"), ("doctor", "--offline", "--json")):
        said = tierline(*arguments)
        for private in (SECRET, "geheim", "secret-project", own_places.name):
            assert private not in said.out + said.err
        assert "proxy.example" in said.out
