"""Writing into the user's file: all of it or nothing, and never over somebody else's change."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from tierline.cli.target import BadTarget, shown


def check_writable(path: Path) -> None:
    """Let a file pass that can be replaced; asked before money is spent.

    Raises:
        BadTarget: it is read-only, or its folder is.
    """
    real = path.resolve()
    # The superuser may write everything; a file that is marked read-only is meant to stay as it is all the same.
    if not real.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(real, os.W_OK):
        raise BadTarget(f"{shown(path)} is read-only; make it writable, or leave out --write.", "read-only")
    if not os.access(real.parent, os.W_OK | os.X_OK):
        raise BadTarget(f"The folder {shown(real.parent)} is read-only; leave out --write.", "read-only")


def replace(path: Path, old: bytes, new: bytes) -> None:
    """Put ``new`` in the place of ``old``, keeping the file's mode and owner, and the link that leads to it.

    Whoever reads meanwhile sees one or the other; a power cut leaves one or the other.

    Raises:
        BadTarget: the file no longer holds ``old``, or can't be written; it is untouched.
    """
    real = path.resolve()
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".tierline-", dir=real.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(handle)
        _like(real, temporary)
        if real.read_bytes() != old:
            raise BadTarget(
                f"{shown(path)} changed meanwhile; nothing was written. Run the task again.", "file-changed"
            )
        temporary.replace(real)
        temporary = None
    except OSError as error:
        raise BadTarget(
            f"{shown(path)} can't be written ({error.strerror}) and is as it was; check it.", "read-only"
        ) from None
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _like(real: Path, temporary: Path) -> None:
    before = real.stat()
    if hasattr(os, "chown"):
        # Giving a file away takes rights that its owner may not have; it is then the writer's.
        with suppress(PermissionError):
            os.chown(temporary, before.st_uid, before.st_gid)
    temporary.chmod(stat.S_IMODE(before.st_mode))


def put(path: Path, content: bytes) -> None:
    """Write a file of our own making: whoever reads meanwhile sees the old one, if there was one, or all of the new.

    Raises:
        OSError: it can't be written.
    """
    handle, name = tempfile.mkstemp(prefix=".tierline-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def create(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, with the folders around it.

    Raises:
        BadTarget: there is something of that name now, or it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise BadTarget(f"{shown(path)} came into being meanwhile; nothing was written.", "file-changed") from None
    except OSError as error:
        raise BadTarget(f"{shown(path)} can't be written ({error.strerror}); check its folder.", "read-only") from None
