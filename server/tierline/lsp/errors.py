"""The one place where anything unexpected is caught: the editor gets a sentence, never a traceback."""

import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from tierline.log import current_request, in_request, new_request
from tierline.task import TierlineError

if TYPE_CHECKING:
    from tierline.lsp.protocol import Wire

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound="Wire")

REQUEST_FAILED = -32803
"""LSP's ``RequestFailed``: the request was well-formed and could not be carried out."""

log = logging.getLogger("tierline")


class DocumentNotOpen(TierlineError):
    """The editor has not told the server about the document."""

    code = "document-not-open"


class InNotebook(TierlineError):
    """The document is a cell of a notebook."""

    code = "in-notebook"


class RangeOutside(TierlineError):
    """The range does not lie within the document."""

    code = "range-outside"


class BadArgument(JsonRpcInvalidParams):
    """What a message carries is not what it may carry."""

    def __init__(self, message: str) -> None:
        super().__init__(message, data={"code": "invalid-params"})


def in_sentences(handler: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Turn what ``handler`` raises into a JSON-RPC error with one readable sentence.

    Cancellation passes. ``data`` holds the error's ``code`` for programs, and what the log calls the request by.
    """

    @wraps(handler)
    async def safe(*args: P.args, **kwargs: P.kwargs) -> R:
        in_request(new_request())
        try:
            return await handler(*args, **kwargs)
        except JsonRpcException:
            raise
        except TierlineError as error:
            retry = getattr(error, "retry_after_s", None)
            data = {"code": error.code, "requestId": current_request()}
            data |= {} if retry is None else {"retryAfterS": retry}
            raise JsonRpcException(str(error), REQUEST_FAILED, data) from None
        except Exception as error:
            log.exception("a handler failed")
            raise JsonRpcException(
                f"Tierline ran into a fault of its own ({type(error).__name__}); nothing was changed. "
                "The server's log has the details.",
                REQUEST_FAILED,
                {"code": "internal", "requestId": current_request()},
            ) from None

    return safe


def parsed(model: "type[M]", raw: Any) -> M:
    """Return ``raw`` as ``model``.

    Raises:
        BadArgument: it doesn't fit; the message names the member.
    """
    from pydantic import ValidationError

    # pygls hands out the parameters of methods that LSP doesn't know as a named tuple.
    members = raw._asdict() if hasattr(raw, "_asdict") else raw
    try:
        return model.model_validate({} if members is None else members)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the argument"
        if first["type"] == "extra_forbidden":
            known = ", ".join(field.alias or name for name, field in model.model_fields.items())
            raise BadArgument(f"Invalid params: {place} is not known here; the members are {known}.") from None
        raise BadArgument(f"Invalid params: {place}: {first['msg']}.") from None


class QuietExpectedErrors(logging.Filter):
    """Keep pygls from logging a traceback for each error that is a mere answer."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop the record if it is about a ``JsonRpcException``."""
        return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcException))
