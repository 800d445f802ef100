"""Put a kept answer, or some of its hunks, into the text; or discard them."""

from typing import TYPE_CHECKING

from tierline.edit.tracked import TrackedRange
from tierline.kept import HunkState, Kept, State
from tierline.kept.placing import reconsidered
from tierline.lsp.apply import CHANGED, Target, deliver
from tierline.lsp.document import is_open
from tierline.lsp.errors import DocumentNotOpen
from tierline.lsp.kept_present import conflict
from tierline.lsp.kept_shelf import name_of
from tierline.task import TierlineError

if TYPE_CHECKING:
    from collections.abc import Collection

    from tierline.edit.pending import PendingEdit
    from tierline.lsp.session import Session

_TRIES = 3
"""How often an edit is made anew because the user typed between its hunks."""

_NOTHING_WAITS = {
    State.ANSWERED: "the answer is for reading",
    State.APPLIED: "all of it is in the text",
    State.PARTLY: "what was not rejected is in the text",
    State.DISCARDED: "the answer was discarded; name the hunks that are wanted after all",
}


class NoSuchHunk(TierlineError):
    """The answer has no hunk of that id."""

    code = "no-hunk"


async def apply(session: "Session", kept: Kept, ids: "Collection[str] | None") -> tuple[tuple[str, ...], str]:
    """Put hunks into the text as one edit; return which were, and why others, or all, were not.

    Without ``ids`` all that wait. One that was rejected can be put into the text after all, if it is named.

    Raises:
        DocumentNotOpen, NoSuchHunk: nothing can be done.
    """
    wanted = _named(kept, ids)
    if not is_open(session.server, kept.uri):
        raise DocumentNotOpen(f"{name_of(kept)} is not open in the editor; open it, then apply the answer again.")
    async with session.delivering(kept.uri):
        for _ in range(_TRIES):
            kept = session.kept.now(kept)
            placed = _ready(session, kept, wanted, named=ids is not None)
            chosen = [p for p in placed.of(HunkState.PENDING) if p.hunk.id in wanted] if placed else []
            if placed is None or not chosen:
                return (), conflict(session.server, kept, placed) or _why_nothing(kept)
            applied = tuple(place.hunk.id for place in chosen)
            why = await _deliver(session, kept, placed, applied)
            if why != CHANGED:
                break
    kept = session.kept.now(kept)
    if why:
        return (), why
    _settle(session, kept)
    left = wanted - {hunk.id for hunk in kept.hunks if hunk.state is HunkState.ACCEPTED}
    return applied, conflict(session.server, kept, session.kept.place(kept)) if left else ""


async def discard(session: "Session", kept: Kept, ids: "Collection[str] | None") -> None:
    """Reject hunks, or all that are not in the text.

    Raises:
        NoSuchHunk: the answer has none of that id.
    """
    wanted = _named(kept, ids) if ids is not None else {hunk.id for hunk in kept.hunks}
    # An edit on its way knows nothing of it, and would have the last word.
    async with session.delivering(kept.uri):
        placed = session.kept.place(kept)
        kept = session.kept.now(kept)
        states = {h.id: HunkState.REJECTED for h in kept.hunks if h.id in wanted and h.state is not HunkState.ACCEPTED}
        await session.kept.update(kept.with_states(states), placed.reject(states) if placed else None)
        _settle(session, session.kept.now(kept))


async def _deliver(session: "Session", kept: Kept, placed: "PendingEdit", ids: "Collection[str]") -> str:
    """Make one edit of the hunks' common surroundings; return why not, or nothing if it was done."""
    changes = placed.replacements(ids)
    start, end = changes[0].start, changes[-1].end
    then = placed.accept(ids)
    # From the end of the document nothing has moved.
    new_text = then.text[start : len(then.text) - (len(placed.text) - end)]
    document = session.server.workspace.get_text_document(kept.uri)
    target = Target(document.uri, document.version, TrackedRange(placed.text, start, end))
    session.targets.append(target)
    try:
        with session.kept.still(kept.key):
            why = await deliver(session.server, target, new_text)
            if not why:
                await session.kept.update(kept, then)
    finally:
        session.targets.remove(target)
    return why


def _why_nothing(kept: Kept) -> str:
    """Say why none of an answer waits; an edit of which nothing could be used has its own reason."""
    return (kept.why if kept.state is State.ANSWERED else "") or _NOTHING_WAITS.get(kept.state, CHANGED)


def _ready(session: "Session", kept: Kept, wanted: "Collection[str]", *, named: bool) -> "PendingEdit | None":
    """Return the answer's places, looked for once more where they were lost; named ones wait again."""
    placed = session.kept.place(kept, anew=True)
    if placed is None or not named:
        return placed
    return reconsidered(placed, wanted)


def _named(kept: Kept, ids: "Collection[str] | None") -> set[str]:
    known = {hunk.id for hunk in kept.hunks}
    if ids is None:
        return {hunk.id for hunk in kept.hunks if hunk.state in {HunkState.PENDING, HunkState.CONFLICT}}
    if unknown := sorted(set(ids) - known):
        raise NoSuchHunk(f"The answer {kept.id!r} has no hunk {unknown[0]!r}; take the ids from its hunks.")
    return set(ids)


def _settle(session: "Session", kept: Kept) -> None:
    """Tell the ledger what became of the answer; partly accepted counts as accepted."""
    from tierline.ledger import Fate

    if kept.state in {State.APPLIED, State.PARTLY} or any(h.state is HunkState.ACCEPTED for h in kept.hunks):
        session.memory.decided(kept.id, kept.row, Fate.ACCEPTED)
    elif kept.state is State.DISCARDED:
        session.memory.decided(kept.id, kept.row, Fate.REJECTED)
