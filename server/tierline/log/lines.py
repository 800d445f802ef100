"""A record as one line of JSON, or as one line for people."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from tierline.log.redact import redacted
from tierline.log.request import current_request

LONGEST = 500
"""Characters of a message or a field."""
DEEPEST = 20
"""Frames of a traceback, the innermost."""


class OursOrGrave(logging.Filter):
    """Lets our own records through, and of others the warnings: they tell too much below."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record may be written."""
        return is_ours(record) or record.levelno >= logging.WARNING


def is_ours(record: logging.LogRecord) -> bool:
    """Say whether one of our modules wrote it."""
    return record.name == "tierline" or record.name.startswith("tierline.")


def message(record: logging.LogRecord) -> str:
    """Return what a record says, in one line without secrets.

    Of others' records the first line of the template alone: what they fill in may be a whole message of the editor.
    """
    said = record.getMessage() if is_ours(record) else str(record.msg)
    return _fit(" ".join(said.split("\n")) if is_ours(record) else said.partition("\n")[0])


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a record of ours says for programs: ``extra={"fields": {…}}``."""
    told = getattr(record, "fields", None)
    if not is_ours(record) or not isinstance(told, Mapping):
        return {}
    return {str(name): _plain(value) for name, value in told.items()}


class JsonLine(logging.Formatter):
    """One object: ``at``, ``level``, ``logger``, ``process``, ``request``, ``message``, ``fields``, ``error``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "request": _fit(current_request()),
            "message": message(record),
            "fields": fields(record),
            "error": _error(record),
        }
        return json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False)


class PlainLine(logging.Formatter):
    """The level, the request and the message, and where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        request = current_request()
        error = _error(record)
        came = f" ({error['type']} at {'; '.join(error['frames'][-1:])})" if error else ""
        return f"{record.levelname} {record.name}{_fit(f' [{request}]') if request else ''}: {message(record)}{came}"


def _error(record: logging.LogRecord) -> dict[str, Any] | None:
    """Return the type and the frames of the error that a record carries. Never its words: they may quote anything."""
    if not record.exc_info or record.exc_info[1] is None:
        return None
    error = record.exc_info[1]
    told = {"type": type(error).__name__, "code": getattr(error, "code", None), "frames": _frames(error.__traceback__)}
    return {name: _plain(value) if name == "code" else value for name, value in told.items() if value}


def _frames(trace: TracebackType | None) -> list[str]:
    found = []
    while trace:
        code = trace.tb_frame.f_code
        found.append(f"{'/'.join(Path(code.co_filename).parts[-2:])}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-DEEPEST:]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float) else _fit(str(value))


def _fit(text: str) -> str:
    # Long enough for any secret that begins within the limit to be seen whole.
    text = redacted(text[: 4 * LONGEST])
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
