"""The way in and out: one client on standard input and output, or on a TCP connection, until it leaves or dies."""

import asyncio
import logging
import os
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from tierline.lsp.framing import Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from tierline.lsp.server import TierlineServer

log = logging.getLogger("tierline.lsp")

_AT_ONCE = 65536
"""Bytes that are read in one go."""
_FAREWELL_S = 0.5
"""What tasks have to hang up, and the ledger to write, when a client is gone."""
_LAST_S = 0.8
"""From the end of the input on; a thread that is still busy then is not waited for."""


async def converse(
    server: "TierlineServer", reader: asyncio.StreamReader, ended: "Callable[[], None]" = lambda: None
) -> None:
    """Take messages until the client leaves or the input ends, which is told; then cancel what runs and close all."""
    reading = asyncio.create_task(_read(server, reader))
    server.on_leave = reading.cancel
    try:
        await asyncio.wait([reading])
    finally:
        ended()
        reading.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL_S):
                await server.close()


async def _read(server: "TierlineServer", reader: asyncio.StreamReader) -> None:
    frames = Frames()
    # A connection that was reset has ended, too.
    with suppress(OSError):
        while data := await reader.read(_AT_ONCE):
            for message in frames.feed(data):
                server.protocol.take(message)
                # Lets what the message began begin before the next one is looked at.
                await asyncio.sleep(0)


class Outlet:
    """Writes to a client that may be gone, which is no error: its end of the connection says so too.

    What is said in one turn of the event loop leaves in one write: each wakes the client, which may take the processor.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._gone = False
        self._said: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Have it written at the end of this turn, behind what was said before."""
        if not self._said:
            asyncio.get_running_loop().call_soon(self.flush)
        self._said.append(data)

    def flush(self) -> None:
        """Write all that was said."""
        rest = memoryview(b"".join(self._said))
        self._said.clear()
        try:
            while rest and not self._gone:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            self._gone = True

    def close(self) -> None:
        """Write what was said, and nothing more."""
        self.flush()
        self._gone = True


def serve_io(server: "TierlineServer") -> int:
    """Serve on standard input and output; return the exit status."""
    asyncio.run(_serve_io(server))
    return server.exit_status


async def _serve_io(server: "TierlineServer") -> None:
    reader, loop = asyncio.StreamReader(), asyncio.get_running_loop()

    def pump() -> None:
        descriptor = sys.stdin.fileno()
        with suppress(RuntimeError):  # from a loop that has ended meanwhile
            with suppress(OSError):
                while data := os.read(descriptor, _AT_ONCE):
                    loop.call_soon_threadsafe(reader.feed_data, data)
            # Here and not in the loop, which may be stuck writing to a client that doesn't read.
            _end_soon(server)
            loop.call_soon_threadsafe(reader.feed_eof)

    # A daemon, for nothing interrupts it; whoever is asked to exit can't wait for more input.
    threading.Thread(target=pump, name="stdin", daemon=True).start()
    outlet = Outlet(sys.stdout.fileno())
    server.protocol.set_writer(outlet)
    await converse(server, reader, partial(_end_soon, server))
    outlet.flush()


def serve_tcp(server: "TierlineServer", host: str, port: int) -> int:
    """Serve the first client that connects; return the exit status.

    Raises:
        OSError: the port can't be listened on.
    """
    asyncio.run(_serve_tcp(server, host, port))
    return server.exit_status


async def _serve_tcp(server: "TierlineServer", host: str, port: int) -> None:
    first: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Future()

    def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if first.done():
            writer.close()
        else:
            first.set_result((reader, writer))

    listening = await asyncio.start_server(met, host, port)
    reader, writer = await first
    listening.close()
    server.protocol.set_writer(_Socket(writer))
    await converse(server, reader, partial(_end_soon, server))
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


class _Socket:
    """Writes to a connection, unless it is lost; asyncio would say so again and again."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def write(self, data: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(data)

    def close(self) -> None:
        self._writer.close()


def _end_soon(server: "TierlineServer") -> None:
    """End the process even if a thread or a full pipe holds it up."""
    end = threading.Timer(_LAST_S, lambda: os._exit(server.exit_status))
    end.daemon = True
    end.start()
