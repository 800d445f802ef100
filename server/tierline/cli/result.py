"""What comes out of a task: on standard output for people and pipes, or as one JSON object."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tierline.engine.outcome import Outcome
    from tierline.lsp.protocol import RunResult
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


def payload(  # noqa: PLR0913 each is one member of the payload
    task: "Task", outcome: "Outcome", *, task_id: str, written: bool, why: str, duration_s: float, simulated: bool
) -> "RunResult":
    """Return what editors get too. ``why`` says why an edit was not written."""
    from tierline.lsp.present import run_result

    state = "applied" if written else "kept" if task.kind.edits else "answered"
    return run_result(
        task,
        outcome,
        task_id=task_id,
        state=state,
        why=why if state == "kept" else "",
        duration_ms=round(duration_s * 1000),
        simulated=simulated,
    )
