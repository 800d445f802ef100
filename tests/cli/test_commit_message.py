"""``tierline commit-message``: the message alone, by the minimum tier, and never a commit."""

import os
import subprocess
from pathlib import Path

import pytest
from cli.home import Command, booked_usd

from tierline.sandbox import Sandbox


@pytest.fixture(autouse=True)
def repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    git(project, "init", "-q")
    return project


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_a_pipe_gets_the_message_alone(tierline: Command, repository: Path, stand_in: Sandbox) -> None:
    (repository / "settings.json").write_text('{"tier": "maximum"}')
    git(repository, "add", "cart.py")
    finished = tierline("commit-message")
    assert finished.status == 0
    assert finished.out == "Add cart.py\n\nSimulated by the Tierline sandbox; no model was called.\n"
    assert "minimum" in finished.err
    assert booked_usd(stand_in) == 0
    assert git(repository, "status", "--porcelain").startswith("A  cart.py"), "nothing is committed"
    result = tierline("commit-message", "cart.py", "--json").json
    assert (result["kind"], result["tier"], result["decision"]["rule"]) == ("commit", "minimum", "commit")


def test_nothing_staged_and_no_repository_are_a_sentence_and_a_status_each(
    tierline: Command, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    finished = tierline("commit-message", "--sandbox")
    assert (finished.status, finished.out) == (59, "")
    assert "Nothing is staged" in finished.err
    assert tierline("commit-message", str(tmp_path_factory.mktemp("elsewhere")), "--sandbox").status == 58
    assert tierline("run", "commit", str(repository / "cart.py"), "--sandbox").status == 2


def test_no_paid_model_steps_in_where_the_free_ones_are_out(
    tierline: Command, repository: Path, stand_in: Sandbox
) -> None:
    (repository / "settings.json").write_text('{"models": {"minimum": ["sandbox/503"]}, "whenFreeIsOut": "default"}')
    git(repository, "add", "cart.py")
    assert tierline("commit-message").status != 0
    assert booked_usd(stand_in) == 0


def test_the_users_own_words_count_and_what_would_be_sent_can_be_seen(tierline: Command, repository: Path) -> None:
    prompts = repository / ".tierline" / "prompts"
    prompts.mkdir(parents=True)
    (prompts / "commit.md").write_text("Write it in Latin.")
    git(repository, "add", "cart.py")
    shown = tierline("commit-message", "--sandbox", "--preview").out
    assert "Write it in Latin." in shown
    assert "cart.py | +" in shown
