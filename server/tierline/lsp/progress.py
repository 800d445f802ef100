"""Work-done progress with cancel, for clients that have it."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

if TYPE_CHECKING:
    from concurrent.futures import Future

CLIENT_TOKEN: ContextVar[types.ProgressToken | None] = ContextVar("client_token", default=None)
"""The ``workDoneToken`` that came with the request that is being handled."""

Report = Callable[[str], None]


_creating: set["asyncio.Task[None]"] = set()


@asynccontextmanager
async def work_done(server: LanguageServer, title: str, cancel: Callable[[], object]) -> AsyncIterator[Report]:
    """Show ``title`` as running work; ``cancel`` is called when the user stops it there.

    A client that is slow to accept a token delays nothing: until it has, reports are dropped, and
    work that is over by then is not shown at all. The last report stays as the message of the end.
    """
    progress = server.work_done_progress
    shown: list[types.ProgressToken] = []
    over = False

    def start(token: types.ProgressToken) -> None:
        if over:
            # It was registered a moment ago, by the client's reply.
            progress.tokens.pop(token, None)
        else:
            progress.begin(token, types.WorkDoneProgressBegin(title=title, cancellable=True))
            progress.tokens[token].add_done_callback(_if_cancelled(cancel))
            shown.append(token)

    last: str | None = None

    def report(message: str) -> None:
        nonlocal last
        last = message
        for token in shown:
            progress.report(token, types.WorkDoneProgressReport(message=message))

    if (given := CLIENT_TOKEN.get()) is not None:
        start(given)
    elif _has_progress(server):
        # Not cancelled at the end: the client's reply must find somebody who waits for it.
        task = asyncio.create_task(_create(server, start))
        _creating.add(task)
        task.add_done_callback(_creating.discard)
    try:
        yield report
    finally:
        over = True
        for token in shown:
            progress.end(token, types.WorkDoneProgressEnd(message=last))
            progress.tokens.pop(token, None)


async def _create(server: LanguageServer, start: Callable[[types.ProgressToken], None]) -> None:
    token = str(uuid.uuid4())
    try:
        await server.work_done_progress.create_async(token)
    except JsonRpcException:
        return
    start(token)


def _has_progress(server: LanguageServer) -> bool:
    window = server.client_capabilities.window
    return bool(window and window.work_done_progress)


def _if_cancelled(cancel: Callable[[], object]) -> Callable[["Future[object]"], None]:
    def done(future: "Future[object]") -> None:
        if future.cancelled():
            cancel()

    return done
