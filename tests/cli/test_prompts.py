"""A prompt file is a task of the command line, and ``--preview`` shows all that would leave."""

from pathlib import Path

import pytest
from cli.home import Command

from tierline.sandbox import Sandbox


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def prompts(project: Path) -> Path:
    """The user's own prompts, and those of the project that ``cart.py`` lies in."""
    (project / ".git").mkdir()
    write(project / "prompts/hints.md", "---\ntitle: Hints\nanswer: edit\n---\nAdd type hints, as {path} has them.")
    write(project / "prompts/hard.md", "---\ntier: maximum\n---\nWhat is hard here?")
    write(project / ".tierline/prompts/house.md", "Does this follow the house?")
    write(project / ".tierline/instructions.md", "Money is Decimal here.")
    return project


def test_a_prompt_file_runs_by_its_name(tierline: Command, prompts: Path, stand_in: Sandbox) -> None:
    finished = tierline("run", "hints", "cart.py:11-27", "--json")
    assert finished.status == 0, finished.err
    assert finished.json["kind"] == "edit"
    system, user = (message["content"] for message in stand_in.books.records[-1].body["messages"])
    assert "Add type hints, as cart.py has them." in system
    assert "> Money is Decimal here." in system
    assert user.startswith("Task: edit\n")
    assert prompts.joinpath("cart.py").read_text(encoding="utf-8") not in user


def test_the_tier_of_a_users_prompt_counts_and_an_option_goes_before_it(tierline: Command, prompts: Path) -> None:
    assert prompts.is_dir()
    assert tierline("route", "hard", "cart.py:11-27", "--json").json["decision"]["tier"] == "maximum"
    chosen = tierline("route", "hard", "cart.py:11-27", "--tier", "minimum", "--json").json
    assert chosen["decision"]["tier"] == "minimum"


def test_a_project_that_is_ignored_brings_neither_prompts_nor_notes(tierline: Command, prompts: Path) -> None:
    assert tierline("route", "house", "cart.py:11-27").status == 0
    write(prompts / "settings.json", '{"projectRules": "ignore"}')
    refused = tierline("route", "house", "cart.py:11-27")
    assert refused.status == 2
    assert "there is no task 'house'" in refused.err
    assert "Decimal here" not in tierline("run", "explain", "cart.py:11-27", "--preview", "--sandbox").out


def test_notes_that_may_not_be_sent_stay_here(tierline: Command, prompts: Path) -> None:
    assert "Decimal here" in tierline("run", "explain", "cart.py:11-27", "--preview", "--sandbox").out
    write(prompts / ".aiignore", "instructions.md\n")
    assert "Decimal here" not in tierline("run", "explain", "cart.py:11-27", "--preview", "--sandbox").out


def test_a_name_that_is_nearly_one_is_recognised(tierline: Command, prompts: Path) -> None:
    assert prompts.is_dir()
    refused = tierline("run", "hinst", "cart.py:11-27")
    assert (refused.status, "did you mean hints?" in refused.err) == (2, True)


def test_a_prompt_file_with_a_mistake_is_told_and_the_others_work(tierline: Command, prompts: Path) -> None:
    write(prompts / "prompts/bad.md", "---\ntitel: x\n---\nWords.")
    finished = tierline("route", "hints", "cart.py:11-27")
    assert finished.status == 0
    assert "bad.md, line 2: there is no field titel; did you mean title?" in finished.err


def test_the_preview_is_what_is_sent_then_and_sends_nothing_itself(
    tierline: Command, prompts: Path, stand_in: Sandbox
) -> None:
    assert prompts.is_dir()
    told = tierline("run", "hints", "cart.py:11-27", "--preview", "--json").json
    assert stand_in.books.records == []
    tierline("run", "hints", "cart.py:11-27", "--json")
    assert [dict(message) for message in stand_in.books.records[0].body["messages"]] == told["messages"]
    assert told["decision"]["model"] == stand_in.books.records[0].body["model"]
    assert told["maxTokens"] == stand_in.books.records[0].body["max_tokens"]
    assert [piece["name"] for piece in told["pieces"]][-1] == "selection"


def test_secrets_are_masked_in_the_preview_as_they_would_be(tierline: Command, project: Path) -> None:
    key = "sk-or-v1-" + "0123456789abcdef" * 4
    write(project / "keys.py", f'KEY = "{key}"\nprint(KEY)\n')
    shown = tierline("run", "explain", "keys.py", "--preview", "--sandbox")
    assert shown.status == 0
    assert "print(KEY)" in shown.out
    assert key not in shown.out
    assert "nothing was sent" in shown.err
    assert "selection" in shown.err
