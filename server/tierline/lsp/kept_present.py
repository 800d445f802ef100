"""From kept answers to the wire's payloads."""

from typing import TYPE_CHECKING

from tierline.edit.hunks import diff
from tierline.kept import HunkState, Kept, KeptHunk, Rival, State
from tierline.kept.placing import why_not
from tierline.lsp import protocol as wire
from tierline.lsp.convert import line_index
from tierline.lsp.document import is_open
from tierline.lsp.kept_shelf import name_of
from tierline.lsp.present import decision

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.edit.pending import PendingEdit
    from tierline.edit.positions import LineIndex

_TITLE = 72


def kept_answer(
    server: "LanguageServer", kept: Kept, placed: "PendingEdit | None", step: wire.NextTier | None
) -> wire.KeptAnswer:
    """Show an answer as it stands to today's text; ``step`` is the one up from its tier."""
    return wire.KeptAnswer(
        id=kept.id,
        uri=kept.uri,
        kind=kept.kind,
        instruction=kept.instruction,
        at=kept.at,
        tier=kept.tier,
        model=kept.model,
        provider=kept.provider,
        score=wire.ScoreInfo(value=kept.score, reasons=kept.reasons),
        cost_usd=kept.cost_usd,
        decision=decision(kept.decision),
        state=kept.state.value,
        why=kept.why,
        text=kept.text,
        new_text=kept.new_text,
        range=range_of(server, placed) if placed else None,
        conflict=conflict(server, kept, placed),
        hunks=hunk_infos(server, kept, placed),
        diff=waiting_diff(kept, placed),
        simulated=kept.simulated,
        cached=kept.cached,
        other=other_answer(kept.rival) if kept.rival else None,
        next_tier=step,
    )


def summary(kept: Kept) -> wire.AnswerSummary:
    """Show an answer in a list."""
    return wire.AnswerSummary(
        id=kept.id,
        uri=kept.uri,
        kind=kept.kind,
        at=kept.at,
        tier=kept.tier,
        model=kept.model,
        cost_usd=kept.cost_usd,
        state=kept.state.value,
        title=title(kept),
    )


def title(kept: Kept) -> str:
    """Return the first words: of what was asked for, else of the answer."""
    lines = (kept.instruction or kept.text).split("\n")
    said = next((words for line in lines if (words := line.strip(" `#>*-\t\r")) and not line.startswith("```")), "")
    return said if len(said) <= _TITLE else f"{said[: _TITLE - 1].rstrip()}…"


def range_of(server: "LanguageServer", placed: "PendingEdit") -> wire.Range:
    """Show where the target is in today's text."""
    return _range(line_index(server, placed.text), placed.start, placed.end)


def hunk_infos(server: "LanguageServer", kept: Kept, placed: "PendingEdit | None") -> tuple[wire.HunkInfo, ...]:
    """Show the hunks where they stand today; one that has no place stands in conflict where it stood last."""
    if placed is None:
        return tuple(_lost(hunk) for hunk in kept.hunks)
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


def waiting_diff(kept: Kept, placed: "PendingEdit | None") -> str:
    """Return the diff of what waits against today's text; of the whole answer where a part has lost its place."""
    if kept.state is not State.PENDING or kept.new_text is None:
        return ""
    if placed is None:
        return diff(kept.before, kept.new_text, kept.path)
    today = placed.text[placed.start : placed.end]
    if placed.of(HunkState.CONFLICT):
        return diff(today, kept.new_text, kept.path)
    then = placed.accept()
    return diff(today, then.text[then.start : then.end], kept.path)


def other_answer(rival: Rival) -> wire.OtherAnswer:
    """Show what is to be compared."""
    return wire.OtherAnswer(
        id=rival.id,
        text=rival.text,
        new_text=rival.new_text,
        model=rival.model,
        tier=rival.tier,
        score=wire.ScoreInfo(value=rival.score, reasons=rival.reasons),
        cost_usd=rival.cost_usd,
    )


def _lost(hunk: KeptHunk) -> wire.HunkInfo:
    first = hunk.anchor.line
    last = first + hunk.old.count("\n")
    return wire.HunkInfo(
        id=hunk.id,
        range=wire.Range(start=wire.Position(line=first, character=0), end=wire.Position(line=last, character=0)),
        old_text=hunk.old,
        new_text=hunk.new,
        state="conflict" if hunk.state is HunkState.PENDING else hunk.state.value,
    )


def _range(index: "LineIndex", start: int, end: int) -> wire.Range:
    first, last = index.position(start), index.position(end)
    return wire.Range(
        start=wire.Position(line=first[0], character=first[1]), end=wire.Position(line=last[0], character=last[1])
    )
