"""The real server over the real sandbox, each a process of its own."""

import asyncio
import json
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from typing import Any, Literal

import httpx
from pytest_lsp import make_test_lsp_client

from support.connected import CODE
from support.editor import PATIENCE_S, Editor, editing_process, parameters
from tierline.sandbox import SANDBOX_KEY

Transport = Literal["stdio", "tcp"]


class SandboxProcess:
    """``tierline sandbox --port 0`` and its books."""

    def __init__(self, process: asyncio.subprocess.Process, base_url: str) -> None:
        self.process = process
        self.base_url = base_url

    def books(self) -> dict[str, Any]:
        answer = httpx.get(f"{self.base_url}/sandbox/books", trust_env=False)
        books: dict[str, Any] = json.loads(answer.text, parse_float=Decimal)
        return books

    def chats(self) -> list[dict[str, Any]]:
        """The requests for an answer; bills and the key are asked after too."""
        return [entry for entry in self.books()["records"] if entry["path"].endswith("/chat/completions")]

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def sandbox_process() -> AsyncIterator[SandboxProcess]:
    """Start a sandbox, and stop it in the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tierline", "sandbox", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        base_url = (await process.stdout.readline()).decode().strip()
    yield SandboxProcess(process, base_url)
    if process.returncode is None:
        process.terminate()
    await process.communicate()


@asynccontextmanager
async def editing_over(
    stand_in: SandboxProcess,
    settings: dict[str, Any] | None = None,
    *,
    key: str = SANDBOX_KEY,
    transport: Transport = "stdio",
) -> AsyncIterator[Editor]:
    """Join an editor with an open document to a server that asks ``stand_in``."""
    environment = {
        **os.environ,
        "TIERLINE_BASE_URL": stand_in.base_url,
        "XDG_CONFIG_HOME": tempfile.mkdtemp(),
        "OPENROUTER_API_KEY": key,
    }
    joined = (
        editing_process(settings=settings, env=environment)
        if transport == "stdio"
        else _editing_over_tcp(settings, environment)
    )
    async with joined as editor:
        editor.open(CODE)
        await editor.until(lambda: bool(editor.statuses))
        yield editor


@asynccontextmanager
async def _editing_over_tcp(settings: dict[str, Any] | None, env: dict[str, str]) -> AsyncIterator[Editor]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tierline", "serve", "--tcp", str(port), env=env
    )
    connected = make_test_lsp_client()
    connected.set_configuration({"tierline": settings or {}})
    editor = Editor(connected)
    try:
        await _join(connected, port)
        await connected.initialize_session(parameters())
        yield editor
        await connected.shutdown_session()
        async with asyncio.timeout(PATIENCE_S):
            assert await process.wait() == 0
    finally:
        await connected.stop()
        if writer := connected.protocol.writer:
            # pygls leaves it open, and whichever test runs when it is collected would be blamed.
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _join(client: Any, port: int) -> None:
    """Connect to a server that may not listen yet."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with suppress(ConnectionRefusedError):
                await client.start_tcp("127.0.0.1", port)
                return
            await asyncio.sleep(0.05)
