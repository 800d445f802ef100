"""For editors without a client of ours: an edit that waits is offered in a message, which holds nothing up."""

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tierline.lsp.answers import show
from tierline.lsp.kept_shelf import name_of
from tierline.task import TierlineError

if TYPE_CHECKING:
    from tierline.kept import Kept
    from tierline.lsp.session import Session

APPLY, SHOW, DISCARD = (types.MessageActionItem(title) for title in ("Apply", "Show", "Discard"))


class Offers:
    """The messages of one connection that the user has not answered yet."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._open: set[asyncio.Task[None]] = set()

    def make(self, kept: "Kept", text: str, *, safe: bool) -> None:
        """Offer to put an edit into the text if that is ``safe``, to show ``text``, or to discard it; wait for nothing.

        Where the text has changed, to put it there is not offered either.
        """
        offer = asyncio.create_task(self._offer(kept, text, safe=safe))
        self._open.add(offer)
        offer.add_done_callback(self._open.discard)

    def close(self) -> None:
        """Wait for no reply any more; what was not decided waits for the next start."""
        for offer in self._open:
            offer.cancel()

    async def _offer(self, kept: "Kept", text: str, *, safe: bool) -> None:
        session = self._session
        chosen = await self._chosen(kept, safe=safe)
        try:
            if chosen == SHOW.title:
                await show(session.server, session.answers_folder(), kept.id, text)
            elif chosen == APPLY.title:
                await self._apply(kept)
            elif chosen == DISCARD.title:
                from tierline.lsp.kept_apply import discard

                await discard(session, session.kept.named(kept.id), None)
        except TierlineError as error:
            self._say(str(error))

    async def _chosen(self, kept: "Kept", *, safe: bool) -> str:
        """Return the title that the user chose; empty for none. An editor that can't ask shows the answer."""
        from tierline.lsp.kept_present import conflict

        session = self._session
        against = conflict(session.server, kept, session.kept.place(kept))
        why = f": {kept.why}" if kept.why else ""
        message = f"Tierline kept the answer to '{kept.kind}' in {name_of(kept)}{why}."
        actions = [APPLY, SHOW, DISCARD] if safe and not against else [SHOW, DISCARD]
        try:
            reply = await session.server.window_show_message_request_async(
                types.ShowMessageRequestParams(types.MessageType.Info, message, actions)
            )
        except JsonRpcException:
            return SHOW.title
        return reply.title if isinstance(reply, types.MessageActionItem) else ""

    async def _apply(self, kept: "Kept") -> None:
        from tierline.lsp.kept_apply import apply

        _, why = await apply(self._session, self._session.kept.named(kept.id), None)
        if why:
            self._say(f"The answer stays kept: {why}.")

    def _say(self, sentence: str) -> None:
        self._session.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, sentence))
