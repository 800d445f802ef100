"""The language server: pygls with what Tierline adds. Nothing heavy is imported before ``initialized``."""

import asyncio
import logging
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from tierline.log import keep_log
from tierline.lsp import commands, prompt_commands, usage_command
from tierline.lsp.code_actions import TITLES, actions, lsp_kind, own_actions
from tierline.lsp.convert import has_own_client
from tierline.lsp.document import use_exact_documents
from tierline.lsp.errors import QuietExpectedErrors
from tierline.lsp.logs import EditorLog
from tierline.lsp.progress import CLIENT_TOKEN
from tierline.lsp.prompts import commands_in
from tierline.lsp.refreshing import Refresher, Renewing
from tierline.lsp.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tierline.lsp.service import Service
    from tierline.settings import Settings


class TierlineProtocol(LanguageServerProtocol):
    """pygls's protocol, with cancellation that reaches commands and late replies that harm nobody."""

    def _handle_response(self, msg_id: str | int, result: Any = None, error: Any = None) -> None:
        waiting = self._request_futures.get(msg_id)
        if waiting is not None and waiting.done():
            # Whoever asked has stopped waiting: cancelled, or out of patience.
            self._request_futures.pop(msg_id)
            return
        super()._handle_response(msg_id, result, error)

    # pygls runs a command in a task of its own, which `$/cancelRequest` does not reach: it declares a
    # generator here, and takes a coroutine just as well, as the request's own task.
    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    async def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Any:  # type: ignore[override]
        """Run the command; its ``workDoneToken`` is kept for its progress."""
        CLIENT_TOKEN.set(params.work_done_token)
        handler, args, kwargs = next(super().lsp_workspace__execute_command(params))
        return await handler(*args, **(kwargs or {}))


class TierlineServer(LanguageServer):
    """A language server that knows how it ended."""

    exit_status = 0
    """1 if the client said ``exit`` without ``shutdown``; the end of the input alone is nobody's fault."""
    at_exit: "Callable[[int], None]" = staticmethod(lambda _status: None)
    """Called with the exit status when the client says ``exit``."""


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
    server = TierlineServer("tierline", version("tierline"), protocol_cls=TierlineProtocol)
    session = Session(server, open_service, base_settings, answers_folder, prompts_folder)
    commands.register(server, session)
    prompt_commands.register(server, session)
    usage_command.register(server, session)
    renewing = Renewing(session, refresher)
    renewing.register(server)
    background: set[asyncio.Task[None]] = set()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        use_exact_documents(server)
        server.protocol.trace = params.trace or types.TraceValue.Off
        session.log = EditorLog(server)
        session.log.open()

    @server.feature(types.INITIALIZED)
    def initialized(_params: types.InitializedParams) -> None:
        opening = asyncio.get_running_loop().create_task(session.open())
        background.add(opening)
        opening.add_done_callback(background.discard)
        renewing.start()

    @server.feature(types.SHUTDOWN)
    async def shutdown(_params: None = None) -> None:
        await renewing.stop()
        await session.close()
        session.closed = True
        if session.log:
            session.log.close()

    @server.feature(types.EXIT)
    def told_to_exit(_params: None = None) -> None:
        server.exit_status = 0 if session.closed else 1
        server.at_exit(server.exit_status)

    _register_documents(server, session)
    return server


def _register_documents(server: LanguageServer, session: Session) -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configuration_changed(_params: types.DidChangeConfigurationParams) -> None:
        await session.configure()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(_params: types.DidOpenTextDocumentParams) -> None:
        """Registered so that the server announces that it wants to know."""

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        session.document_changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.document_closed(params.text_document.uri)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=sorted({lsp_kind(kind) for kind in TITLES})),
    )
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        found = actions(params, client_asks=has_own_client(server))
        return found + own_actions(params, commands_in(session, params.text_document.uri)) if found else found


def quiet_logs() -> None:
    """Send warnings to standard error too, without what must not be there.

    pygls logs whole messages at INFO: text and keys would be among them.
    """
    keep_log(stderr=True)
    logging.getLogger("pygls").setLevel(logging.WARNING)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(QuietExpectedErrors())
