"""Ask the user a question that costs money or privacy; whatever goes wrong, the answer is no."""

import asyncio
import uuid
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.engine.events import Consent

WITHIN_S = 120.0
"""How long the user may think; silence means no."""


def consent(server: "LanguageServer", agree: str = "Yes, pay", within_s: float = WITHIN_S) -> "Consent":
    """Return a function that asks the user; only whoever chooses ``agree`` has agreed."""

    async def ask(question: str) -> bool:
        yes = types.MessageActionItem(agree)
        shown = types.ShowMessageRequestParams(
            types.MessageType.Warning, question, [yes, types.MessageActionItem("No")]
        )
        request = str(uuid.uuid4())
        try:
            async with asyncio.timeout(within_s):
                answer = await server.protocol.send_request_async(
                    types.WINDOW_SHOW_MESSAGE_REQUEST, shown, msg_id=request
                )
        except JsonRpcException:
            # The client can't ask.
            return False
        except TimeoutError:
            _take_back(server, request)
            return False
        except asyncio.CancelledError:
            _take_back(server, request)
            raise
        return isinstance(answer, types.MessageActionItem) and answer.title == yes.title

    return ask


def _take_back(server: "LanguageServer", request: str) -> None:
    """Tell the editor that nobody waits for the answer any more."""
    server.protocol.notify(types.CANCEL_REQUEST, types.CancelParams(id=request))
