"""Which process holds money, and whether it still runs."""

import os
import sys
from functools import cache
from pathlib import Path


def this_process() -> str:
    """Return the name of this process: its id, and where the system tells it, the time it began."""
    return _named(os.getpid())


@cache
def _named(process: int) -> str:
    return f"{process}:{_began(process)}"


def is_alive(owner: str) -> bool:
    """Whether that process runs, as far as one can tell; where one can't, it is taken to run until its lease ends.

    An id that another process has by now is told apart by the time at which it began. The processes of another
    container look dead from here: then money that they hold is called a risk, and counts as before.
    """
    process, _, began = owner.partition(":")
    # Windows has no signal that only asks.
    if not process.isdecimal() or sys.platform == "win32":
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not began or began == _began(int(process))


def _began(process: int) -> str:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The name in brackets may hold blanks and brackets; 20 fields after it stands the start, in ticks since boot.
    return stat.rpartition(")")[2].split()[19]
