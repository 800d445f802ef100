"""The branch that is checked out, from git's own files."""

import os
import subprocess
from pathlib import Path

import pytest

from tierline.settings import branch_in, root_of


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    git(folder, "init", "-b", "feature/cart")
    git(folder, "commit", "--allow-empty", "-m", "Begin")
    return folder


def test_the_branch_is_read_and_followed(repository: Path) -> None:
    assert branch_in(repository) == "feature/cart"
    git(repository, "switch", "-c", "spike")
    assert branch_in(repository) == "spike"


def test_a_commit_that_is_checked_out_by_itself_is_no_branch(repository: Path) -> None:
    git(repository, "switch", "--detach")
    assert not branch_in(repository)


def test_a_worktree_has_the_branch_of_its_own(repository: Path) -> None:
    git(repository, "worktree", "add", "-b", "hotfix/1", "../urgent")
    assert branch_in(repository.parent / "urgent") == "hotfix/1"
    assert branch_in(repository) == "feature/cart"


def test_the_top_of_a_project_is_found_from_a_file_deep_in_it(repository: Path) -> None:
    deep = repository / "a" / "b"
    deep.mkdir(parents=True)
    assert root_of(deep / "c.py") == repository
    (repository / "a" / ".tierline").mkdir()
    assert root_of(deep / "c.py") == repository / "a"


@pytest.mark.parametrize(
    "head",
    [b"", b"\xff\xfe", b"ref: refs/heads/", b"ref: refs/heads/.invalid\n", b"ref: refs/heads/a\x1bb\n", b"x" * 9999],
)
def test_a_head_that_says_nothing_is_no_branch(tmp_path: Path, head: bytes) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_bytes(head)
    assert not branch_in(tmp_path)


@pytest.mark.parametrize(
    "said", ["", "gitdir:", "gitdir: /nowhere", "gitdir: //host/share", "gitdir: \\\\host\\share", "x: y", "gitdir: \0"]
)
def test_a_git_file_that_leads_nowhere_is_no_branch(tmp_path: Path, said: str) -> None:
    (tmp_path / ".git").write_text(said, encoding="utf-8")
    assert not branch_in(tmp_path)


def test_no_project_has_no_branch(tmp_path: Path) -> None:
    assert not branch_in(None)
    assert not branch_in(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_in_the_place_of_head_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    os.mkfifo(tmp_path / ".git" / "HEAD")
    assert not branch_in(tmp_path)
