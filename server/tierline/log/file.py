"""The file itself: the user's alone, bounded, and shared by all processes of the user's."""

import os
from io import TextIOWrapper
from logging import LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST_BYTES = 1_000_000
KEPT = 4
"""Older files, beside the one that is written."""


class PrivateRotatingFile(RotatingFileHandler):
    """Appends to a file that only its user may read; a full one is put aside, whichever process finds it full.

    A log that can't be written is no reason to stop anything, and none to print records elsewhere.
    """

    def __init__(self, path: Path) -> None:
        # One by one: those that ``parents`` makes are open to others.
        path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        super().__init__(path, maxBytes=LARGEST_BYTES, backupCount=KEPT, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        opened = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(opened, "a", encoding="utf-8", errors="replace")  # noqa: PTH123 of a descriptor

    def shouldRollover(self, record: LogRecord) -> bool:  # noqa: N802 logging's own name
        """Say whether the file is full; where another process has put it aside, the new one is opened first."""
        if self.stream and not self._is_current(self.stream):
            self.stream.close()
            self.stream = self._open()
        return bool(super().shouldRollover(record))

    def doRollover(self) -> None:  # noqa: N802 logging's own name
        """Put the full file aside; only one process does, and where it can't be done the file grows on."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(f"{self.baseFilename}.lock", timeout=0, mode=0o600):
                if Path(self.baseFilename).stat().st_size >= LARGEST_BYTES // 2:
                    super().doRollover()
        except (OSError, Timeout):
            self.stream = self.stream or self._open()

    def handleError(self, record: LogRecord) -> None:  # noqa: N802 logging's own name
        """Keep silent: ``logging`` would print the record, without any defence."""

    def _is_current(self, stream: TextIOWrapper) -> bool:
        try:
            there, ours = os.stat(self.baseFilename), os.fstat(stream.fileno())  # noqa: PTH116 as it is named
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)
