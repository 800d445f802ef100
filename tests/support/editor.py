"""An editor for tests: a real LSP client with documents that behave as an editor's do."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

from lsprotocol import types
from pygls.io_ import run_async
from pygls.lsp.server import LanguageServer
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from tierline.edit.positions import LineIndex

URI = "file:///project/app/core.py"
PATIENCE_S = 20.0


class Editor:
    """Holds one open document; applies versioned edits strictly, refuses stale ones, as VS Code does."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.uri = URI
        self.text = ""
        self.version = 0
        self.statuses: list[dict[str, Any]] = []
        self.chunks: list[dict[str, Any]] = []
        self.edits: list[types.ApplyWorkspaceEditParams] = []
        self.questions: list[types.ShowMessageRequestParams] = []
        self.says_yes = False
        self.lies_about_edits = False
        self.lies_when_stale = False
        self.unsent = ""
        self.before_applying: Callable[[], None] = lambda: None
        self.after_applying: Callable[[], None] = lambda: None
        self._news = asyncio.Condition()
        self._register()
        self._tell_actions_from_commands()

    def _register(self) -> None:
        @self.client.feature("tierline/status")
        async def status(params: Any) -> None:
            self.statuses.append(plain(params))
            await self._tell()

        @self.client.feature("tierline/chunk")
        async def chunk(params: Any) -> None:
            self.chunks.append(plain(params))
            await self._tell()

        @self.client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply_edit(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.edits.append(params)
            self.before_applying()
            if self.unsent:
                text, self.unsent = self.unsent, ""
                self.type(0, 0, text)
            if self.lies_about_edits:
                return types.ApplyWorkspaceEditResult(applied=True)
            applied = self._apply(params.edit)
            self.after_applying()
            return types.ApplyWorkspaceEditResult(applied=applied or self.lies_when_stale)

        @self.client.feature(types.WINDOW_SHOW_MESSAGE_REQUEST)
        def question(params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
            self.questions.append(params)
            return (params.actions or [])[0] if self.says_yes else None

    def _tell_actions_from_commands(self) -> None:
        """Mend lsprotocol's converter, which takes every code action that has a command for a bare command."""
        converter = self.client.protocol._converter

        def action(raw: Any, _: Any) -> types.Command | types.CodeAction:
            is_command = isinstance(raw.get("command"), str)
            return converter.structure(raw, types.Command if is_command else types.CodeAction)

        converter.register_structure_hook(types.Command | types.CodeAction, action)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something that the server tells makes ``holds`` true."""
        async with asyncio.timeout(PATIENCE_S), self._news:
            await self._news.wait_for(holds)

    def open(self, text: str, uri: str = URI, language: str = "python") -> None:
        self.uri, self.text, self.version = uri, text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, self.version, text))
        )

    def close(self) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri=self.uri))
        )

    def type(self, start: int, end: int, text: str) -> None:
        """Replace ``[start, end)`` as if the user typed it."""
        index = LineIndex(self.text)
        at = [types.Position(*index.position(offset)) for offset in (start, end)]
        self._change([types.TextEdit(types.Range(*at), text)])

    def replace_all(self, text: str) -> None:
        """Change the whole text in one step, as a formatter does."""
        whole = types.Range(types.Position(0, 0), types.Position(LineIndex(self.text).line_count, 0))
        self.text = text
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version),
                [types.TextDocumentContentChangePartial(range=whole, text=text)],
            )
        )

    def _apply(self, edit: types.WorkspaceEdit) -> bool:
        (change,) = edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        if change.text_document.uri != self.uri or change.text_document.version != self.version:
            return False
        self._change([entry for entry in change.edits if isinstance(entry, types.TextEdit)])
        return True

    def _change(self, edits: list[types.TextEdit]) -> None:
        index = LineIndex(self.text)
        events: list[types.TextDocumentContentChangeEvent] = []
        for entry in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
            start = index.offset(entry.range.start.line, entry.range.start.character)
            end = index.offset(entry.range.end.line, entry.range.end.character)
            assert start is not None
            assert end is not None
            self.text = self.text[:start] + entry.new_text + self.text[end:]
            events.append(types.TextDocumentContentChangePartial(range=entry.range, text=entry.new_text))
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version), events
            )
        )

    def argument(self, kind: str, start: int = 0, end: int | None = None, **more: Any) -> dict[str, Any]:
        """Return a command's argument for ``text[start:end]``."""
        index = LineIndex(self.text)
        positions = [index.position(offset) for offset in (start, len(self.text) if end is None else end)]
        span = {n: {"line": p[0], "character": p[1]} for n, p in zip(("start", "end"), positions, strict=True)}
        return {"uri": self.uri, "range": span, "kind": kind, **more}

    async def command(self, command: str, *arguments: Any) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            return plain(
                await self.client.workspace_execute_command_async(
                    types.ExecuteCommandParams(command=command, arguments=list(arguments))
                )
            )

    async def run(self, kind: str, start: int = 0, end: int | None = None, **more: Any) -> dict[str, Any]:
        result: dict[str, Any] = await self.command("tierline.run", self.argument(kind, start, end, **more))
        return result

    @property
    def last(self) -> dict[str, Any]:
        """What the newest status says of the last task."""
        found: dict[str, Any] = self.statuses[-1]["last"]
        return found


def plain(value: Any) -> Any:
    """Return what pygls made of JSON as JSON again."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return [plain(member) for member in value]
    if hasattr(value, "_asdict"):
        return {name: plain(member) for name, member in value._asdict().items()}
    return vars(value) if hasattr(value, "__dict__") else value


def parameters(client: str = "visual_studio_code", *, own_client: bool = True) -> types.InitializeParams:
    capabilities = client_capabilities(client)
    capabilities.experimental = {"tierline": {"answers": True}} if own_client else None
    return types.InitializeParams(
        capabilities=capabilities,
        workspace_folders=[types.WorkspaceFolder(uri="file:///project", name="project")],
    )


class _Pipe:
    """Writes into the other side's reader."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    def write(self, data: bytes) -> None:
        self._reader.feed_data(data)

    def close(self) -> None:
        self._reader.feed_eof()


@asynccontextmanager
async def joined(
    server: LanguageServer, connected: LanguageClient, hello: types.InitializeParams
) -> AsyncIterator[None]:
    """Join ``server`` and a client in memory, from ``initialize`` to ``shutdown``."""
    to_server, to_client = asyncio.StreamReader(), asyncio.StreamReader()
    server.protocol.set_writer(_Pipe(to_client))
    connected.protocol.set_writer(_Pipe(to_server))
    loops = [
        asyncio.create_task(run_async(Event(), to_server, server.protocol)),
        asyncio.create_task(run_async(Event(), to_client, connected.protocol)),
    ]
    try:
        await connected.initialize_session(hello)
        yield
    finally:
        async with asyncio.timeout(PATIENCE_S):
            await connected.shutdown_async(None)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


@asynccontextmanager
async def editing(
    server: LanguageServer,
    client: str = "visual_studio_code",
    settings: dict[str, Any] | None = None,
    *,
    own_client: bool = True,
) -> AsyncIterator[Editor]:
    """Join ``server`` and an editor in memory."""
    connected = make_test_lsp_client()
    connected.set_configuration({"tierline": settings or {}})
    editor = Editor(connected)
    async with joined(server, connected, parameters(client, own_client=own_client)):
        yield editor


@asynccontextmanager
async def editing_process(
    *arguments: str,
    client: str = "visual_studio_code",
    settings: dict[str, Any] | None = None,
    env: dict[str, str] | None = None,
) -> AsyncIterator[Editor]:
    """Start the real server process on stdio and join an editor to it."""
    connected = make_test_lsp_client()
    connected.set_configuration({"tierline": settings or {}})
    await connected.start_io(sys.executable, "-m", "tierline", "serve", *arguments, env=env)
    editor = Editor(connected)
    try:
        await connected.initialize_session(parameters(client))
        yield editor
    finally:
        await connected.shutdown_session()
        await connected.stop()
