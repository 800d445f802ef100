"""The sandbox itself: listens on loopback, keeps the books, and leaves nothing running behind."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Self

import h11

from tierline.sandbox.answers import answer_to
from tierline.sandbox.behaviours import BEHAVIOURS
from tierline.sandbox.books import Books, Ending, Record
from tierline.sandbox.catalogue import Catalogue, CatalogueEntry
from tierline.sandbox.chat import Says
from tierline.sandbox.connection import Connection, HungUpError
from tierline.sandbox.login import LogIns
from tierline.sandbox.meter import Meter, open_record
from tierline.sandbox.routes import BOOKS_PATH, ROOT, Context, Request, respond
from tierline.sandbox.script import Plan, Script


def utc_now() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)


def generation_id(sequence: int, at: datetime) -> str:
    """Return an id in the shape of the real ones (``gen-1786988078-…``), different for every request."""
    letters = hashlib.sha256(f"{sequence} {at.isoformat()}".encode()).hexdigest()[:20]
    return f"gen-{int(at.timestamp())}-{letters}"


def simulated(_model: str, messages: Sequence[tuple[str, str]]) -> str:
    """Say something about the code at hand."""
    return answer_to(messages)


class Sandbox:
    """A stand-in of OpenRouter. Serves while its ``async with`` block runs.

    ``pace_s`` is the pause between two chunks, in seconds; ``faults`` is what models do before they are ordinary, and
    ``says`` what they say then.
    Raises ``OSError`` on entering if the port is taken.
    """

    def __init__(  # noqa: PLR0913 each is a thing of its own that a test may choose
        self,
        catalogue: Sequence[CatalogueEntry],
        host: str = "127.0.0.1",
        port: int = 0,
        pace_s: float = 0.0,
        *,
        faults: Plan = MappingProxyType({}),
        says: Says = simulated,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.books = Books()
        """What was asked, sent and billed; grows while serving and stays afterwards."""
        self._catalogue = Catalogue(catalogue, BEHAVIOURS.keys())
        self._script = Script(faults)
        self._says = says
        self._log_ins = LogIns()
        self._host = host
        self._port = port
        self._pace_s = pace_s
        self._now = now
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def base_url(self) -> str:
        """What a client takes as its base URL (``http://127.0.0.1:PORT/api/v1``)."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}{ROOT}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, self._host, self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is None:
            return
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer, self._pace_s)
        task = asyncio.get_running_loop().create_task(self._serve(connection))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, connection: Connection) -> None:
        try:
            while (request := await connection.receive()) is not None:
                await self._answer(connection, request)
                if not connection.reusable():
                    break
        except h11.RemoteProtocolError as error:
            self._enter(
                Record(at=self._now(), method="?", path="?", status=error.error_status_hint, ending=Ending.COMPLETED)
            )
            await connection.refuse(error)
        except (HungUpError, OSError):
            pass  # within a request; nobody is left to be told
        finally:
            await connection.close()

    async def _answer(self, connection: Connection, request: Request) -> None:
        record = open_record(request, self._now())
        if request.path != BOOKS_PATH:
            self._enter(record)
        context = Context(
            request=request,
            record=record,
            books=self.books,
            catalogue=self._catalogue,
            script=self._script,
            says=self._says,
            log_ins=self._log_ins,
            now=record.at,
            generation_id=generation_id(record.sequence, record.at),
        )
        reply = respond(context)
        if request.method == "HEAD":
            reply = replace(reply, steps=())
        meter = Meter(self.books, record, reply, self._now)
        ending = Ending.STOPPED
        try:
            ending = await connection.play(reply, meter)
        finally:
            meter.end(ending)

    def _enter(self, record: Record) -> None:
        self.books.records.append(record)
        record.sequence = len(self.books.records)
        self.books.changed()
