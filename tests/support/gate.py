"""Stands between the server and the sandbox, and lets answers through when a test says so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Gate:
    """While it is shut, what is asked for goes on to the sandbox, and no answer comes back."""

    def __init__(self) -> None:
        self.base_url = ""
        self._open = asyncio.Event()
        self.open()

    def open(self) -> None:
        self._open.set()

    def shut(self) -> None:
        self._open.clear()

    async def back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what the sandbox says, piece by piece as it is allowed."""
        while data := await reader.read(65_536):
            await self._open.wait()
            writer.write(data)
            await writer.drain()


async def _forth(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()


@asynccontextmanager
async def gate_before(base_url: str) -> AsyncIterator[Gate]:
    """Listen in front of the sandbox at ``base_url``."""
    gate, address = Gate(), urlsplit(base_url)
    tasks: set[asyncio.Task[None]] = set()

    async def handled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ways: set[asyncio.Task[None]] = set()
        ends = [writer]
        try:
            with suppress(OSError):
                upstream = await asyncio.open_connection(address.hostname, address.port)
                ends.append(upstream[1])
                ways = {
                    asyncio.create_task(_forth(reader, upstream[1])),
                    asyncio.create_task(gate.back(upstream[0], writer)),
                }
                # Whoever leaves first, the other learns of it: so a hang-up gets as far as the sandbox.
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for end in ends:
                end.transport.abort()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(handled(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    gate.base_url = address._replace(netloc=f"127.0.0.1:{server.sockets[0].getsockname()[1]}").geturl()
    async with server:
        yield gate
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
