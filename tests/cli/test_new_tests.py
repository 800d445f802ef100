"""``tierline run test --write``: tests go into a file of their own, and what is there stays."""

from pathlib import Path

import pytest
from cli.home import Command

TEST = "def test_total_gives_what_it_promises():"


@pytest.fixture(autouse=True)
def source(project: Path) -> Path:
    (project / ".git").mkdir()
    file = project / "core.py"
    file.write_text("def total(items):\n    return sum(items)\n")
    return file


def test_a_new_file_is_made_only_where_that_is_asked_for(tierline: Command, project: Path, source: Path) -> None:
    shown = tierline("run", "test", "core.py", "--sandbox")
    made = project / "tests" / "test_core.py"
    assert TEST in shown.out
    assert "tests/test_core.py not changed: --write was not given" in shown.err
    assert not made.exists()

    written = tierline("run", "test", "core.py", "--sandbox", "--write", "--json")
    assert (written.status, written.json["state"], written.json["createdUri"]) == (0, "applied", made.as_uri())
    assert TEST in made.read_text()
    assert source.read_text() == "def total(items):\n    return sum(items)\n"


def test_new_tests_are_added_and_a_second_time_refused(tierline: Command, project: Path) -> None:
    there = project / "test_core.py"
    old = b"\xef\xbb\xbfdef test_one():\r\n    assert True\r\n"
    there.write_bytes(old)
    assert tierline("run", "test", "core.py", "--sandbox", "--write").status == 0
    text = there.read_bytes()
    assert text.startswith(old)
    assert TEST.encode() in text
    assert b"\n" not in text.replace(b"\r\n", b"")

    again = tierline("run", "test", "core.py", "--sandbox", "--write")
    assert again.status == 56
    assert "test_core.py has test_total" not in again.err
    assert "has test_total_gives_what_it_promises already" in again.err
    assert TEST in again.out, "what was paid for is shown"
    assert there.read_bytes() == text


def test_what_the_model_is_shown_of_the_project_can_be_looked_at(tierline: Command, project: Path) -> None:
    (project / "test_other.py").write_text("import unittest\n")
    shown = tierline("run", "test", "core.py", "--sandbox", "--preview").out
    assert "The tests go into the new file test_core.py." in shown
    assert "Other tests of the project, test_other.py, as an example of its framework and style" in shown
