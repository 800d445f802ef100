"""What JSON-RPC and LSP demand of a message, before anything is done with it. No I/O (pure)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable

INVALID_REQUEST = -32600
NOT_INITIALIZED = -32002
_OUTCOMES = ("result", "error")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a message is refused. Answered with ``msg_id``; nothing is answered where ``silent``."""

    code: int
    why: str
    msg_id: str | int | None = None
    silent: bool = False


def flaw_in(message: Any) -> Flaw | None:
    """Return what is wrong with a message as such, whatever it asks for."""
    if isinstance(message, list):
        return Flaw(INVALID_REQUEST, "LSP has no batches; send each message by itself.")
    if not isinstance(message, dict):
        return Flaw(INVALID_REQUEST, "A message is an object.")
    given = message.get("id")
    # A bool is an int in Python, and no id.
    msg_id = given if isinstance(given, str | int) and not isinstance(given, bool) else None
    if "method" not in message and "id" in message:
        # An answer that can't be used is never answered.
        useful = (
            message.get("jsonrpc") == "2.0" and msg_id is not None and ("result" in message) != ("error" in message)
        )
        return None if useful else Flaw(INVALID_REQUEST, "An answer has an id, and a result or an error.", silent=True)
    wrong = next((why for is_wrong, why in _RULES if is_wrong(message, msg_id)), None)
    return Flaw(INVALID_REQUEST, wrong, msg_id) if wrong else _wrong_form(message["method"], msg_id)


_RULES: "tuple[tuple[Callable[[dict[str, Any], str | int | None], bool], str], ...]" = (
    (lambda message, _: message.get("jsonrpc") != "2.0", 'A message has "jsonrpc": "2.0".'),
    (lambda message, _: not isinstance(message.get("method"), str), "The method of a message is a string."),
    (lambda message, msg_id: "id" in message and msg_id is None, "The id of a request is a string or an integer."),
)


def _wrong_form(method: str, msg_id: str | int | None) -> Flaw | None:
    known = types.METHOD_TO_TYPES.get(method)
    if known is None:
        return None
    is_request = known[1] is not None
    if is_request and msg_id is None:
        return Flaw(INVALID_REQUEST, f"{method} is a request; it needs an id.")
    if not is_request and msg_id is not None:
        return Flaw(INVALID_REQUEST, f"{method} is a notification; it has no id.", msg_id)
    return None


def untimely(method: str, msg_id: str | int | None, *, initialized: bool, leaving: bool) -> Flaw | None:
    """Return why a request or notification can't be taken now, by LSP's life cycle; ``exit`` always can."""
    silent = msg_id is None
    if method == types.EXIT:
        return None
    if leaving:
        return Flaw(INVALID_REQUEST, "The server is shutting down.", msg_id, silent)
    if method == types.INITIALIZE:
        return Flaw(INVALID_REQUEST, "initialize can be sent once only.", msg_id, silent) if initialized else None
    return None if initialized else Flaw(NOT_INITIALIZED, "Send initialize first.", msg_id, silent)
