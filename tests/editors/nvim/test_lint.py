"""What can be said of the Lua code without running it: its form, and names that nobody knows."""

from pathlib import Path

import pytest
from support.programs import ended

CASES = Path(__file__).parent
CLIENT = CASES.parents[2] / "editors" / "nvim"

pytestmark = pytest.mark.editor


def checked(*command: str | Path) -> None:
    done = ended(command, within_s=120, cwd=CLIENT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_luacheck_finds_nothing(luacheck: str) -> None:
    checked(luacheck, "--quiet", "--no-cache", ".", CASES)


def test_stylua_would_change_nothing(stylua: str) -> None:
    checked(stylua, "--config-path", CLIENT / "stylua.toml", "--check", ".", CASES)
