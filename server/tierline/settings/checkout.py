"""The branch that is checked out, read from git's own files: no process is started, and nothing fails."""

import os
import stat
from pathlib import Path

_LONGEST_BYTES = 4096
_BRANCH = "ref: refs/heads/"
_INVALID = ".invalid"
"""What repositories that keep their references elsewhere write for old readers."""

_known: dict[Path, tuple[tuple[int, int, int], str]] = {}
"""By the path of a HEAD: how it stood when it was read, and the branch in it."""


def branch_of(folder: Path) -> str:
    """Return the branch of the repository that ``folder`` is the top of; empty if there is none, or no branch."""
    try:
        head = git_folder(folder / ".git") / "HEAD"
        found = head.stat()
        as_it_stands = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = _known.get(head)
        if known is None or known[0] != as_it_stands:
            known = (as_it_stands, _branch_in(read_small(head, _LONGEST_BYTES)))
            _known[head] = known
    except (OSError, ValueError):
        return ""
    return known[1]


def git_folder(place: Path) -> Path:
    """Return git's folder: ``place``, or in a worktree or submodule the one that the file there names."""
    if place.is_dir():
        return place
    said, _, named = read_small(place, _LONGEST_BYTES).partition(":")
    target = named.strip()
    if said != "gitdir" or target.startswith(("//", "\\\\")):
        # A share of another machine is not asked: that alone would hand it a log-in.
        raise ValueError(said)
    return place.parent / target


def _branch_in(head: str) -> str:
    name = head.strip().removeprefix(_BRANCH) if head.startswith(_BRANCH) else ""
    return name if name.isprintable() and name != _INVALID else ""


def read_small(path: Path, most_bytes: int) -> str:
    """Return the text of an ordinary file of at most ``most_bytes``.

    Raises:
        OSError: it can't be read.
        ValueError: it is longer, no ordinary file (a pipe may never end) or no UTF-8.
    """
    return read_small_bytes(path, most_bytes).decode("utf-8-sig")


def read_small_bytes(path: Path, most_bytes: int) -> bytes:
    """Return what is in an ordinary file of at most ``most_bytes``.

    Raises:
        OSError: it can't be read.
        ValueError: it is longer, or no ordinary file.
    """
    # Opened without waiting: a pipe without a writer would hold everything up.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("it is no ordinary file")
        raw = file.read(most_bytes + 1)
    if len(raw) > most_bytes:
        raise ValueError(f"it has more than {most_bytes:,} bytes")
    return raw
