"""What is staged, as git tells it: without ignored files, and within a budget."""

import os
import subprocess
from pathlib import Path

import pytest

from tierline.prompt import count
from tierline.prompt.changes import FileChange, shown
from tierline.settings.staged import NoCommit, staged


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    git(tmp_path, "init", "-q")
    (tmp_path / "a b.py").write_text("x = 1\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Begin with x")
    return tmp_path


def test_what_is_staged_is_told_and_what_is_not_is_not(repository: Path) -> None:
    (repository / "a b.py").write_text("x = 2\n")
    (repository / "näme.py").write_text("y = 1\n")
    (repository / "logo.bin").write_bytes(b"\0\1")
    git(repository, "add", ".")
    (repository / "a b.py").write_text("x = 3\n")
    found = staged(repository / "a b.py")
    assert [(change.path, change.added, change.removed) for change in found.changes] == [
        ("a b.py", 1, 1),
        ("logo.bin", None, None),
        ("näme.py", 1, 0),
    ]
    text = shown(found.changes)
    assert "+x = 2" in text
    assert "x = 3" not in text
    assert "logo.bin | binary" in text
    assert found.subjects == ("Begin with x",)


def test_a_renamed_file_has_both_names(repository: Path) -> None:
    git(repository, "mv", "a b.py", "b.py")
    (change,) = staged(repository).changes
    assert (change.was, change.path) == ("a b.py", "b.py")
    assert "a b.py => b.py | +0 -0" in shown([change])


def test_ignored_files_are_counted_and_nothing_else(repository: Path) -> None:
    (repository / ".aiignore").write_text("secret*\n")
    (repository / "secret.txt").write_text("hush\n")
    git(repository, "add", ".")
    found = staged(repository)
    text = shown(found.changes, found.kept_back)
    assert found.kept_back == 1
    assert "secret.txt" not in text
    assert "hush" not in text
    assert "… and 1 file that may not be shown" in text


def test_nothing_staged_no_repository_and_only_ignored_files_are_a_sentence_each(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(NoCommit, match="Nothing is staged") as nothing:
        staged(repository)
    assert nothing.value.code == "nothing-staged"
    with pytest.raises(NoCommit, match="lies in no git repository"):
        staged(tmp_path_factory.mktemp("elsewhere"))
    (repository / ".aiignore").write_text("*.log\n")
    (repository / "x.log").write_text("x\n")
    git(repository, "add", "x.log")
    with pytest.raises(NoCommit, match="kept back by ignore files"):
        staged(repository)


def test_the_first_commit_has_no_subjects_before_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("x = 1\n")
    git(tmp_path, "add", ".")
    assert staged(tmp_path).subjects == ()


def test_no_program_that_the_repository_names_is_run(repository: Path) -> None:
    mark = repository / "ran"
    program = repository / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "core.pager", "diff.evil.command", "diff.evil.textconv"):
        git(repository, "config", name, str(program))
    (repository / ".gitattributes").write_text("*.py diff=evil\n")
    (repository / "c.py").write_text("z = 1\n")
    git(repository, "add", "c.py")
    mark.unlink(missing_ok=True)
    assert [change.path for change in staged(repository).changes] == ["c.py"]
    assert not mark.exists()


def change(path: str, lines: int) -> FileChange:
    patch = (
        f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -0,0 +1,{lines} @@\n" + "+value = 12\n" * lines
    )
    return FileChange(path=path, added=lines, removed=0, patch=patch)


def test_a_large_diff_is_cut_to_its_budget_and_small_changes_stay_whole() -> None:
    changes = [change("large.py", 5_000), change("small.py", 3), change("package-lock.json", 900)]
    text = shown(changes, tokens=600)
    assert count(text) <= 640
    assert "large.py | +5000 -0" in text
    assert "package-lock.json | +900 -0" in text
    assert text.count("diff --git") == 2
    assert text.index("small.py b/") > text.index("lines left out")
    many = shown([change(f"{number}.py", 1) for number in range(2_000)], tokens=600)
    assert count(many) <= 640
    assert "more files" in many
