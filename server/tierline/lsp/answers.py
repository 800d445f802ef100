"""Answers for editors without a client of ours: a document to read, as any LSP editor can show one."""

import asyncio
import os
import re
from contextlib import suppress
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path

KEPT_FILES = 20
SHOWN_WITHIN_S = 10.0

_PREFIX = "answer-"
_ODD = re.compile(r"[^\w-]", re.ASCII)


async def show(server: LanguageServer, folder: Path, task_id: str, text: str) -> None:
    """Show ``text`` in a document of its own, or in a message where the editor can't open one.

    The file is the user's alone; the oldest beyond ``KEPT_FILES`` are removed.
    """
    window = server.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        # What was paid for is shown, though no file can be written.
        with suppress(OSError):
            path = await asyncio.to_thread(_write, folder, task_id, text)
            uri = from_fs_path(str(path))
            if uri and await _opened(server, uri):
                return
    server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))


async def _opened(server: LanguageServer, uri: str) -> bool:
    try:
        async with asyncio.timeout(SHOWN_WITHIN_S):
            reply = await server.window_show_document_async(types.ShowDocumentParams(uri=uri, take_focus=False))
    except (TimeoutError, JsonRpcException):
        return False
    return reply.success


def _write(folder: Path, task_id: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # An id may be the client's own, and anything; the name of a file may not.
    path = folder / f"{_PREFIX}{_ODD.sub('_', task_id)}.md"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    for old in sorted(folder.glob(f"{_PREFIX}*.md"), key=_written_at)[:-KEPT_FILES]:
        old.unlink(missing_ok=True)
    return path


def _written_at(path: Path) -> float:
    """Return when a file was written; 0 where another task, or another editor, has just removed it."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
