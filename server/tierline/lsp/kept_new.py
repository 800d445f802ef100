"""From what a task has come to, to the answers that are kept of it; without an editor, for the command line too."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tierline.kept import Kept, Rival, hunks_of, new_key, time_of
from tierline.kept.anchor import anchor, line_of
from tierline.kept.placing import digest

if TYPE_CHECKING:
    from tierline.engine.outcome import Answer, Outcome
    from tierline.task import Diagnostic, Task

_LONGEST_ID = 64
_SECOND = "-other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What answers are kept with, beside what they say."""

    id: str
    """The task's."""
    uri: str
    asked: "Task"
    """What the model was asked."""
    real: "Task"
    """The same on the document as it is now; the hunks are those of the text that stands there."""
    prompt: str = ""
    row: str = ""
    applies: bool = True
    simulated: bool = False


def new_answers(key: str, origin: Origin, outcome: "Outcome", at: float, why: str) -> Iterator[Kept]:
    """Yield what is to be kept at ``at`` (epoch seconds), the one that counts last, under ``key``."""
    first = _kept(key, origin, outcome.answer, outcome, at, why)
    if outcome.other is not None:
        # A millisecond older than the one that counts, which is to be the newest.
        second = replace(
            _kept(key, origin, outcome.other, outcome, at, "another answer scored higher"),
            key=new_key(time_of(key) - 0.001),
            id=f"{origin.id[: _LONGEST_ID - len(_SECOND)]}{_SECOND}",
            cost_usd=outcome.other.cost_usd,
            row="",
        )
        yield replace(second, rival=rival(first))
        first = replace(first, rival=rival(second))
    yield first


def rival(kept: Kept) -> Rival:
    """Return what is shown of an answer beside another one."""
    return Rival(
        id=kept.id,
        text=kept.text,
        new_text=kept.new_text,
        model=kept.model,
        tier=kept.tier,
        score=kept.score,
        reasons=kept.reasons,
        cost_usd=kept.cost_usd,
    )


def _kept(  # noqa: PLR0913, PLR0917 one of two answers, and all that is kept with both
    key: str, origin: Origin, answer: "Answer", outcome: "Outcome", at: float, why: str
) -> Kept:
    task, real = origin.asked, origin.real
    return Kept(
        key=key,
        id=origin.id,
        uri=origin.uri,
        path=task.path,
        language=task.language,
        kind=task.kind,
        instruction=task.instruction,
        prompt=origin.prompt,
        diagnostics=_by_target(task),
        at=at,
        tier=answer.tier,
        model=answer.model,
        provider=answer.provider,
        score=answer.score.value,
        reasons=answer.score.reasons,
        cost_usd=outcome.cost_usd,
        decision=outcome.decision,
        text=answer.text,
        new_text=answer.new_text,
        before=real.selection,
        asked=task.selection,
        target=anchor(real.source, real.start, real.end),
        digest=digest(real.source),
        hunks=hunks_of(real, answer.new_text),
        why=why if task.kind.edits else "",
        row=origin.row,
        applies=origin.applies,
        simulated=origin.simulated,
        cached=answer.cached,
    )


def _by_target(task: "Task") -> tuple["Diagnostic", ...]:
    first = line_of(task.source, task.start)
    return tuple(replace(found, line=found.line - first) for found in task.diagnostics)
