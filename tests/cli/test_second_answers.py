"""What a terminal shows of a second answer, of masked secrets, of ignored files and of what rests."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli.home import Command, booked_usd

from tierline.cli.exit_status import EXIT_STATUS
from tierline.sandbox import Sandbox

GITHUB = "ghp_" + "aB3dE5gH7j" * 3 + "kL9mN1"


def say(project: Path, **settings: Any) -> None:
    (project / "settings.json").write_text(json.dumps(settings))


def test_both_answers_are_shown_and_standard_output_holds_the_patch_of_one(
    tierline: Command, stand_in: Sandbox, project: Path
) -> None:
    say(project, models={"default": ["sandbox/bad-code"]})
    finished = tierline("run", "document", "cart.py:11-27")
    assert finished.status == 0
    assert finished.out.count("--- ") == 1
    assert "The other answer, of default (sandbox/bad-code), " in finished.err
    assert "def broken((" in finished.err
    assert "def broken((" not in finished.out
    assert booked_usd(stand_in) > 0


@pytest.mark.usefixtures("stand_in")
def test_what_was_masked_is_told_and_comes_back_in_the_edit(tierline: Command, project: Path) -> None:
    (project / "code.py").write_text(f'TOKEN = "{GITHUB}"\n\n\ndef f(x):\n    return x == None\n')
    finished = tierline("run", "fix", "code.py", "--tier", "minimum")
    assert "masked  1 of kind GitHub Token\n" in finished.err
    assert GITHUB in finished.out
    assert "MASKED" not in finished.out
    result = tierline("run", "fix", "code.py", "--tier", "minimum", "--json").json
    assert result["masked"] == [{"kind": "GitHub Token", "count": 1}]


def test_an_ignored_file_is_not_sent(tierline: Command, stand_in: Sandbox, project: Path) -> None:
    (project / ".git").mkdir()
    (project / ".gitignore").write_text("cart*\n")
    for settings in ({}, {"sendIgnored": "ask"}):
        say(project, **settings)
        finished = tierline("run", "explain", "cart.py:11-27")
        assert finished.status == EXIT_STATUS["ignored-file"]
        assert finished.err.startswith("tierline: cart.py is not sent: .gitignore has the line 'cart*'.")
    assert not stand_in.books.records


def test_of_a_project_the_named_file_alone_is_sent(tierline: Command, stand_in: Sandbox, project: Path) -> None:
    (project / ".git").mkdir()
    (project / ".aiignore").write_text("secret*\n")
    (project / "secret.py").write_text("def keep_this_back():\n    pass\n")
    assert tierline("run", "explain", "cart.py:11-27").status == 0
    assert "keep_this_back" not in str(stand_in.books.records[-1].body)


@pytest.mark.usefixtures("stand_in")
def test_a_model_that_named_a_time_rests_in_the_next_process_too(tierline: Command, project: Path) -> None:
    say(project, models={"minimum": ["sandbox/429-daily:free"]}, whenFreeIsOut="default")
    first = tierline("run", "explain", "cart.py:11-27", "--tier", "minimum", "--json").json
    second = tierline("run", "explain", "cart.py:11-27", "--tier", "minimum", "--json").json
    assert [attempt["skipped"] for attempt in first["attempts"]] == [False, False]
    assert [attempt["skipped"] for attempt in second["attempts"]] == [True, False]
    assert "passed over: " in tierline("run", "explain", "cart.py:11-27", "--tier", "minimum").err
