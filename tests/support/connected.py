"""The server in memory over a sandbox, with an editor that has a document open."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types

from support.editor import Editor, editing
from support.house import PATIENT, serving
from tierline.lsp.server import create_server
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.settings import Settings

CODE = "import os\n\n\ndef total(items, cache={}):\n    if items == None:\n        return 0\n    return sum(items)\n"
START = CODE.index("def")
SLOW: dict[str, Any] = {"tier": "default", "models": {"default": ["sandbox/slow"]}}


@asynccontextmanager
async def connected(  # noqa: PLR0913 each is a thing of its own that a test may choose
    sandbox: Sandbox,
    said: dict[str, Any] | None = None,
    *,
    client: str = "visual_studio_code",
    key: str = SANDBOX_KEY,
    own_client: bool = True,
    change: Callable[[types.ClientCapabilities], None] = lambda _: None,
    text: str = CODE,
    uri: str = "file:///project/app/core.py",
) -> AsyncIterator[Editor]:
    """Join an editor to a server; its document is ``text``, and the first status has come."""
    folder = Path(tempfile.mkdtemp())
    server = create_server(lambda chosen: serving(sandbox, chosen, key=key, limits=PATIENT), Settings, lambda: folder)
    async with editing(server, client, said, own_client=own_client, change=change) as editor:
        editor.open(text, uri=uri)
        await editor.until(lambda: bool(editor.statuses))
        yield editor


@asynccontextmanager
async def running(
    editor: Editor, kind: str, start: int = START, end: int | None = None, **more: Any
) -> AsyncIterator["asyncio.Task[dict[str, Any]]"]:
    """Begin a task, and go on when the first of its answer has come."""
    before = len([chunk for chunk in editor.chunks if chunk["delta"]])
    task = asyncio.create_task(editor.run(kind, start, end, **more))
    await editor.until(lambda: task.done() or len([chunk for chunk in editor.chunks if chunk["delta"]]) > before)
    yield task
    if not task.done():
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
