"""What can be said of the Lua code without running it: its form, and names that nobody knows."""

import subprocess
from pathlib import Path

import pytest

CASES = Path(__file__).parent
CLIENT = CASES.parents[2] / "editors" / "nvim"

pytestmark = pytest.mark.editor


def checked(*command: str | Path) -> None:
    ended = subprocess.run(command, cwd=CLIENT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_luacheck_finds_nothing(luacheck: str) -> None:
    checked(luacheck, "--quiet", "--no-cache", ".", CASES)


def test_stylua_would_change_nothing(stylua: str) -> None:
    checked(stylua, "--config-path", CLIENT / "stylua.toml", "--check", ".", CASES)
