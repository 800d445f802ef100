"""Work-done progress with cancel, for clients that have it."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer

if TYPE_CHECKING:
    from concurrent.futures import Future

CLIENT_TOKEN: ContextVar[types.ProgressToken | None] = ContextVar("client_token", default=None)
"""The ``workDoneToken`` that came with the request that is being handled."""

Report = Callable[[str], None]


@asynccontextmanager
async def work_done(server: LanguageServer, title: str, cancel: Callable[[], object]) -> AsyncIterator[Report]:
    """Show ``title`` as running work; ``cancel`` is called when the user stops it there.

    A client that is slow to accept a token delays nothing: until it has, reports are dropped.
    """
    progress = server.work_done_progress
    begin = types.WorkDoneProgressBegin(title=title, cancellable=True)
    token = CLIENT_TOKEN.get()
    accepted: asyncio.Event = asyncio.Event()

    def start(token: types.ProgressToken) -> None:
        progress.begin(token, begin)
        progress.tokens[token].add_done_callback(_if_cancelled(cancel))
        accepted.set()

    creating: asyncio.Task[None] | None = None
    if token is not None:
        start(token)
    elif _has_progress(server):
        token = str(uuid.uuid4())
        creating = asyncio.create_task(_create(server, token, start))

    def report(message: str) -> None:
        if token is not None and accepted.is_set():
            progress.report(token, types.WorkDoneProgressReport(message=message))

    try:
        yield report
    finally:
        if creating is not None and not accepted.is_set():
            creating.cancel()
        elif token is not None and accepted.is_set():
            progress.end(token, types.WorkDoneProgressEnd())
            progress.tokens.pop(token, None)


async def _create(
    server: LanguageServer, token: types.ProgressToken, start: Callable[[types.ProgressToken], None]
) -> None:
    await server.work_done_progress.create_async(token)
    start(token)


def _has_progress(server: LanguageServer) -> bool:
    window = server.client_capabilities.window
    return bool(window and window.work_done_progress)


def _if_cancelled(cancel: Callable[[], object]) -> Callable[["Future[object]"], None]:
    def done(future: "Future[object]") -> None:
        if future.cancelled():
            cancel()

    return done
