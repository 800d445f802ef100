"""The language server: pygls with what Tierline adds. Nothing heavy is imported before ``initialized``."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from tierline import __version__
from tierline.log import keep_log
from tierline.lsp import commands, following, kept_commands, prompt_commands, usage_command
from tierline.lsp.code_actions import TITLES, actions, lsp_kind, marked, own_actions
from tierline.lsp.connection import TierlineProtocol
from tierline.lsp.convert import has_own_client, on_blank_line
from tierline.lsp.document import use_exact_documents
from tierline.lsp.errors import QuietExpectedErrors
from tierline.lsp.logs import EditorLog
from tierline.lsp.prompts import commands_in
from tierline.lsp.refreshing import Refresher, Renewing
from tierline.lsp.session import Session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tierline.lsp.service import Service
    from tierline.settings import Settings


log = logging.getLogger("tierline.lsp")


def _once(work: "Callable[[], Coroutine[Any, Any, None]]") -> "Callable[[], Awaitable[None]]":
    """Return what does the work when it is first called; whoever calls it later waits for the same."""
    begun: list[asyncio.Task[None]] = []

    async def done() -> None:
        if not begun:
            begun.append(asyncio.create_task(work()))
        await asyncio.shield(begun[0])

    return done


async def _nothing() -> None:
    """Nothing is to be closed yet."""


class TierlineServer(LanguageServer):
    """A language server that knows how it ended."""

    protocol: TierlineProtocol
    exit_status = 0
    """1 if the client said ``exit`` without ``shutdown``; the end of the input alone is nobody's fault."""
    on_leave: "Callable[[], object]" = staticmethod(lambda: None)
    """Called when the client says ``exit``."""
    close: "Callable[[], Awaitable[None]]" = staticmethod(_nothing)
    """Cancels what runs and closes everything, at ``shutdown`` or when the client is gone."""

    def leave(self, status: int) -> None:
        """Note that the client has said ``exit``."""
        self.exit_status = status
        self.on_leave()

    def report_server_error(self, error: Exception, source: object) -> None:
        """Log it. pygls would show it to the user, who can do nothing about a notification that failed."""
        if not isinstance(error, JsonRpcException):
            log.error("a notification could not be handled (%s)", getattr(source, "__name__", ""), exc_info=error)


def create_server(
    open_service: "Callable[[Settings], AbstractAsyncContextManager[Service]]",
    base_settings: "Callable[[], Settings]",
    answers_folder: "Callable[[], Path]",
    refresher: "Refresher | None" = None,
    *,
    prompts_folder: "Path | None" = None,
) -> TierlineServer:
    """Return a server that opens its service once the editor says ``initialized``.

    ``base_settings`` reads the user's own settings, which the editor's are laid over; ``answers_folder``
    is where answers are written that an editor without a client of ours is to open; ``refresher`` renews
    prices and benchmarks, on command and once a day; ``prompts_folder`` has the user's own prompt files.
    """
    server = TierlineServer("tierline", __version__, protocol_cls=TierlineProtocol)
    session = Session(server, open_service, base_settings, answers_folder, prompts_folder)
    commands.register(server, session)
    prompt_commands.register(server, session)
    kept_commands.register(server, session)
    usage_command.register(server, session)
    renewing = Renewing(session, refresher)
    renewing.register(server)
    background: set[asyncio.Task[None]] = set()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        use_exact_documents(server)
        session.detached.look_at(params.client_info)
        server.protocol.trace = params.trace or types.TraceValue.Off
        session.log = EditorLog(server)
        session.log.open()

    @server.feature(types.INITIALIZED)
    def initialized(_params: types.InitializedParams) -> None:
        for begun in (session.open(), session.configuration.ask_for_changes()):
            task = asyncio.get_running_loop().create_task(begun)
            background.add(task)
            task.add_done_callback(background.discard)
        renewing.start()

    async def close() -> None:
        session.closed = True
        await renewing.stop()
        await session.close()
        if session.log:
            session.log.close()

    @server.feature(types.SHUTDOWN)
    async def shutdown(_params: None = None) -> None:
        await server.close()

    server.close = _once(close)
    server.protocol.on_exit = server.leave
    _register_documents(server, session)
    return server


def _register_documents(server: LanguageServer, session: Session) -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configuration_changed(params: types.DidChangeConfigurationParams) -> None:
        session.configuration.push(params.settings)
        await session.configure()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        following.opened(session, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        following.changed(session, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        following.closed(session, params.text_document.uri)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=sorted({lsp_kind(kind) for kind in TITLES})),
    )
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        blank = on_blank_line(server, uri, params.range.start.line)
        found = actions(params, client_asks=has_own_client(server), on_blank_line=blank)
        own = own_actions(params, commands_in(session, uri)) if params.range.start != params.range.end else []
        return marked([*session.findings.fixes(params), *found, *own], server.client_capabilities)


def quiet_logs() -> None:
    """Send warnings to standard error too, without what must not be there.

    pygls logs whole messages at INFO: text and keys would be among them.
    """
    keep_log(stderr=True)
    logging.getLogger("pygls").setLevel(logging.WARNING)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(QuietExpectedErrors())
