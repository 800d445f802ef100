"""pygls's protocol, made to outlive whatever a client sends."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from cattrs import BaseValidationError, transform_error
from lsprotocol import types
from pygls.exceptions import JsonRpcInternalError, JsonRpcInvalidParams, JsonRpcParseError
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage

from tierline.lsp.document import is_open
from tierline.lsp.errors import BadArgument
from tierline.lsp.framing import Malformed
from tierline.lsp.jsonrpc import Flaw, flaw_in, untimely
from tierline.lsp.progress import CLIENT_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

log = logging.getLogger("tierline.lsp")

_INVALID = JsonRpcInvalidParams.CODE
OWN_FAULT = "Tierline ran into a fault of its own; nothing was changed. The server's log has the details."
_LONGEST_NAME = 60
"""Characters of a name of the client's that are repeated in a sentence."""


class TierlineProtocol(LanguageServerProtocol):
    """Each message gets what LSP says: its answer, one error with a sentence, or nothing. Never a traceback."""

    _leaving = False
    """Whether the client has said ``shutdown``."""
    on_exit: "Callable[[int], None]" = staticmethod(lambda _status: None)
    """Called with the exit status when the client says ``exit``."""

    def take(self, message: Any) -> None:
        """Handle one message as it was parsed."""
        if isinstance(message, Malformed):
            self._refuse(Flaw(JsonRpcParseError.CODE, message.why))
            return
        flaw = flaw_in(message)
        method, msg_id = (None, None) if flaw else (message.get("method"), message.get("id"))
        if method is not None:
            initialized = self._workspace is not None
            flaw = untimely(method, msg_id, initialized=initialized, leaving=self._leaving)
        if flaw:
            self._refuse(flaw)
            return
        if method is None and not self._is_waited_for(msg_id):
            log.debug("an answer came that nobody waits for")
            return
        try:
            structured = self.structure_message(message)
        except Exception as error:  # noqa: BLE001 cattrs and lsprotocol raise all kinds for what doesn't fit
            self._misfit(method, msg_id, error)
            return
        self._leaving |= method == types.SHUTDOWN
        try:
            self.handle_message(structured)
        except Exception:
            # The edge: the connection outlives any message.
            log.exception("a message could not be handled")
            if method is not None:
                self._refuse(Flaw(JsonRpcInternalError.CODE, OWN_FAULT, msg_id, silent=msg_id is None))

    def _is_waited_for(self, msg_id: Any) -> bool:
        """Whether it is of a request of ours: pygls keeps the client's own requests, as tasks, in the same place."""
        waiting = self._request_futures.get(msg_id)
        return waiting is not None and not isinstance(waiting, asyncio.Future)

    def _misfit(self, method: str | None, msg_id: Any, error: Exception) -> None:
        if method is None:
            # Whoever asked must not wait for ever.
            self._handle_response(msg_id, error=types.ResponseError(_INVALID, "The editor's answer can't be read."))
            return
        places = transform_error(error, path=method) if isinstance(error, BaseValidationError) else []
        why = f"Invalid params: {places[0]}." if places else f"Invalid params for {_short(method)}."
        self._refuse(Flaw(_INVALID, why, msg_id, silent=msg_id is None))

    def _refuse(self, flaw: Flaw) -> None:
        log.debug("a message was refused: %s", flaw.why)
        if not flaw.silent:
            error = {"code": flaw.code, "message": flaw.why}
            self._send_data({"jsonrpc": self.VERSION, "id": flaw.msg_id, "error": error})

    def structure_message(self, data: Any) -> Any:
        """Return the message as its type. Unlike pygls's, this logs nothing: what is wrong may be a secret."""
        if "jsonrpc" not in data:
            # pygls's own loops ask this of every object within a message.
            return data
        method, is_request = data.get("method"), "id" in data
        if method is None:
            answer = self._result_types.pop(data["id"], None) or JsonRPCResponseMessage
            failed = data.get("error") is not None
            return self._converter.structure(data, types.ResponseErrorMessage if failed else answer)
        own = JsonRPCRequestMessage if is_request else JsonRPCNotification
        return self._converter.structure({"params": None} | data, self.get_message_type(method) or own)

    def _handle_response(self, msg_id: str | int, result: Any = None, error: Any = None) -> None:
        waiting = self._request_futures.get(msg_id)
        if waiting is not None and waiting.done():
            # Whoever asked has stopped waiting: cancelled, or out of patience.
            self._request_futures.pop(msg_id)
            return
        super()._handle_response(msg_id, result, error)

    def _handle_cancel_notification(self, msg_id: str | int) -> None:
        # Whoever cancels what has just ended does nothing wrong; pygls would warn of it.
        if msg_id in self._request_futures:
            super()._handle_cancel_notification(msg_id)

    def _execute_handler(self, msg_id: str | int, *args: Any, **more: Any) -> None:
        super()._execute_handler(msg_id, *args, **more)
        # pygls lets go of requests alone: every keystroke would leave something behind.
        if future := self._request_futures.get(msg_id):
            future.add_done_callback(lambda _done: self._request_futures.pop(msg_id, None))

    def _run_generator(self, future: Any, *, gen: Any, result_future: Any) -> None:
        """Go on with a handler of pygls's own; one that waits for something that was cancelled is cancelled with it."""
        if future is not None and future.cancelled():
            gen.close()
            result_future.cancel()
        else:
            super()._run_generator(future, gen=gen, result_future=result_future)

    def _send_response(self, msg_id: str | int, result: Any = None, error: types.ResponseError | None = None) -> None:
        """Send it; pygls would send the traceback of an unexpected error along."""
        if error is not None and error.code == JsonRpcInternalError.CODE:
            error = types.ResponseError(error.code, OWN_FAULT, {"code": "internal"})
        super()._send_response(msg_id, result, error)

    # pygls runs a command in a task of its own, which `$/cancelRequest` does not reach: it declares a
    # generator here, and takes a coroutine just as well, as the request's own task.
    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    async def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Any:  # type: ignore[override]
        """Run the command; its ``workDoneToken`` is kept for its progress."""
        if params.command not in self.fm.commands:
            raise BadArgument(f"There is no command {_short(params.command)}; `tierline schema` lists those there are.")
        CLIENT_TOKEN.set(params.work_done_token)
        handler, args, kwargs = next(super().lsp_workspace__execute_command(params))
        return await handler(*args, **(kwargs or {}))

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> "Generator[Any, Any, None]":
        """Make the changes, unless the document is not open: what they are changes of is not known then."""
        if not is_open(self._server, params.text_document.uri):
            log.warning("a document was changed that is not open")
            return
        yield from super().lsp_text_document__did_change(params)

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        """Leave; pygls would raise ``SystemExit`` wherever it stands."""
        self.on_exit(0 if self._leaving else 1)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
