"""Put an answer into the document, or keep it: never an edit on text that changed meanwhile."""

import asyncio
from dataclasses import dataclass, field

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from tierline.edit.tracked import TrackedRange
from tierline.lsp.convert import text_edits

ANSWER_WITHIN_S = 10.0
CHANGE_WITHIN_S = 2.0
STALE_WITHIN_S = 0.5
"""How long the client may take to answer an edit, to tell the change that it made, or the one that was in the way."""

ATTEMPTS = 3

CHANGED = "the selected text changed while the answer was on its way"
CLOSED = "the document was closed while the answer was on its way"
REFUSED = "the editor did not make the change"


@dataclass(slots=True)
class Target:
    """Where an answer is to go: a range that moves with the document, until the task ends."""

    uri: str
    version: int | None
    range: TrackedRange
    closed: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    hoped: TrackedRange | None = None
    """What an edit on its way will make."""
    made: bool = False
    """Whether it has, in whatever version since: the user may have changed it again right away."""

    def why_lost(self) -> str:
        """Say why the answer can't go there any more; empty while it can."""
        if self.closed:
            return CLOSED
        return CHANGED if self.range.conflict else ""

    def follow(self, text: str, version: int | None) -> None:
        """Take note of a new version of the document."""
        self.range = self.range.follow(text)
        # By the text itself: a client may say ``applied`` and have skipped a stale edit.
        self.made = self.made or (self.hoped is not None and not self.hoped.follow(text).conflict)
        self.version = version
        self.changed.set()


async def deliver(server: LanguageServer, target: Target, new_text: str) -> str:
    """Put ``new_text`` in the place of the target's range; return why not, or nothing if it was done.

    The edit carries the document's version, so that the client refuses it if the user is faster. Where
    the user then typed elsewhere only, it is made anew for the text as it is now.
    """
    why = REFUSED
    for _ in range(ATTEMPTS):
        if lost := target.why_lost():
            return lost
        version = target.version
        why = await _try(server, target, new_text)
        if not why:
            return ""
        if not await _moved(target, version, STALE_WITHIN_S):
            break
    return target.why_lost() or why


async def _try(server: LanguageServer, target: Target, new_text: str) -> str:
    where, version = target.range, target.version
    edits = text_edits(server, where.text, where.start, where.end, new_text)
    if not edits:
        return "the answer is the same as the selected text"
    text = where.text[: where.start] + new_text + where.text[where.end :]
    target.hoped, target.made = TrackedRange(text, where.start, where.start + len(new_text)), False
    target.changed.clear()
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            reply = await server.workspace_apply_edit_async(
                types.ApplyWorkspaceEditParams(
                    label="Tierline", edit=_workspace_edit(server, target.uri, version, edits)
                )
            )
    except TimeoutError:
        # Some clients make the change and never answer.
        return "" if target.made else REFUSED
    except JsonRpcException as error:
        return f"{REFUSED} ({error})"
    if not reply.applied:
        return f"{REFUSED}{_because(reply.failure_reason)}"
    await _moved(target, version, CHANGE_WITHIN_S)
    return "" if target.made else REFUSED


async def _moved(target: Target, version: int | None, within_s: float) -> bool:
    """Whether the document is, or soon comes, past ``version``: its changes may arrive after its answer."""
    if target.version != version:
        return True
    try:
        async with asyncio.timeout(within_s):
            await target.changed.wait()
    except TimeoutError:
        return False
    return target.version != version


def _workspace_edit(
    server: LanguageServer, uri: str, version: int | None, edits: list[types.TextEdit]
) -> types.WorkspaceEdit:
    workspace = server.client_capabilities.workspace
    can = workspace.workspace_edit if workspace else None
    # Resource operations exist in document changes only: Neovim announces just these.
    if can and (can.document_changes or can.resource_operations):
        document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(text_document=document, edits=list(edits))])
    return types.WorkspaceEdit(changes={uri: edits})


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason else ""
