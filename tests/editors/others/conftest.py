"""Real editors without a client of ours, set up as ``editors/README.md`` says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from typing import NoReturn

import pytest

REPOSITORY = Path(__file__).parents[3]
GUIDE = REPOSITORY / "editors" / "README.md"

CODE = """\
def mean(prices = []):
    total = 0
    for price in prices:
        if price == None:
            continue
        total += price
    try:
        return total / len(prices)
    except:
        return None
"""


def unavailable(sentence: str) -> NoReturn:
    """Skip, saying what is missing; in CI nothing may be missing, so fail there."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def installed(program: str, *packages: str) -> str:
    """Return the path of a program, installed from Debian's packages where that can be done unasked."""
    found = shutil.which(program)
    if not found and shutil.which("apt-get") and os.geteuid() == 0:
        # One at a time: the other editors are installed beside.
        apt = ["flock", Path(gettempdir(), "tierline-apt.lock"), "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        subprocess.run([*apt, "update"], check=False)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=False)
        found = shutil.which(program)
    return found or unavailable(f"{program} is not on the PATH; Debian has it in {packages[0]}")


@pytest.fixture(scope="session")
def emacs() -> str:
    return installed("emacs", "emacs-nox", "elpa-eglot")


@pytest.fixture(scope="session")
def tmux() -> str:
    return installed("tmux", "tmux")


@pytest.fixture(scope="session")
def helix() -> str:
    """Path of Helix: the one on the PATH, else one fetched into ``.cache/helix``."""
    found = shutil.which("hx") or shutil.which("helix")
    if found:
        return found
    if not shutil.which("apt-get"):
        unavailable("Helix is not on the PATH, and this machine has no apt to fetch it with")
    fetch = [REPOSITORY / "tests/editors/nvim/get-nvim.sh", REPOSITORY / ".cache" / "helix", "hx", "hx"]
    fetched = subprocess.run(fetch, capture_output=True, text=True, check=False)
    if fetched.returncode:
        unavailable(f"Helix could not be fetched: {fetched.stderr.strip()}")
    return fetched.stdout.split()[-1]


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A file with three faults that the simulation mends."""
    file = tmp_path / "work" / "mean.py"
    file.parent.mkdir()
    file.write_text(CODE)
    return file


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home where nothing is yet, and a PATH on which ``tierline`` is answered by the simulation."""
    beside = shutil.which("tierline", path=Path(sys.executable).parent)
    program = shutil.which(os.environ.get("TIERLINE_CMD") or beside or "tierline")
    if not program:
        unavailable("the program tierline is not on the PATH; `pip install -e .` or set TIERLINE_CMD")
    simulated = tmp_path / "bin" / "tierline"
    simulated.parent.mkdir()
    simulated.write_text(f'#!/bin/sh\nexec "{Path(program).absolute()}" "$@" --sandbox\n')
    simulated.chmod(0o755)
    home = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    path = f"{simulated.parent}:{os.environ['PATH']}"
    return {"HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "xterm-256color", "PATH": path, **home}


@pytest.fixture(scope="session")
def configuration() -> Callable[[str], str]:
    """What the guide says is to be written, by its language."""

    def block(language: str) -> str:
        found = re.search(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
        assert found, f"{GUIDE} has no block in {language}"
        return found[1]

    return block
