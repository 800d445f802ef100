"""Put an answer into the document, or keep it: never an edit on text that changed meanwhile."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field, replace

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from tierline.edit.changes import Change
from tierline.edit.positions import LineIndex
from tierline.edit.tracked import TrackedRange
from tierline.lsp.convert import text_edits
from tierline.lsp.document import same_document
from tierline.lsp.misplaced import put_right, traces
from tierline.lsp.workspace_edit import Label, workspace_edit

log = logging.getLogger("tierline.lsp")

ANSWER_WITHIN_S = 10.0
CHANGE_WITHIN_S = 4.0
STALE_WITHIN_S = 2.0
"""How long the client may take to answer an edit, to tell the change that it made, or the one that was in the way."""
CONFIRM_WITHIN_S = 600.0
"""How long the user may look at an edit that waits for a yes."""

ATTEMPTS = 3

CHANGED = "the selected text changed while the answer was on its way"
CLOSED = "the document was closed while the answer was on its way"
REFUSED = "the editor did not make the change"
MISPLACED = "the editor made the change in the wrong place; undo it there, and apply the answer again"
SAME = "the answer is the same as the selected text"

PLAIN = Label("Tierline")


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
    landed: TrackedRange | None = None
    """Where it has been made, in whatever version since: the user may have changed it again right away."""
    told: list[Change] | None = None
    """What the editor told since an edit was sent; ``None`` where not all of it is known."""

    def why_lost(self) -> str:
        """Say why the answer can't go there any more; empty while it can."""
        if self.closed:
            return CLOSED
        return CHANGED if self.range.conflict else ""

    def follow(self, text: str, version: int | None, changes: tuple[Change, ...] | None = None) -> None:
        """Take note of a new version of the document, and of the changes that led there, if they are known."""
        self.told = None if self.told is None or changes is None else [*self.told, *changes]
        if self.landed is not None:
            self.landed = self.landed.carried(text, changes)
        elif self.hoped is not None:
            # By the text itself: a client may say ``applied`` and have skipped a stale edit.
            self.landed = _found(self.hoped, text)
        self.range = self.range.carried(text, changes)
        if self.range.conflict:
            # A range that is lost is followed no more; what was lost to our own edit is found by today's text.
            self.range = replace(self.range, text=text)
        self.version = version
        self.changed.set()

    def settle(self) -> None:
        """Take the place of an edit that was made, and hope for none any more."""
        self.range = self.landed or self.range
        self.hoped = self.landed = self.told = None

    def overlaps(self, other: "Target") -> bool:
        """Whether both would change some of the same text, or insert at the same place."""
        if not same_document(self.uri, other.uri) or self.why_lost() or other.why_lost():
            return False
        mine, its = (self.range.start, self.range.end), (other.range.start, other.range.end)
        return mine == its or (mine[0] < its[1] and its[0] < mine[1])

    def lines(self) -> tuple[int, int]:
        """Return the first and the last line, counted from 1."""
        index = LineIndex(self.range.text, "utf-32")
        last = max(self.range.start, self.range.end - 1)
        return index.position(self.range.start)[0] + 1, index.position(last)[0] + 1


async def deliver(server: LanguageServer, target: Target, new_text: str, label: Label = PLAIN) -> str:
    """Put ``new_text`` in the place of the target's range; return why not, or nothing if it was done.

    The edit carries the document's version, so that the client refuses it if the user is faster. Where
    the user then typed elsewhere only, it is made anew for the text as it is now. Afterwards the target's
    range is that of the new text.
    """
    why = REFUSED
    for _ in range(ATTEMPTS):
        if lost := target.why_lost():
            return lost
        version = target.version
        why = await _try(server, target, new_text, label)
        if why in {"", SAME, MISPLACED}:
            return why
        if not await _moved(target, version, STALE_WITHIN_S):
            break
    return target.why_lost() or why


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What is to be put where, in which version of the document, and the edits that do it."""

    where: TrackedRange
    version: int | None
    new_text: str
    edits: list[types.TextEdit]
    label: Label


async def _try(server: LanguageServer, target: Target, new_text: str, label: Label) -> str:
    where, version = target.range, target.version
    edits = text_edits(server, where.text, where.start, where.end, new_text)
    if not edits:
        return SAME
    text = where.text[: where.start] + new_text + where.text[where.end :]
    target.hoped, target.landed = TrackedRange(text, where.start, where.start + len(new_text)), None
    try:
        return await _proposed(server, target, _Proposal(where, version, new_text, edits, label))
    finally:
        target.settle()


async def _proposed(server: LanguageServer, target: Target, wanted: _Proposal) -> str:
    where, edits, label = wanted.where, wanted.edits, wanted.label
    target.changed.clear()
    target.told = []
    edit = workspace_edit(server, target.uri, wanted.version, edits, label)
    try:
        async with asyncio.timeout(CONFIRM_WITHIN_S if label.confirm else ANSWER_WITHIN_S):
            reply = await server.workspace_apply_edit_async(
                types.ApplyWorkspaceEditParams(label=label.title, edit=edit)
            )
    except TimeoutError:
        # Some clients make the change and never answer.
        return "" if target.landed is not None else REFUSED
    except JsonRpcException as error:
        return f"{REFUSED} ({error})"
    if not reply.applied:
        return f"{REFUSED}{_because(reply.failure_reason)}"
    await _moved(target, wanted.version, CHANGE_WITHIN_S)
    for _ in (*edits, None):
        if right := put_right(server, where, wanted.new_text, edits, target.told or (), target.range.text):
            return await _put_right(server, target, right, label)
        if target.landed is not None:
            return ""
        # Some clients tell of one edit's changes in more than one notification.
        target.changed.clear()
        if not await _moved(target, target.version, STALE_WITHIN_S):
            break
    # To make it anew where a part of it stands already would do more harm.
    return MISPLACED if traces(edits, where.text, target.range.text) else REFUSED


async def _put_right(server: LanguageServer, target: Target, right: TrackedRange, label: Label) -> str:
    """Move an edit that was made in the wrong place to where it belongs, or take it back; return why it isn't there."""
    now = target.range.text
    edits = text_edits(server, now, 0, len(now), right.text)
    edit = workspace_edit(server, target.uri, target.version, edits, label)
    version = target.version
    target.changed.clear()
    with suppress(TimeoutError, JsonRpcException):
        async with asyncio.timeout(ANSWER_WITHIN_S):
            await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(label=label.title, edit=edit))
    await _moved(target, version, CHANGE_WITHIN_S)
    if target.range.text != right.text:
        log.warning("an edit was made in the wrong place, and could not be put right")
        return MISPLACED
    target.landed = right
    return CHANGED if right.conflict else ""


def _found(hoped: TrackedRange, text: str) -> TrackedRange | None:
    """Return where the new text stands in the document; ``None`` if it does not.

    Some editors have one sort of line end for the whole of a document, and put that into what they insert.
    """
    followed = hoped.follow(text)
    if not followed.conflict:
        return followed
    start, end = (len(_plain(hoped.text[:at])) for at in (hoped.start, hoped.end))
    plain = TrackedRange(_plain(hoped.text), start, end)
    followed = plain.follow(_plain(text))
    if followed.conflict:
        return None
    return TrackedRange(text, _in_full(text, followed.start), _in_full(text, followed.end))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _in_full(text: str, offset: int) -> int:
    """Return where ``offset`` of the text with plain line ends lies in ``text``."""
    at = 0
    while offset > 0 and (end := text.find("\r\n", at)) >= 0 and end - at < offset:
        offset -= end + 1 - at
        at = end + 2
    return at + offset


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


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason else ""
