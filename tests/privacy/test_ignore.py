import subprocess
from pathlib import Path

import pytest

from tierline.privacy import IgnoreRules

RULES = IgnoreRules({
    ".aiignore": "secrets/\n*.pem\n!public.pem\n",
    ".gitignore": "build/\n.env\n*.log\n",
    "app/.gitignore": "!keep.log\nlocal.*\n",
})  # fmt: skip


@pytest.mark.parametrize(
    ("path", "by"),
    [
        ("main.py", ""),
        ("secrets/a/b.py", ".aiignore"),
        ("app/server.pem", ".aiignore"),
        ("public.pem", ""),
        (".env", ".gitignore"),
        ("app/.env", ".gitignore"),
        ("build/out.js", ".gitignore"),
        ("app/keep.log", ""),
        ("app/other.log", ".gitignore"),
        ("app/local.py", "app/.gitignore"),
        ("local.py", ""),
        ("", ""),
    ],
)
def test_a_file_is_kept_back_by_the_file_that_names_it(path: str, by: str) -> None:
    assert RULES.ignored_by(path) == by


def test_aiignore_cannot_take_back_what_git_ignores() -> None:
    rules = IgnoreRules({".aiignore": "!.env\n", ".gitignore": ".env\n"})
    assert rules.ignored_by(".env") == ".gitignore"


PATTERNS = "*.log\n!keep.log\n/top.py\ndocs/**/x.md\nout/\n!out/kept.py\n\\#hash\ntrailing \n# comment\na[bc].py\n"
PATHS = (
    *("a.log", "keep.log", "d/keep.log", "top.py", "d/top.py", "docs/x.md", "docs/a/b/x.md", "out/kept.py", "out"),
    *("#hash", "trailing", "ab.py", "ad.py", "d/e/f.log"),
)


def test_the_rules_are_read_as_git_reads_them(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text(PATTERNS)
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", "--", *PATHS], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    ours = [path for path in PATHS if IgnoreRules({".gitignore": PATTERNS}).ignored_by(path)]
    assert ours == done.stdout.split("\n")[:-1]
