"""Prompt files and project notes as they lie on the disk."""

import os
from pathlib import Path

import pytest

from tierline.settings.prompts import MOST_FILES, notes_of_project, prompts_of_project, prompts_of_user


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def names(folder: Path) -> list[str]:
    return [command.name for command in prompts_of_user(folder).commands]


def test_every_md_file_is_a_command_and_a_changed_one_counts_at_once(tmp_path: Path) -> None:
    assert prompts_of_user(tmp_path / "none").commands == ()
    write(tmp_path / "b.md", "B")
    write(tmp_path / "a.md", "---\r\ntitle: First\r\n---\r\nA")
    write(tmp_path / "notes.txt", "no prompt")
    assert names(tmp_path) == ["a", "b"]
    assert prompts_of_user(tmp_path).commands[0].title == "First"
    write(tmp_path / "a.md", "---\nname: c\n---\nnow another")
    assert names(tmp_path) == ["c", "b"]


def test_a_file_that_can_not_be_used_is_told_and_the_others_work(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "A")
    write(tmp_path / "binary.md", b"\xff\xfe")
    write(tmp_path / "same.md", "---\nname: a\n---\nA too")
    write(tmp_path / "vast.md", "x" * 70_000)
    os.mkfifo(tmp_path / "waits.md")
    found = prompts_of_user(tmp_path)
    assert [command.words for command in found.commands] == ["A"]
    assert [problem.removeprefix(f"{tmp_path}/") for problem in found.problems] == [
        "binary.md can't be read (it is not UTF-8 text); correct it.",
        f"same.md: {tmp_path}/a.md has the name a too; rename one.",
        "vast.md can't be read (it has more than 65,536 bytes); correct it.",
        "waits.md can't be read (it is no ordinary file); correct it.",
    ]


def test_a_flood_of_files_is_bounded(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 3):
        write(tmp_path / f"p{number:04}.md", "W")
    found = prompts_of_user(tmp_path)
    assert len(found.commands) == MOST_FILES
    assert f"of {MOST_FILES + 3}" in found.problems[0]


def test_a_project_brings_prompts_and_notes(tmp_path: Path) -> None:
    assert prompts_of_project(None).commands == ()
    assert notes_of_project(None) == notes_of_project(tmp_path) == ("", "")
    write(tmp_path / ".tierline/prompts/house.md", "Follow the house.")
    write(tmp_path / ".tierline/instructions.md", "Tabs.")
    (command,) = prompts_of_project(tmp_path).commands
    assert (command.name, command.origin, command.file) == ("house", "project", ".tierline/prompts/house.md")
    assert notes_of_project(tmp_path) == ("Tabs.", "")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_project_can_not_have_a_file_of_the_users_sent(tmp_path: Path) -> None:
    secret = write(tmp_path / "home/id_rsa", "PRIVATE")
    root = tmp_path / "project"
    for name in ("prompts/x.md", "instructions.md"):
        (root / ".tierline/prompts").mkdir(parents=True, exist_ok=True)
        (root / ".tierline" / name).symlink_to(secret)
    assert prompts_of_project(root).commands == ()
    assert "a link to a file outside the project" in prompts_of_project(root).problems[0]
    notes, problem = notes_of_project(root)
    assert notes == ""
    assert "a link to a file outside the project" in problem
