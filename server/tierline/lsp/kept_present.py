"""From kept answers to the wire's payloads."""

from typing import TYPE_CHECKING

from tierline.edit.hunks import diff
from tierline.kept import HunkState, Kept, State
from tierline.kept.placing import why_not
from tierline.lsp import protocol as wire
from tierline.lsp.convert import line_index
from tierline.lsp.document import is_open
from tierline.lsp.kept_shelf import name_of
from tierline.lsp.kept_words import alone, changes

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.edit.pending import PendingEdit
    from tierline.edit.positions import LineIndex


def kept_answer(
    server: "LanguageServer", kept: Kept, placed: "PendingEdit | None", step: wire.NextTier | None
) -> wire.KeptAnswer:
    """Show an answer as it stands to today's text; ``step`` is the one up from its tier."""
    shown = alone(kept)
    return shown.model_copy(
        update={
            "range": range_of(server, placed) if placed else None,
            "conflict": conflict(server, kept, placed),
            "hunks": hunk_infos(server, kept, placed),
            "diff": waiting_diff(kept, placed),
            "next_tier": step,
        }
    )


def range_of(server: "LanguageServer", placed: "PendingEdit") -> wire.Range:
    """Show where the target is in today's text."""
    return _range(line_index(server, placed.text), placed.start, placed.end)


def hunk_infos(server: "LanguageServer", kept: Kept, placed: "PendingEdit | None") -> tuple[wire.HunkInfo, ...]:
    """Show the hunks where they stand today; one that has no place stands in conflict where it stood last."""
    if placed is None:
        return alone(kept).hunks
    index = line_index(server, placed.text)
    return tuple(
        wire.HunkInfo(
            id=place.hunk.id,
            range=_range(index, place.start, place.end),
            old_text=place.hunk.old,
            new_text=place.hunk.text,
            state=place.state.value,
        )
        for place in placed.hunks
    )


def conflict(server: "LanguageServer", kept: Kept, placed: "PendingEdit | None") -> str:
    """Say what stands against putting the rest of an answer into the text."""
    if kept.state is not State.PENDING:
        return ""
    if placed:
        return why_not(placed)
    name = name_of(kept)
    if not is_open(server, kept.uri):
        return f"{name} is not open in the editor"
    return f"the code that the answer is about can't be found in {name} any more"


def _range(index: "LineIndex", start: int, end: int) -> wire.Range:
    first, last = index.position(start), index.position(end)
    return wire.Range(
        start=wire.Position(line=first[0], character=first[1]), end=wire.Position(line=last[0], character=last[1])
    )


def waiting_diff(kept: Kept, placed: "PendingEdit | None") -> str:
    """Return the diff of what waits against today's text; of the whole answer where a part has lost its place."""
    if kept.state is not State.PENDING or kept.new_text is None:
        return ""
    if placed is None:
        return changes(kept)
    today = placed.text[placed.start : placed.end]
    if placed.of(HunkState.CONFLICT):
        return diff(today, kept.new_text, kept.path)
    then = placed.accept()
    return diff(today, then.text[then.start : then.end], kept.path)
