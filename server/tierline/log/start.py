"""Where records go. Nothing is imported, made or opened before the first one."""

import logging
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Level = Literal["debug", "info", "warning", "error", "off"]
LEVELS: Mapping[str, int] = MappingProxyType(
    {
        "debug": logging.DEBUG,
        "info": logging.INFO,
        "warning": logging.WARNING,
        "error": logging.ERROR,
        "off": logging.CRITICAL + 1,
    }
)


def log_file() -> Path:
    """Return where the log is, or would be."""
    from platformdirs import user_log_path

    return user_log_path("tierline", appauthor=False) / "tierline.jsonl"


class _WhenNeeded(logging.Handler):
    """Opens the file at the first record."""

    _file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            self._file = _opened()
        self._file.handle(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def _opened() -> logging.Handler:
    from tierline.log.file import PrivateRotatingFile
    from tierline.log.lines import JsonLine, OursOrGrave

    try:
        handler: logging.Handler = PrivateRotatingFile(log_file())
    except OSError:
        # ``tierline doctor`` says so; a task has other worries.
        return logging.NullHandler()
    handler.setFormatter(JsonLine())
    handler.addFilter(OursOrGrave())
    return handler


class _Stderr(logging.StreamHandler):  # type: ignore[type-arg] # generic in the stubs alone before 3.12
    """Formats like the file, for people; imports that at the first record too."""

    def format(self, record: logging.LogRecord) -> str:
        from tierline.log.lines import PlainLine

        return PlainLine().format(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 logging's own name
        """Keep silent: ``logging`` would print the record, without any defence."""


@cache
def keep_log(*, stderr: bool = False) -> None:
    """Write records to the log file from now on, and with ``stderr`` warnings to standard error too. Once is enough."""
    root = logging.getLogger()
    root.addHandler(_the_file())
    if stderr:
        told = _Stderr(sys.stderr)
        told.setLevel(logging.WARNING)
        root.addHandler(told)
    # What is written is each handler's matter; records below a warning are ours alone.
    logging.getLogger("tierline").setLevel(logging.DEBUG)


@cache
def _the_file() -> logging.Handler:
    handler = _WhenNeeded(logging.INFO)
    handler.set_name("tierline")
    return handler


def set_level(name: str) -> None:
    """Write records of this level and above; one of ``LEVELS``."""
    _the_file().setLevel(LEVELS[name])
