"""Real editors without a client of ours, set up as ``editors/README.md`` says."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.machine import debian_file, debian_program, server_program, unavailable
from support.programs import ended

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


@pytest.fixture(scope="session")
def emacs() -> str:
    return debian_program("emacs", "emacs-nox", "elpa-eglot")


@pytest.fixture(scope="session")
def vim() -> str:
    """Path of Vim, which finds ALE among its packages."""
    debian_file(Path("/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale"), "vim-ale")
    return debian_program("vim", "vim")


@pytest.fixture(scope="session")
def tmux() -> str:
    return debian_program("tmux", "tmux")


@pytest.fixture(scope="session")
def helix() -> str:
    """Path of Helix: the one on the PATH, else one fetched into ``.cache/helix``."""
    found = shutil.which("hx") or shutil.which("helix")
    if found:
        return found
    if not shutil.which("apt-get"):
        unavailable("Helix is not on the PATH, and this machine has no apt to fetch it with")
    fetch = [REPOSITORY / "tests/editors/nvim/get-nvim.sh", REPOSITORY / ".cache" / "helix", "hx", "hx"]
    fetched = ended(fetch, within_s=600)
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
    simulated = tmp_path / "bin" / "tierline"
    simulated.parent.mkdir()
    simulated.write_text(f'#!/bin/sh\nexec "{server_program()}" "$@" --sandbox\n')
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
