"""The names of a project's files, without what no person writes: to see where its tests are."""

import os
from pathlib import Path

MOST = 20_000
"""Entries that are looked at: a project that is larger shows its customs long before."""

_NOT_OURS = frozenset(
    {
        "node_modules", "bower_components", "vendor", "target", "build", "dist", "out", "bin", "obj", "coverage",
        "__pycache__", "venv", "env", "site-packages", "Pods", "DerivedData", "_build", "deps",
    }
)  # fmt: skip


def files_in(root: Path) -> tuple[str, ...]:
    """Return the files of the project in ``root``, relative to it, with ``/``; the nearest to the top first.

    Hidden folders and those of programs are left out, and links to folders. Never fails; blocks for as long as the
    disk takes.
    """
    found: list[str] = []
    waiting = [Path()]
    looked = 0
    while waiting and looked < MOST:
        folder = waiting.pop(0)
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError:
            continue
        looked += len(entries)
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".") and entry.name not in _NOT_OURS:
                        waiting.append(folder / entry.name)
                elif entry.is_file():
                    found.append((folder / entry.name).as_posix())
            except OSError:
                continue
    return tuple(found)
