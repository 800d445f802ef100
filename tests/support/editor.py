"""An editor for tests: a real LSP client with documents that behave as an editor's do."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

from lsprotocol import types
from pygls.io_ import run_async
from pygls.uris import to_fs_path
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from tierline.edit.positions import LineIndex
from tierline.lsp.server import TierlineServer
from tierline.lsp.serving import converse

URI = "file:///project/app/core.py"
PATIENCE_S = 20.0


class _Shown(list[types.ShowDocumentParams]):
    """The documents that the server wanted to be shown; each is news."""

    def __init__(self, tell: Callable[[], Coroutine[Any, Any, None]]) -> None:
        super().__init__()
        self._tell = tell
        self._telling: list[asyncio.Task[None]] = []

    def append(self, shown: types.ShowDocumentParams) -> None:
        super().append(shown)
        self._telling.append(asyncio.get_running_loop().create_task(self._tell()))


class Editor:
    """Holds one open document; applies versioned edits strictly, refuses stale ones, as VS Code does."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.uri = URI
        self.text = ""
        self.version = 0
        self.statuses: list[dict[str, Any]] = []
        self.chunks: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.started: list[dict[str, Any]] = []
        self.finished: list[dict[str, Any]] = []
        self.order: list[str] = []
        """The names of what was told, as it came."""
        self.registered: list[types.Registration] = []
        self.encoding = "utf-16"
        self.sends_all = False
        """Whether each change is told by the whole text."""
        self.replies_first = False
        """Whether a change by the server is told after its edit was answered."""
        self.tells_singly = False
        """Whether each change of an edit is told by itself, all but the first after the edit was answered."""
        self.edits: list[types.ApplyWorkspaceEditParams] = []
        self.questions: list[types.ShowMessageRequestParams] = []
        self.says_yes = False
        self.chooses = ""
        """The title of the action that is chosen wherever it is offered."""
        self.lies_about_edits = False
        self.lies_when_stale = False
        self.unsent = ""
        self.before_applying: Callable[[], None] = lambda: None
        self.after_applying: Callable[[], None] = lambda: None
        self._news = asyncio.Condition()
        self.client.shown_documents = _Shown(self._tell)
        self._register()
        self._tell_actions_from_commands()

    def _register(self) -> None:
        for name, heard in (
            ("status", self.statuses),
            ("answer", self.answers),
            ("started", self.started),
            ("chunk", self.chunks),
            ("finished", self.finished),
        ):
            self._hear(name, heard)

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        async def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations
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
            applied = self.make(params.edit)
            self.after_applying()
            return types.ApplyWorkspaceEditResult(applied=applied or self.lies_when_stale)

        @self.client.feature(types.WINDOW_SHOW_MESSAGE_REQUEST)
        def question(params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
            self.questions.append(params)
            actions = params.actions or []
            chosen = next((action for action in actions if action.title == self.chooses), None)
            return actions[0] if self.says_yes else chosen

    def _hear(self, name: str, heard: list[dict[str, Any]]) -> None:
        @self.client.feature(f"tierline/{name}")
        async def hear(params: Any) -> None:
            heard.append(plain(params))
            self.order.append(name)
            await self._tell()

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

    async def until_diagnostics(self, holds: Callable[[list[types.Diagnostic]], bool]) -> list[types.Diagnostic]:
        """Wait until what the server reports of the document makes ``holds`` true, and return it."""
        async with asyncio.timeout(PATIENCE_S):
            while self.uri not in self.client.diagnostics or not holds([*self.client.diagnostics[self.uri]]):
                await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return [*self.client.diagnostics[self.uri]]

    def open(self, text: str, uri: str = URI, language: str = "python") -> None:
        self.uri, self.text, self.version = uri, text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, self.version, text))
        )

    def close(self) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri)))

    def type(self, start: int, end: int, text: str) -> None:
        """Replace ``[start, end)`` as if the user typed it."""
        index = LineIndex(self.text, self.encoding)
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

    def make(self, edit: types.WorkspaceEdit) -> bool:
        """Make an edit of the server's; return whether it could be."""
        changes = list(edit.document_changes or ())
        if isinstance(changes[0], types.CreateFile):
            return _made(changes[0]) and _written(changes[1])
        (change,) = changes
        if isinstance(change, types.TextDocumentEdit) and change.text_document.version is None:
            return _written(change)
        assert isinstance(change, types.TextDocumentEdit)
        if change.text_document.uri != self.uri or change.text_document.version != self.version:
            return False
        self._change(
            [types.TextEdit(entry.range, entry.new_text) for entry in change.edits if hasattr(entry, "new_text")]
        )
        return True

    def _change(self, edits: list[types.TextEdit]) -> None:
        index = LineIndex(self.text, self.encoding)
        events: list[types.TextDocumentContentChangeEvent] = []
        for entry in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
            start = index.offset(entry.range.start.line, entry.range.start.character)
            end = index.offset(entry.range.end.line, entry.range.end.character)
            assert start is not None
            assert end is not None
            self.text = self.text[:start] + entry.new_text + self.text[end:]
            events.append(types.TextDocumentContentChangePartial(range=entry.range, text=entry.new_text))
        self.version += 1
        if self.sends_all:
            events = [types.TextDocumentContentChangeWholeDocument(self.text)]
        told = [[event] for event in events] if self.tells_singly else [events]
        self.version += len(told) - 1
        for late, part in enumerate(told):
            version = self.version - len(told) + 1 + late
            change = types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=self.uri, version=version), part
            )
            if late or self.replies_first:
                asyncio.get_running_loop().call_soon(self.client.text_document_did_change, change)
            else:
                self.client.text_document_did_change(change)

    def argument(self, kind: str, start: int = 0, end: int | None = None, **more: Any) -> dict[str, Any]:
        """Return a command's argument for ``text[start:end]``."""
        index = LineIndex(self.text, self.encoding)
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


def _made(made: types.CreateFile) -> bool:
    path = Path(to_fs_path(made.uri) or "")
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return True


def _written(change: object) -> bool:
    """Change a file that is not open, and save it."""
    assert isinstance(change, types.TextDocumentEdit)
    path = Path(to_fs_path(change.text_document.uri) or "")
    text = path.read_bytes().decode()
    index = LineIndex(text)
    for entry in sorted(change.edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        assert not isinstance(entry, types.SnippetTextEdit)
        start = index.offset(entry.range.start.line, entry.range.start.character)
        end = index.offset(entry.range.end.line, entry.range.end.character)
        text = text[:start] + entry.new_text + text[end:]
    path.write_bytes(text.encode())
    return True


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
    server: TierlineServer, connected: LanguageClient, hello: types.InitializeParams
) -> AsyncIterator[types.InitializeResult]:
    """Join ``server`` and a client in memory, from ``initialize``, whose result it gives, to ``shutdown``."""
    to_server, to_client = asyncio.StreamReader(), asyncio.StreamReader()
    server.protocol.set_writer(_Pipe(to_client))
    connected.protocol.set_writer(_Pipe(to_server))
    loops = [
        asyncio.create_task(converse(server, to_server)),
        asyncio.create_task(run_async(Event(), to_client, connected.protocol)),
    ]
    try:
        yield await connected.initialize_session(hello)
    finally:
        async with asyncio.timeout(PATIENCE_S):
            await connected.shutdown_async(None)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


@asynccontextmanager
async def editing(
    server: TierlineServer,
    client: str = "visual_studio_code",
    settings: dict[str, Any] | None = None,
    *,
    own_client: bool = True,
    change: Callable[[types.ClientCapabilities], None] = lambda _: None,
) -> AsyncIterator[Editor]:
    """Join ``server`` and an editor in memory; ``change`` makes its capabilities others than the client's."""
    connected = make_test_lsp_client()
    connected.set_configuration({"tierline": settings or {}})
    editor = Editor(connected)
    wanted = parameters(client, own_client=own_client)
    change(wanted.capabilities)
    async with joined(server, connected, wanted) as joint:
        encoding = joint.capabilities.position_encoding
        editor.encoding = getattr(encoding, "value", encoding) or "utf-16"
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
