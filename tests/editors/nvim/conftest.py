"""A real Neovim for the tests: the one on the PATH if it is new enough, else one fetched into ``.cache/nvim``."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
OLDEST = (0, 10)
STYLUA = "@johnnymorganz/stylua-bin@2.5.2"


def unavailable(sentence: str) -> NoReturn:
    """Skip, saying what is missing; in CI nothing may be missing, so fail there."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def debian_like() -> bool:
    return bool(shutil.which("apt-get")) and Path("/etc/debian_version").exists()


def version_of(nvim: str) -> tuple[int, int]:
    shown = subprocess.run([nvim, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"NVIM v(\d+)\.(\d+)", shown)
    return (int(found[1]), int(found[2])) if found else (0, 0)


@pytest.fixture(scope="session")
def nvim() -> str:
    """Path of a Neovim that the client supports."""
    installed = shutil.which("nvim")
    if installed and version_of(installed) >= OLDEST:
        return installed
    if not debian_like():
        unavailable("Neovim 0.10 or newer is not on the PATH, and this machine has no apt to fetch it with")
    folder = REPOSITORY / ".cache" / "nvim" / os.environ.get("NVIM_SUITE", "newest")
    fetched = subprocess.run([HERE / "get-nvim.sh", folder], capture_output=True, text=True, check=False)
    if fetched.returncode:
        unavailable(f"Neovim 0.10 or newer could not be fetched: {fetched.stderr.strip()}")
    return fetched.stdout.split()[-1]


@pytest.fixture(scope="session")
def tierline() -> str:
    """Path of the server's program: as told, or the one installed beside this Python, or on the PATH."""
    beside = shutil.which("tierline", path=Path(sys.executable).parent)
    program = shutil.which(os.environ.get("TIERLINE_CMD") or beside or "tierline")
    if not program:
        unavailable("the program tierline is not on the PATH; `pip install -e .` or set TIERLINE_CMD")
    return str(Path(program).absolute())


@pytest.fixture(scope="session")
def tmux() -> str:
    """Path of tmux; installed where that can be done unasked."""
    program = shutil.which("tmux")
    if not program and debian_like() and os.geteuid() == 0:
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        subprocess.run([*apt, "update"], check=False)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", "tmux"], check=False)
        program = shutil.which("tmux")
    return program or unavailable("tmux is not on the PATH: the tests of the screen need it")


@pytest.fixture(scope="session")
def luacheck() -> str:
    """Path of luacheck; installed where that can be done unasked."""
    program = shutil.which("luacheck")
    if not program and debian_like() and os.geteuid() == 0:
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        subprocess.run([*apt, "update"], check=False)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", "lua-check"], check=False)
        program = shutil.which("luacheck")
    return program or unavailable("luacheck is not on the PATH; Debian has it as lua-check")


@pytest.fixture(scope="session")
def stylua() -> str:
    """Path of stylua: on the PATH, or fetched with npm into ``.cache``."""
    folder = REPOSITORY / ".cache" / "stylua"
    program, npm = shutil.which("stylua", path=f"{os.environ['PATH']}:{folder}/node_modules/.bin"), shutil.which("npm")
    if not program and npm:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefix", folder, STYLUA], check=False)
        program = shutil.which("stylua", path=f"{folder}/node_modules/.bin")
    return program or unavailable("stylua is not on the PATH, and there is no npm to fetch it with")


@pytest.fixture
def environment(tierline: str, tmp_path: Path) -> dict[str, str]:
    """Environment of a Neovim that knows nothing of this machine's user: no configuration, no data, no key."""
    home = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    mine = {"HOME": str(tmp_path), "TIERLINE_CMD": tierline, "LANG": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if name not in ("OPENROUTER_API_KEY", "NVIM")}
    return kept | home | mine
