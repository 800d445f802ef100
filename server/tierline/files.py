"""Files that are whole or not there, whenever the process or the machine stops."""

import os
import tempfile
from pathlib import Path


def private_folder(folder: Path) -> None:
    """Make ``folder``, and the one around it, readable by their user alone."""
    # One by one: those that ``parents`` makes are open to others.
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``: whoever reads meanwhile sees the old file or the new one.

    Raises:
        OSError: it can't be written; what was there is untouched.
    """
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _settle(path.parent)


TEMPORARY = ".unfinished-"
"""How files begin that are not yet whole; one that was left behind may be removed."""


def _settle(folder: Path) -> None:
    """Make the new name survive a power cut, where folders can be synced at all."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
