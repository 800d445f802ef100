"""Kept answers by themselves, without an editor: for the command line, and what its payloads are made of."""

from collections.abc import Mapping
from typing import Literal

from tierline.edit.hunks import diff
from tierline.kept import HunkState, Kept, KeptHunk, Rival, State
from tierline.lsp import protocol as wire
from tierline.lsp.present import decision

_TITLE = 72
_LOST: Mapping[HunkState, Literal["accepted", "rejected", "conflict"]] = {
    HunkState.PENDING: "conflict",
    HunkState.CONFLICT: "conflict",
    HunkState.ACCEPTED: "accepted",
    HunkState.REJECTED: "rejected",
}
"""How hunks that have no place are shown."""


def alone(kept: Kept) -> wire.KeptAnswer:
    """Show an answer of whose document nothing is known: no place, its hunks where they stood last."""
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
        range=None,
        conflict="",
        hunks=tuple(map(_lost, kept.hunks)),
        diff=changes(kept) if kept.state is State.PENDING else "",
        simulated=kept.simulated,
        cached=kept.cached,
        other=other_answer(kept.rival) if kept.rival else None,
        next_tier=None,
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


def changes(kept: Kept) -> str:
    """Return all that an answer changes as a diff; empty for one to read."""
    return diff(kept.before, kept.new_text, kept.path) if kept.hunks and kept.new_text is not None else ""


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
        state=_LOST[hunk.state],
    )
