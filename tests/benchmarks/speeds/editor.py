"""The least an editor can be: messages to a server process, and the moment at which each answer came."""

import asyncio
import itertools
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TIERLINE = (sys.executable, "-P", "-m", "tierline", "serve")
CAPABILITIES = {"workspace": {"configuration": True}, "experimental": {"tierline": {"answers": True}}}
_LIMIT = 64 * 1024 * 1024


@dataclass(slots=True)
class Said:
    """The pieces of one task: when each came, and how many characters it had."""

    at: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)


class Editor:
    """Speaks LSP over a process's standard streams."""

    def __init__(self, process: asyncio.subprocess.Process, settings: Mapping[str, Any]) -> None:
        self.process = process
        self.said: defaultdict[str, Said] = defaultdict(Said)
        self.settled = asyncio.Event()
        """Set once the server has told its first status: its service is open."""
        self._settings = settings
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reader = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        """The server's."""
        return self.process.pid

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def begin(self, method: str, params: Any) -> "tuple[int, asyncio.Future[Any]]":
        """Send a request; return its id and what will be its result."""
        number = next(self._ids)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number, self._waiting[number]

    async def request(self, method: str, params: Any) -> Any:
        """Return the result of a request."""
        return await self.begin(method, params)[1]

    def command(self, name: str, argument: Any) -> "tuple[int, asyncio.Future[Any]]":
        """Begin a command."""
        return self.begin("workspace/executeCommand", {"command": name, "arguments": [argument]})

    def open(self, uri: str, text: str) -> None:
        """Open a document."""
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def run(self, uri: str, lines: int, name: str, kind: str = "explain") -> "tuple[int, asyncio.Future[Any]]":
        """Begin a task on the first ``lines`` of a document."""
        span = {"start": {"line": 0, "character": 0}, "end": {"line": lines, "character": 0}}
        return self.command("tierline.run", {"uri": uri, "range": span, "kind": kind, "id": name})

    async def initialize(self) -> None:
        """Begin the session, up to the answer."""
        await self.request("initialize", {"processId": None, "rootUri": None, "capabilities": CAPABILITIES})

    def close(self) -> None:
        """Stop listening."""
        self._reader.cancel()

    def _send(self, message: Any) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def _read(self) -> None:
        reader = self.process.stdout
        assert reader
        with suppress(asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-L"))
                self._take(json.loads(await reader.readexactly(size)))

    def _take(self, message: dict[str, Any]) -> None:
        now, method = time.perf_counter(), message.get("method")
        if method == "tierline/chunk":
            self._chunk(message["params"], now)
        elif method and "id" in message:
            result = [self._settings] if method == "workspace/configuration" else None
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        elif method == "tierline/status":
            self.settled.set()
        elif not method and (waiting := self._waiting.pop(message["id"], None)):
            _end(waiting, message)

    def _chunk(self, params: dict[str, Any], now: float) -> None:
        if params["delta"]:
            said = self.said[params["id"]]
            said.at.append(now)
            said.sizes.append(len(params["delta"]))
            said.begun.set()


def _end(waiting: "asyncio.Future[Any]", message: dict[str, Any]) -> None:
    if waiting.cancelled():
        return
    if "error" in message:
        waiting.set_exception(RuntimeError(str(message["error"])))
    else:
        waiting.set_result(message["result"])


def surroundings(home: Path, base_url: str = "", key: str = "") -> dict[str, str]:
    """Return the environment of a server that finds nothing of the user's own."""
    folders = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "STATE", "DATA", "CACHE")}
    asked = {"TIERLINE_BASE_URL": base_url, "OPENROUTER_API_KEY": key} if base_url else {}
    return {**os.environ, "HOME": str(home), **folders, **asked}


@asynccontextmanager
async def editing(
    command: Sequence[str], env: Mapping[str, str], settings: Mapping[str, Any] | None = None
) -> AsyncIterator[Editor]:
    """Start a server; nothing is said to it yet. In the end it is killed."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=dict(env),
        limit=_LIMIT,
    )
    editor = Editor(process, settings or {})
    try:
        yield editor
    finally:
        editor.close()
        process.kill()
        await process.wait()


@asynccontextmanager
async def session(home: Path, base_url: str, key: str, model: str, **more: Any) -> AsyncIterator[Editor]:
    """Start Tierline against ``base_url``, wait until its service is open, and have all tasks go to ``model``."""
    settings = {"tier": "default", "models": {"default": [model]}, "escalate": "off", **more}
    async with editing(TIERLINE, surroundings(home, base_url, key), settings) as editor:
        await editor.initialize()
        editor.notify("initialized", {})
        await editor.settled.wait()
        yield editor


def cpu_s(pid: int) -> float:
    """Return the processor time of a process so far, all threads, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int, kind: str = "Rss") -> float:
    """Return what a process holds, in MiB: ``Rss`` all of it, ``Private_Dirty`` what no other shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


async def interleaved(ways: Mapping[str, Callable[[int], Any]], rounds: int) -> dict[str, list[Any]]:
    """Do all ways in turn, round by round, each round beginning with another: all share the machine's moods."""
    names, found = list(ways), {name: list[Any]() for name in ways}
    for number in range(rounds):
        for place in range(len(names)):
            name = names[(number + place) % len(names)]
            found[name].append(await ways[name](number))
    return found
