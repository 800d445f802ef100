"""The log as the editor gets it: warnings as messages, and with trace on, each of our records as ``$/logTrace``."""

import asyncio
import json
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer


class EditorLog(logging.Handler):
    """Belongs to one connection, and to the event loop in which it is made; takes records of any thread."""

    def __init__(self, server: "LanguageServer") -> None:
        super().__init__(logging.DEBUG)
        self._server = server
        self._loop = asyncio.get_running_loop()

    def open(self) -> None:
        """Begin to tell."""
        logger = logging.getLogger("tierline")
        logger.setLevel(logging.DEBUG)
        logger.addHandler(self)

    def close(self) -> None:
        """Tell no more."""
        logging.getLogger("tierline").removeHandler(self)
        super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """Send the record, where the editor wants it."""
        trace = self._server.protocol.trace
        if record.levelno < logging.WARNING and trace in (None, types.TraceValue.Off):
            return
        from tierline.log.lines import PlainLine

        line = PlainLine().format(record)
        verbose = _verbose(record) if trace is types.TraceValue.Verbose else None
        tell = partial(self._tell, record.levelno, line, verbose)
        # The loop may have ended before a thread had its say.
        with suppress(RuntimeError):
            tell() if _running() is self._loop else self._loop.call_soon_threadsafe(tell)

    def _tell(self, level: int, line: str, verbose: str | None) -> None:
        if level >= logging.WARNING:
            kind = types.MessageType.Error if level >= logging.ERROR else types.MessageType.Warning
            self._server.window_log_message(types.LogMessageParams(kind, line))
        if self._server.protocol.trace not in (None, types.TraceValue.Off):
            self._server.log_trace(types.LogTraceParams(message=line, verbose=verbose))


def _verbose(record: logging.LogRecord) -> str | None:
    """Return all that a record says for programs, and what only the user may read."""
    from tierline.log.lines import fields
    from tierline.log.redact import redacted

    told = fields(record) | getattr(record, "aside", {})
    return redacted(json.dumps(told, ensure_ascii=False)) if told else None


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
