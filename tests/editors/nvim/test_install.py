"""Ways to install the plugin besides a native package, which the screens have; and the configuration for reports."""

import os
import shutil
from pathlib import Path

import pytest
from support.programs import ended

CLIENT = Path(__file__).parents[3] / "editors" / "nvim"
EXPLAIN = """
vim.cmd('1,2Tierline explain')
vim.wait(30000, function()
  return require('tierline').statusline():find('$', 1, true) ~= nil
end)
print(require('tierline').statusline())
"""
"""Ask for an answer, and tell what the status line says then."""

pytestmark = pytest.mark.editor


@pytest.fixture
def code(tmp_path: Path) -> Path:
    file = tmp_path / "a.py"
    file.write_text("def one():\n    return 1\n")
    return file


@pytest.fixture
def on_the_path(environment: dict[str, str], tierline: str) -> dict[str, str]:
    """The environment of a user whose PATH has ``tierline``."""
    return environment | {"PATH": f"{Path(tierline).parent}{os.pathsep}{environment['PATH']}"}


def said(nvim: str, *arguments: str, code: Path, env: dict[str, str]) -> str:
    script = code.with_name("explain.lua")
    script.write_text(EXPLAIN)
    done = ended([nvim, "--headless", *arguments, code, f"+luafile {script}", "+qa!"], within_s=120, env=env)
    assert "Error" not in done.stderr, done.stderr
    return done.stderr


def test_a_rock_has_all_that_the_plugin_needs(
    luarocks: str, nvim: str, on_the_path: dict[str, str], code: Path, tmp_path: Path
) -> None:
    clone, tree = tmp_path / "clone", tmp_path / "rocks"
    shutil.copytree(CLIENT, clone)
    made = ended([luarocks, "--lua-version", "5.1", "--tree", tree, "make"], within_s=120, cwd=clone, env=on_the_path)
    assert made.returncode == 0, made.stderr
    (rock,) = tree.glob("lib/luarocks/rocks-5.1/tierline.nvim/*/")
    assert (rock / "doc" / "tierline.txt").exists()
    # As rocks.nvim does it: the modules on Lua's own path, the rest of the rock on the runtimepath.
    path = f"package.path = package.path .. ';{tree}/share/lua/5.1/?.lua;{tree}/share/lua/5.1/?/init.lua'"
    simulated = "vim.g.tierline = { cmd = { 'tierline', 'serve', '--sandbox' } }"
    setup = ("--cmd", f"lua {path} {simulated}", "--cmd", f"set rtp^={rock}")
    assert "sandbox · " in said(nvim, "--clean", *setup, code=code, env=on_the_path)


def test_the_configuration_for_reports_works_as_it_is(nvim: str, on_the_path: dict[str, str], code: Path) -> None:
    assert "sandbox · " in said(nvim, "-u", str(CLIENT / "repro.lua"), code=code, env=on_the_path)


def test_the_server_is_found_nowhere_and_help_is_offered(nvim: str, environment: dict[str, str], code: Path) -> None:
    nothing = environment | {"PATH": "/nowhere"}
    done = ended(
        [nvim, "--headless", "-u", CLIENT / "repro.lua", code, "+Tierline explain", "+qa!"], within_s=60, env=nothing
    )
    assert "pipx install" in done.stderr
