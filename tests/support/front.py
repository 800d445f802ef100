"""What may stand between a client and an API: a TLS server with a private authority, and a proxy that tunnels."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Front:
    """A listener, and what it saw."""

    port: int = 0
    connections: int = 0
    heads: list[bytes] = field(default_factory=list)
    """Of a proxy: the heads of the requests that it got."""


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()


async def _join(one: Streams, other: Streams) -> None:
    try:
        await asyncio.gather(_pump(one[0], other[1]), _pump(other[0], one[1]))
    finally:
        other[1].transport.abort()


@asynccontextmanager
async def _listening(front: Front, handle: Handler, context: ssl.SSLContext | None = None) -> AsyncIterator[Front]:
    tasks: set[asyncio.Task[None]] = set()

    async def handled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        front.connections += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await handle(reader, writer)
        finally:
            writer.transport.abort()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.get_running_loop().create_task(handled(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=context)
    front.port = server.sockets[0].getsockname()[1]
    async with server:
        yield front
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def front_of(port: int, context: ssl.SSLContext | None = None) -> AsyncIterator[Front]:
    """Pass everything on to ``port``, with TLS taken off if there is a ``context``."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _join((reader, writer), await asyncio.open_connection("127.0.0.1", port))

    async with _listening(Front(), handle, context) as front:
        yield front


@asynccontextmanager
async def proxy_to(port: int, *, password: bytes = b"") -> AsyncIterator[Front]:
    """A proxy that tunnels to ``port``, whatever host it is asked for; with ``password`` it wants to see that."""
    front = Front()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        front.heads.append(head)
        if password not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        upstream = await asyncio.open_connection("127.0.0.1", port)
        if head.startswith(b"CONNECT "):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            # A plain request names its target whole.
            method, target, rest = head.split(b" ", 2)
            upstream[1].write(b" ".join([method, b"/" + target.split(b"/", 3)[3], rest]))
        await _join((reader, writer), upstream)

    async with _listening(front, handle):
        yield front
