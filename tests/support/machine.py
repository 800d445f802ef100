"""What this machine has, and what is installed on it unasked for tests that need it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir
from typing import NoReturn

import pytest


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
        # One at a time: other editors are installed beside, by scripts that take the same lock.
        # What a package starts must not inherit the lock.
        lock = ["flock", "--close", "--wait", "300", Path(gettempdir(), "tierline-apt.lock")]
        apt = [*lock, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        subprocess.run([*apt, "update"], check=False)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=False)
        found = shutil.which(program)
    return found or unavailable(f"{program} is not on the PATH; Debian has it in {packages[0]}")


def server_program() -> str:
    """Return the path of the server's program: as told, or the one beside this Python, or on the PATH."""
    beside = shutil.which("tierline", path=Path(sys.executable).parent)
    program = shutil.which(os.environ.get("TIERLINE_CMD") or beside or "tierline")
    if not program:
        unavailable("the program tierline is not on the PATH; `pip install -e .` or set TIERLINE_CMD")
    return str(Path(program).absolute())
