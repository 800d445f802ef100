"""One connection: HTTP/1.1 by h11 over asyncio's streams. Requests are read whole, answers are played step by step."""

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Any, Protocol

import h11

from tierline.sandbox.books import Ending
from tierline.sandbox.reply import Cut, Raw, Reply, Send, Step, Wait, error_reply
from tierline.sandbox.routes import MAX_BODY, Request

READ_BYTES = 65_536
MAX_EARLY_BYTES = 1024 * 1024
"""What a client may send ahead while it is still being answered."""

CLOSING_S = 1.0
"""How long a client that does not read may delay the end."""


class Listener(Protocol):
    """Hears how an answer goes out."""

    def sent(self, step: Step) -> None:
        """Hear of a step just after it."""

    def completed(self) -> None:
        """Hear that the last byte is on its way."""


class HungUpError(Exception):
    """The client has left."""


class Connection:
    """Reads requests and plays replies, until either side has had enough."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pace_s: float) -> None:
        self._reader = reader
        self._writer = writer
        self._pace_s = pace_s
        self._http = h11.Connection(h11.SERVER)
        self._early = bytearray()

    def reusable(self) -> bool:
        """Make ready for another request, and return whether one may follow."""
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        return True

    async def receive(self) -> Request | None:
        """Return the next request, read to its end; None where the client closed between two.

        Raises ``HungUpError`` within a request, and ``h11.RemoteProtocolError`` for what is no HTTP.
        """
        head: h11.Request | None = None
        body, size = bytearray(), 0
        while True:
            match await self._event():
                case h11.Request() as head:
                    await self._continue()
                case h11.Data(data=data):
                    size += len(data)
                    if size <= MAX_BODY:  # an oversized body is read on, so that the client sees the refusal
                        body += data
                case h11.EndOfMessage() if head is not None:
                    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
                    return Request(
                        method=head.method.decode("ascii"),
                        target=head.target.decode("latin-1"),
                        headers=headers,
                        body=bytes(body) if size <= MAX_BODY else None,
                    )
                case _:
                    if head is not None:
                        raise HungUpError
                    return None

    async def play(self, reply: Reply, listener: Listener) -> Ending:
        """Send a reply and watch the client meanwhile. Returns how it ended."""
        playing = asyncio.create_task(self._play(reply, listener))
        watching = asyncio.create_task(self._watch())
        try:
            await asyncio.wait((playing, watching), return_when=asyncio.FIRST_COMPLETED)
            return await playing if playing.done() else Ending.HUNG_UP
        except (HungUpError, OSError):
            return Ending.HUNG_UP
        finally:
            await _end(playing, watching)

    async def refuse(self, error: h11.RemoteProtocolError) -> None:
        """Answer what is no HTTP, if an answer is still possible."""
        if self._http.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            return
        reply = error_reply(error.error_status_hint, "Bad Request", headers=(("Connection", "close"),))
        with suppress(OSError, HungUpError, h11.LocalProtocolError):
            await self._play(reply, _Nobody())

    async def close(self) -> None:
        """Close, whatever state it is in."""
        self._writer.close()
        try:
            async with asyncio.timeout(CLOSING_S):
                await self._writer.wait_closed()
        except TimeoutError:
            self._writer.transport.abort()
        except OSError:
            pass  # closed by the client, and not politely

    async def _event(self) -> h11.Event | type[h11.PAUSED | h11.NEED_DATA]:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._early:
                data = bytes(self._early)
                self._early.clear()
            else:
                data = await self._reader.read(READ_BYTES)
            self._http.receive_data(data)
        return event

    async def _continue(self) -> None:
        if self._http.they_are_waiting_for_100_continue:
            await self._write(self._http.send(h11.InformationalResponse(status_code=100, headers=[])))

    async def _play(self, reply: Reply, listener: Listener) -> Ending:
        if reply.status is not None:
            head = h11.Response(status_code=reply.status, headers=list(reply.headers))
            await self._write(self._http.send(head))
        pace = max(self._pace_s, reply.pace_s)
        for at, step in enumerate(reply.steps):
            match step:
                case Send():
                    await asyncio.sleep(pace if at else 0)  # before, so that nothing parts the last one from the end
                    await self._write(self._http.send(h11.Data(data=step.data)))
                    listener.sent(step)
                case Raw():
                    await self._write(step.data)
                    listener.sent(step)
                case Wait(seconds=None):
                    await asyncio.Event().wait()
                case Wait(seconds=float(seconds)):
                    await asyncio.sleep(seconds)
                case Cut(reset=reset):
                    if reset:
                        self._reset()
                    return Ending.CUT
        self._writer.write(self._http.send(h11.EndOfMessage()) or b"")
        listener.completed()
        await self._writer.drain()
        return Ending.COMPLETED

    def _reset(self) -> None:
        """Let the system send a reset: nothing that is still to be sent is waited for."""
        found = self._writer.get_extra_info("socket")
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    async def _watch(self) -> None:
        """Return when the client has closed; what it sends ahead is kept for the next request."""
        while data := await self._reader.read(READ_BYTES):
            self._early += data
            if len(self._early) > MAX_EARLY_BYTES:
                return

    async def _write(self, data: bytes | None) -> None:
        if self._writer.is_closing():
            raise HungUpError
        self._writer.write(data or b"")
        await self._writer.drain()


class _Nobody:
    def sent(self, step: Step) -> None:
        pass

    def completed(self) -> None:
        pass


async def _end(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
