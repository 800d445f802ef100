"""What the server is to send, as a value: a head and steps. Nothing here knows a socket."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tierline.sandbox import exact_json
from tierline.sandbox.tariff import Tariff

JSON_TYPE = "application/json"
USER_ID = "user_sandbox"


@dataclass(frozen=True, slots=True)
class Send:
    """One write, framed by HTTP. ``content`` and ``reasoning`` are the text it carries to the client, to be billed."""

    data: bytes
    content: str = ""
    reasoning: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes straight to the socket, outside HTTP's framing."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause in seconds; None lasts until the client leaves."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is closed here, whatever was promised."""

    reset: bool = False
    """Whether the client is told that there never was one, as by a server that has forgotten it."""


Step = Send | Raw | Wait | Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to be played. ``steps`` may never end."""

    status: int | None
    """None: no head is sent at all."""
    headers: tuple[tuple[str, str], ...] = ()
    steps: Iterable[Step] = ()
    pace_s: float = 0.0
    """Least pause after each ``Send``, in seconds."""
    model: str = ""
    free: bool = False
    behaviour: str = ""
    generation_id: str = ""
    finish_reason: str | None = None
    streamed: bool = False
    bills_on: bool = False
    """Whether a stream is billed to its end also where the client leaves before."""
    tariff: Tariff | None = None
    """How to bill what was sent; None where nothing can cost anything."""
    account_level: bool = False
    """A refusal that trying another model does not help."""

    @property
    def refused(self) -> bool:
        """Whether the status says no."""
        return self.status is not None and self.status >= 400  # noqa: PLR2004 - HTTP's own border


def json_reply(payload: Any, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Answer with JSON; errors go out chunked, without ``Content-Length``, as they do behind the real edge."""
    return Reply(
        status=status,
        headers=(("Content-Type", JSON_TYPE), *headers),
        steps=(Send(exact_json.dumps(payload)),),
    )


def error_body(code: int | str, message: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the ``error`` object with the account beside it; a 401 knows no account."""
    error: dict[str, Any] = {"message": message, "code": code}
    if metadata is not None:
        error["metadata"] = metadata
    return {"error": error} if code == 401 else {"error": error, "user_id": USER_ID}  # noqa: PLR2004 - HTTP's


def error_reply(
    status: int,
    message: str,
    *,
    metadata: dict[str, Any] | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Reply:
    """Refuse with a status and the error object."""
    return json_reply(error_body(status, message, metadata), status=status, headers=headers)
