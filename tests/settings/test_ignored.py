"""Which files on a disk are kept back, by which line; git itself is asked where it has an opinion."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tierline.privacy.ignore import Ignored
from tierline.settings import ignored
from tierline.settings.ignored import question, refusal


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of the test's own, so that the developer's excludes don't count."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path / "home"))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
        (tmp_path / "home").mkdir()
        yield tmp_path / "home"


def repository(top: Path, files: dict[str, str]) -> Path:
    top.mkdir(parents=True)
    subprocess.run(["git", "init", "-q"], cwd=top, check=True)
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    return top


PATHS = (
    *("a.py", "x.log", "keep.log", "app/x.log", "app/keep.log", "app/local.py", "local.py", "build/a/b.js", ".env"),
    *("app/.env", "mine.txt", "app/mine.txt", "notes.swp", "app/deep/er/local.py"),
)


@pytest.mark.parametrize("named", [True, False], ids=["named excludes", "git's own place"])
def test_what_git_ignores_is_what_is_kept_back(tmp_path: Path, home: Path, *, named: bool) -> None:
    place = home / ("excludes" if named else ".config/git/ignore")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("*.swp\n")
    if named:
        (home / ".gitconfig").write_text("[core]\n\texcludesFile = ~/excludes\n")
    top = repository(
        tmp_path / "project",
        {
            ".gitignore": "*.log\nbuild/\n.env\n",
            "app/.gitignore": "!keep.log\nlocal.*\n",
            ".git/info/exclude": "mine.*\n",
        },
    )
    said = subprocess.run(
        ["git", "check-ignore", "--no-index", "--", *PATHS], cwd=top, capture_output=True, text=True, check=False
    )
    assert [path for path in PATHS if ignored(top / path, top)] == said.stdout.split("\n")[:-1]
    assert ignored(top / "a.swp", top) == Ignored(str(place), "*.swp")
    assert ignored(top / "app/local.py", top) == Ignored("app/.gitignore", "local.*")


@pytest.mark.parametrize("version", [2, 3, 4])
def test_what_git_follows_although_a_pattern_names_it_may_be_sent(tmp_path: Path, version: int) -> None:
    tracked = ("build/a/b.js", "build/a/bc.js", "build/é.js", "build/" + "long/" * 40 + "x.js", "plain.js", "z.log")
    left = ("build/own.js", "build/a/b", "y.log")
    top = repository(tmp_path / "project", {".gitignore": "build/\n*.log\n"} | dict.fromkeys((*tracked, *left), "1\n"))
    subprocess.run(["git", "add", "-f", "--", *tracked], cwd=top, check=True)
    subprocess.run(["git", "update-index", f"--index-version={version}"], cwd=top, check=True)
    if version > 2:
        # Only with such an entry is an index really of version 3.
        subprocess.run(["git", "update-index", "--skip-worktree", "plain.js"], cwd=top, check=True)
    assert (top / ".git/index").read_bytes()[7] == version
    assert [name for name in (*tracked, *left) if ignored(top / name, top)] == list(left)
    subprocess.run(["git", "rm", "-q", "--cached", "build/a/b.js"], cwd=top, check=True)
    assert ignored(top / "build/a/b.js", top), "it is followed no more"


def test_an_index_that_cannot_be_read_allows_nothing(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", {".gitignore": "*.log\n", "a.log": ""})
    subprocess.run(["git", "add", "-f", "a.log"], cwd=top, check=True)
    index = (top / ".git/index").read_bytes()
    assert ignored(top / "a.log", top) is None
    for broken in (
        b"",
        index[:70],
        b"DIRC" + index[4:8] + b"\xff" * 4,
        b"X" + index[1:],
        index[:7] + b"\x09" + index[8:],
    ):
        (top / ".git/index").write_bytes(broken)
        assert ignored(top / "a.log", top) == Ignored(".gitignore", "*.log")


def test_aiignore_keeps_back_what_git_follows_and_counts_without_git_too(tmp_path: Path) -> None:
    (tmp_path / ".aiignore").write_text("# mine\nsecrets/\n")
    assert ignored(tmp_path / "secrets/a/b.py", tmp_path) == Ignored(".aiignore", "secrets/")
    assert ignored(tmp_path / "other.py", tmp_path) is None
    top = repository(tmp_path / "project", {".gitignore": "*.py\n", "app/.aiignore": "*.py\n", "app/a.py": ""})
    subprocess.run(["git", "add", "-f", "app/a.py"], cwd=top, check=True)
    assert ignored(top / "app/a.py", top) == Ignored("app/.aiignore", "*.py")


def test_a_changed_ignore_file_counts_at_once(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", {".gitignore": "a.py\n"})
    assert ignored(top / "a.py", top)
    (top / ".gitignore").write_text("something-else.py\n")
    assert ignored(top / "a.py", top) is None


def test_the_repository_around_an_opened_subfolder_counts(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", {".gitignore": "*.key\n", "app/a.py": ""})
    assert ignored(top / "app/server.key", top / "app") == Ignored(".gitignore", "*.key")


def test_within_a_repository_that_lies_in_another_the_outer_one_says_nothing(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", {".gitignore": "*.py\n", ".aiignore": "*.txt\n"})
    repository(top / "inner", {})
    assert ignored(top / "inner/a.py", top) is None
    assert ignored(top / "inner/a.txt", top) == Ignored(".aiignore", "*.txt")


def test_a_worktree_has_its_repositorys_excludes(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", {".git/info/exclude": "mine.*\n"})
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "a"], cwd=top, check=True)
    subprocess.run([*git, "worktree", "add", "-q", "../tree"], cwd=top, check=True, capture_output=True)
    assert ignored(tmp_path / "tree/mine.txt", tmp_path / "tree") == Ignored(".git/info/exclude", "mine.*")


def test_a_link_to_an_ignored_file_is_one(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", {".gitignore": ".env\n", ".env": "A=1\n"})
    (top / "plain.py").symlink_to(top / ".env")
    assert ignored(top / "plain.py", top) == Ignored(".gitignore", ".env")


def test_what_lies_in_no_project_may_be_sent(tmp_path: Path) -> None:
    assert ignored(tmp_path / "a.py", None) is None
    assert ignored(Path("untitled"), tmp_path) is None


def test_the_user_is_told_by_which_line_and_how_to_allow_it() -> None:
    found = Ignored("app/.gitignore", "local.*")
    said = refusal("app/local.py", found)
    assert said.code == "ignored-file"
    assert all(word in str(said) for word in ("app/local.py", "app/.gitignore", "'local.*'", "sendIgnored"))
    assert all(word in question("app/local.py", found) for word in ("app/local.py", "'local.*'"))
