"""A client that says whatever it likes, byte by byte, to a real server process."""

import itertools
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

PATIENCE_S = 60.0

CODE = "def total(items, cache={}):\n    return sum(items)\n"
SLOW = {"tier": "default", "models": {"default": ["sandbox/slow"]}, "timeLimits": {"stallS": 30, "firstTokenS": 30}}


def framed(body: bytes, length: int | None = None) -> bytes:
    """Return ``body`` with a header that says ``length`` bytes, its own by default."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body) if length is None else length, body)


class RawClient:
    """Speaks over two byte streams; what comes is read by a thread of its own, so that no pipe is ever full."""

    def __init__(self, writes: IO[bytes], reads: IO[bytes]) -> None:
        self._writes = writes
        self._came: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._ids = itertools.count(1)
        self.settings: dict[str, Any] = {}
        self._last_id = ""
        self._leaving = False
        self._reader = threading.Thread(target=self._read, args=(reads,), daemon=True)
        self._reader.start()

    def _read(self, reads: IO[bytes]) -> None:
        try:
            while not self._leaving and (header := reads.readline()):
                length = int(header.split(b":")[1])
                while reads.readline().strip():
                    pass
                self._came.put(json.loads(reads.read(length)))
        except (OSError, ValueError):
            pass
        self._came.put(None)
        if self._leaving:
            reads.close()

    def stop_reading(self) -> None:
        """Close the stream that is read from, behind one more message."""
        self._leaving = True
        self.begin("workspace/executeCommand", {"command": "tierline.status", "arguments": []})
        self._reader.join(PATIENCE_S)
        assert not self._reader.is_alive()

    def write(self, data: bytes) -> None:
        self._writes.write(data)
        self._writes.flush()

    def send(self, message: Any) -> None:
        self.write(framed(json.dumps(message).encode()))

    def notify(self, method: str, params: Any) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    @property
    def last_id(self) -> str:
        """Of the newest request."""
        return self._last_id

    def begin(self, method: str, params: Any) -> str:
        """Send a request, and return its id."""
        msg_id = self._last_id = f"raw-{next(self._ids)}"
        self.send({"jsonrpc": "2.0", "id": msg_id, "method": method, "params": params})
        return msg_id

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        """Return what comes up to the first message that ``holds``; the server's own requests are answered."""
        found = []
        while True:
            message = self._came.get(timeout=PATIENCE_S)
            assert message is not None, "the server is gone"
            found.append(message)
            if "method" in message and "id" in message:
                result = [self.settings] if message["method"] == "workspace/configuration" else None
                self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
            if holds(message):
                return found

    def request(self, method: str, params: Any = None) -> dict[str, Any]:
        """Return the answer to a request: it has a ``result`` or an ``error``."""
        msg_id = self.begin(method, params)
        return self.until(lambda message: message.get("id") == msg_id and "method" not in message)[-1]

    def command(self, name: str, *arguments: Any) -> dict[str, Any]:
        return self.request("workspace/executeCommand", {"command": name, "arguments": list(arguments)})

    def settle(self) -> list[dict[str, Any]]:
        """Ask something harmless, and return what came before its answer: all that was said about earlier messages."""
        asked = {"command": "tierline.cancel", "arguments": [{"id": "nobody"}]}
        msg_id = self.begin("workspace/executeCommand", asked)
        came = self.until(lambda message: message.get("id") == msg_id)
        assert came[-1].get("result") == {"cancelled": 0}, came[-1]
        return came[:-1]

    def initialize(self, settings: dict[str, Any] | None = None) -> None:
        self.settings = settings or {}
        capabilities = {"workspace": {"configuration": True}, "experimental": {"tierline": {"answers": True}}}
        assert "result" in self.request("initialize", {"processId": None, "capabilities": capabilities})
        self.notify("initialized", {})

    def run_slowly(self) -> None:
        """Begin a task that doesn't end, and wait until its answer has begun."""
        document = {"uri": "file:///project/core.py", "languageId": "python", "version": 1, "text": CODE}
        self.notify("textDocument/didOpen", {"textDocument": document})
        span = {"start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 0}}
        task = {"uri": document["uri"], "range": span, "kind": "fix"}
        self.begin("workspace/executeCommand", {"command": "tierline.run", "arguments": [task]})
        self.until(lambda message: message.get("method") == "tierline/chunk" and bool(message["params"]["delta"]))


def start(*arguments: str, home: Path) -> "subprocess.Popen[bytes]":
    """Start ``tierline serve`` in a process group of its own."""
    folders = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "STATE", "DATA", "CACHE")}
    # A file: a pipe that nobody reads would be full one day.
    with (home / "stderr").open("wb") as complaints:
        return subprocess.Popen(
            [sys.executable, "-m", "tierline", "serve", "--sandbox", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={**os.environ, **folders},
            start_new_session=True,
        )


@contextmanager
def serving(home: Path, *arguments: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a server; what is left of it at the end is killed."""
    process = start(*arguments, home=home)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            # What could not be written to a process that is gone can't be flushed either.
            with suppress(OSError):
                stream.close()


@contextmanager
def talking(home: Path) -> Iterator[tuple[RawClient, "subprocess.Popen[bytes]"]]:
    """Start a server and talk to it over its standard streams."""
    with serving(home) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield RawClient(process.stdin, process.stdout), process


def ended(process: "subprocess.Popen[bytes]", home: Path) -> tuple[int, str]:
    """Wait until the process and all that it started are gone; return its status and what it complained about."""
    status = process.wait(timeout=PATIENCE_S)
    complaints = (home / "stderr").read_text(encoding="utf-8")
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return status, complaints
    raise AssertionError("something that the server started is still there")


def connected(port: int) -> socket.socket:
    """Connect to a server that may not listen yet."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            threading.Event().wait(0.05)
