"""What comes out of a task: on standard output for people and pipes, or as one JSON object."""

from typing import TYPE_CHECKING

from tierline.task import Kind

if TYPE_CHECKING:
    from tierline.engine.outcome import Outcome
    from tierline.lsp.protocol import FindingInfo, RunResult
    from tierline.task import Task


def edited(task: "Task", outcome: "Outcome") -> str | None:
    """Return the whole file's text with the edit in it; ``None`` where there is none."""
    new_text = outcome.answer.new_text
    return None if new_text is None else task.source[: task.start] + new_text + task.source[task.end :]


def print_result(task: "Task", outcome: "Outcome", printed: str = "") -> None:
    """Print an answer, unless it is what was ``printed`` already, or the diff of an edit.

    An answer that was to be an edit and is none goes to standard error: nothing that was paid for is lost,
    and standard output holds a patch or nothing.
    """
    from tierline.cli.terminal import print_diff, print_foreign, print_lines, safe
    from tierline.edit.hunks import diff

    text = edited(task, outcome)
    if text is not None:
        print_diff(diff(task.source, text, task.path))
    elif task.kind.edits:
        print_lines([safe(outcome.answer.text)], to_stderr=True)
    elif printed != outcome.answer.text:
        print_foreign(outcome.answer.text)


def print_other(task: "Task", outcome: "Outcome") -> None:
    """Print the other of two answers on standard error: it was paid for, and the user may like it better."""
    from tierline.cli.terminal import print_lines, safe
    from tierline.edit.hunks import diff

    other = outcome.other
    if other is None:
        return
    objections = f": {', '.join(other.score.reasons)}" if other.score.reasons else ""
    head = f"The other answer, of {other.tier} ({other.model}), {other.score.value:g}/10{objections}"
    shown = other.text
    if other.new_text is not None:
        text = task.source[: task.start] + other.new_text + task.source[task.end :]
        shown = diff(task.source, text, task.path)
    print_lines(["", head, "", safe(shown)], to_stderr=True)


def payload(  # noqa: PLR0913 each is one member of the payload
    task: "Task",
    outcome: "Outcome",
    *,
    task_id: str,
    written: bool,
    why: str,
    duration_s: float,
    simulated: bool,
    created: str | None = None,
) -> "RunResult":
    """Return what editors get too. ``why`` says why an edit or a test was not written, ``created`` where tests were."""
    from tierline.lsp.present import run_result

    state = "applied" if written else "kept" if task.kind.edits else "answered"
    found = run_result(
        task,
        outcome,
        task_id=task_id,
        state=state,
        why="" if state == "applied" else why,
        duration_ms=round(duration_s * 1000),
        simulated=simulated,
    )
    return found.model_copy(update={"created_uri": created, "findings": _findings(task, outcome)})


def _findings(task: "Task", outcome: "Outcome") -> "tuple[FindingInfo, ...]":
    """Return what a review found, with places in UTF-16 units, as LSP has them by default."""
    from tierline.answer.placing import placed
    from tierline.answer.remarks import remarks
    from tierline.edit.positions import LineIndex
    from tierline.lsp.protocol import FindingInfo, Position, Range

    if task.kind is not Kind.REVIEW:
        return ()
    index = LineIndex(task.source)

    def at(offset: int) -> Position:
        line, character = index.position(offset)
        return Position(line=line, character=character)

    return tuple(
        FindingInfo(
            range=Range(start=at(one.start), end=at(one.end)),
            severity=one.remark.severity,
            message=one.remark.message,
            fix=one.remark.fix,
        )
        for one in placed(remarks(outcome.answer.text), task.source, task.start, task.end)
    )
