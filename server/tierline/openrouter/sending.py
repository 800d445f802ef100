"""How far a request has come: whether one that failed can have been carried out.

A pooled connection may be dead without our knowing: the server or something between has dropped it. A request is asked
again for nothing only where it was surely not carried out (RFC 9110, section 9.2.2), and that is so in two cases:

- its body was not written to the end. No server answers half a request.
- the connection was used before and was reset without a byte of an answer. Who has read a request closes in good order;
  a reset says that nobody was there, or that the request lay there unread.

A connection that is closed in good order instead of an answer may be an idle one whose end crossed the request, or a
server that died of it. That can't be told apart, so it is an error whose cost is unknown.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from tierline.openrouter.errors import Unsent

_CONNECTED = "connection.connect_tcp.complete"
_BEGUN = "http11.send_request_headers.started"
_WRITTEN = "http11.send_request_body.complete"
_ANSWERED = "http11.receive_response_headers.complete"


@dataclass(slots=True)
class Sending:
    """One request on its way, as httpcore's trace extension tells of it."""

    reused: bool = True
    """Whether the connection was there before."""
    written: bool = False
    answered: bool = False

    async def hear(self, event: str, _info: Mapping[str, Any]) -> None:
        """Note one event of the trace."""
        if event == _CONNECTED:
            self.reused = False
        elif event == _BEGUN:
            # Through a proxy's tunnel its CONNECT came before.
            self.written = self.answered = False
        elif event == _WRITTEN:
            self.written = True
        elif event == _ANSWERED:
            self.answered = True

    @contextmanager
    def told(self, model: str) -> Iterator[None]:
        """Tell a request that was surely not carried out from one that may have been.

        Raises:
            Unsent: it was not.
        """
        try:
            yield
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
            reset = self.reused and not isinstance(error, httpx.RemoteProtocolError)
            if self.answered or (self.written and not reset):
                raise
            raise Unsent(f"The connection to {model} was dead; try again.", cost_usd=Decimal(0)) from None
