"""A real editor that a test plays on: it runs a script of ours, which does as it is told over a socket.

Each message is a line of JSON. The test sends ``{"id", "do", …}`` and gets ``{"id", "result"}`` or ``{"id", "error"}``;
in between the editor tells what its user would see, as ``{"event", …}``.
"""

import asyncio
import itertools
import json
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

PATIENCE_S = 60.0

Json = dict[str, Any]


class PuppetError(Exception):
    """The editor says that it could not do what it was told."""


class Puppet:
    """One editor, from its start to its end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.events: list[Json] = []
        self._writer = writer
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Condition()
        self._listening = asyncio.get_running_loop().create_task(self._listen(reader))
        self.gone = False

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            said = json.loads(line)
            if "event" not in said:
                answer = self._waiting.pop(said["id"])
                if "error" in said:
                    answer.set_exception(PuppetError(said["error"]))
                else:
                    answer.set_result(said.get("result"))
                continue
            async with self._news:
                self.events.append(said)
                self._news.notify_all()
        self.gone = True
        for answer in (answer for answer in self._waiting.values() if not answer.done()):
            answer.set_exception(PuppetError("the editor is gone"))
        async with self._news:
            self._news.notify_all()

    async def do(self, what: str, **more: Any) -> Any:
        """Tell the editor to do something, and return what came of it."""
        number = next(self._ids)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps({"id": number, "do": what, **more}).encode() + b"\n")
        async with asyncio.timeout(PATIENCE_S):
            return await answer

    async def until(self, holds: Callable[[Json], bool], since: int = 0) -> Json:
        """Return the first event from number ``since`` on that ``holds``, when it has come."""

        def found() -> Json | None:
            return next((event for event in self.events[since:] if holds(event)), None)

        try:
            async with asyncio.timeout(PATIENCE_S), self._news:
                await self._news.wait_for(lambda: found() is not None or self.gone)
        except TimeoutError:
            raise AssertionError(f"never seen; what came: {self.events[since:]}") from None
        event = found()
        assert event is not None, "the editor is gone"
        return event

    async def close(self) -> None:
        self._writer.close()
        await self._listening


@asynccontextmanager
async def playing(command: Sequence[str], env: Mapping[str, str], folder: Path) -> AsyncIterator[Puppet]:
    """Start an editor with ``PUPPET_PORT`` in its environment, and end it in the end.

    What it complains about goes into ``folder/complaints``.
    """
    joined: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    joined = asyncio.get_running_loop().create_future()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        joined.set_result((reader, writer))

    complaints = folder / "complaints"
    async with await asyncio.start_server(accept, "127.0.0.1", 0, limit=2**24) as listener:
        port = listener.sockets[0].getsockname()[1]
        with complaints.open("wb") as file:
            process = await asyncio.create_subprocess_exec(
                *command,
                env={**env, "PUPPET_PORT": str(port)},
                cwd=folder,
                stdin=PIPE,
                stdout=DEVNULL,
                stderr=file,
            )
        ended = asyncio.create_task(process.wait())
        try:
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.wait({ended, joined}, return_when=asyncio.FIRST_COMPLETED)
            assert joined.done(), complaints.read_text(encoding="utf-8")
            puppet = Puppet(*await joined)
            try:
                yield puppet
            finally:
                await puppet.close()
        finally:
            # The editor ends when its socket is closed; if not, it is made to.
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await asyncio.shield(ended)
            except TimeoutError:
                process.kill()
                await ended
