"""What this machine has, and what is installed on it unasked for tests that need it."""

import os
import shutil
import sys
from pathlib import Path
from tempfile import gettempdir
from typing import NoReturn

import pytest

from support.programs import ended


def unavailable(sentence: str) -> NoReturn:
    """Skip, saying what is missing; in CI nothing may be missing, so fail there."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def debian_like() -> bool:
    return bool(shutil.which("apt-get")) and Path("/etc/debian_version").exists()


def debian_program(program: str, *packages: str) -> str:
    """Return the path of a program, installed from Debian's packages where that can be done unasked."""
    found = shutil.which(program)
    if not found and debian_like() and os.geteuid() == 0:
        install(*packages)
        found = shutil.which(program)
    return found or unavailable(f"{program} is not on the PATH; Debian has it in {packages[0]}")


def debian_file(path: Path, package: str) -> Path:
    """Return ``path``, after its package was installed where that can be done unasked."""
    if not path.exists() and debian_like() and os.geteuid() == 0:
        install(package)
    return path if path.exists() else unavailable(f"there is no {path}; Debian has it in {package}")


def install(*packages: str) -> None:
    """Install Debian's packages. Whether it went well shows in what is there afterwards."""
    # One at a time: other editors are installed beside, by scripts that take the same lock. What a package starts
    # must not hold it on.
    lock = ["flock", "-o", "-w", "300", str(Path(gettempdir(), "tierline-apt.lock"))]
    apt = [*lock, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    ended([*apt, "update"], within_s=600)
    ended([*apt, "install", "-y", "--no-install-recommends", *packages], within_s=600)


def server_program() -> str:
    """Return the path of the server's program: as told, or the one beside this Python, or on the PATH."""
    beside = shutil.which("tierline", path=Path(sys.executable).parent)
    program = shutil.which(os.environ.get("TIERLINE_CMD") or beside or "tierline")
    if not program:
        unavailable("the program tierline is not on the PATH; `pip install -e .` or set TIERLINE_CMD")
    return str(Path(program).absolute())
