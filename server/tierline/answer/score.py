"""Score an answer from 0 to 10 without asking anybody, and say why."""

from collections.abc import Sequence
from dataclasses import dataclass

from tierline.answer.checks import SLIGHT, UNFIT, findings
from tierline.answer.evidence import Evidence
from tierline.answer.finding import Finding
from tierline.task import Task

FULL = 10.0


@dataclass(frozen=True, slots=True)
class Score:
    """0 (useless) to 10 (nothing to object to), with each objection in plain words."""

    value: float
    reasons: tuple[str, ...] = ()
    unfit: str = ""
    """Which objection forbids putting the answer into the text; empty if it may go there."""


def score(task: Task, reply: str, new_text: str | None, finish_reason: str) -> Score:
    """Score a whole reply; ``new_text`` is the replacement that was found in it, for kinds that edit.

    What the editor would report of it nobody knows before it is in the file, and it is scored before.
    """
    found = findings(Evidence(task, reply, new_text, finish_reason))
    unfit = next((f.sentence for f in found if f.points >= UNFIT), "") if task.kind.edits else ""
    return Score(value_of(found), tuple(f.sentence for f in found), unfit)


def value_of(found: Sequence[Finding]) -> float:
    """Return what is left of 10 points. Slight objections together cost no more than the gravest of their sort may."""
    grave = sum(f.points for f in found if f.points > SLIGHT)
    slight = sum(f.points for f in found if f.points <= SLIGHT)
    return max(0.0, FULL - grave - min(slight, SLIGHT))
