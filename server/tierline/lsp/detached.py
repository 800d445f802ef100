"""For clients that stand still until a command is answered: it is answered at once, and the task goes on by itself."""

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tierline.lsp.errors import in_sentences

if TYPE_CHECKING:
    from tierline.lsp.protocol import TaskParams
    from tierline.lsp.session import Session

STANDING_STILL = frozenset({"Eglot"})
"""By the name in ``clientInfo``. Eglot reads no key and tells no change while it waits for a command, and gives the
answer up after 10 seconds: the edit of a task would neither be seen by us nor asked for in peace."""


class Detached:
    """The tasks of one connection that no request waits for."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._tasks: set[asyncio.Task[None]] = set()
        self.wanted = False
        """Whether the client stands still while it waits."""

    def look_at(self, client: types.ClientInfo | None) -> None:
        """Take note of the client's name."""
        self.wanted = client is not None and client.name in STANDING_STILL

    def begin(self, params: "TaskParams") -> None:
        """Begin a task, and wait for nothing; what goes wrong is told in a message."""
        task = asyncio.get_running_loop().create_task(self._run(params))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, params: "TaskParams") -> None:
        from tierline.lsp.tasks import run_task

        try:
            await in_sentences(run_task)(self._session, params)
        except JsonRpcException as error:
            self._session.server.window_show_message(types.ShowMessageParams(types.MessageType.Error, error.message))
