"""Answers of the command line are kept beside those of the editors: none that was paid for is lost."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tierline.cli.exit_status import say

if TYPE_CHECKING:
    from pathlib import Path

    from tierline.engine.outcome import Outcome
    from tierline.engine.recording import Recording
    from tierline.kept import Kept
    from tierline.task import Task

NOT_WRITTEN = "it was not written into the file"


def keep(  # noqa: PLR0913 an outcome, and all that it is kept with
    path: "Path", task: "Task", outcome: "Outcome", notes: "Recording", at: float, *, prompt: str, simulated: bool
) -> "Kept | None":
    """Keep the answers to a task on the file at ``path``; return the one that counts.

    Where that can't be, one sentence says so.
    """
    from tierline.kept import new_key
    from tierline.log import current_request
    from tierline.lsp.kept_new import Origin, new_answers

    origin = Origin(
        id=current_request(),
        uri=path.absolute().as_uri(),
        asked=task,
        real=task,
        prompt=prompt,
        row=notes.key,
        simulated=simulated,
    )
    kept = None
    for kept in new_answers(new_key(at), origin, outcome, at, NOT_WRITTEN):
        _put(kept)
    return kept


def written(kept: "Kept", task: "Task") -> None:
    """Note that the edit of an answer is in its file."""
    from tierline.kept.placing import made, seen

    if kept.new_text is None or not kept.hunks:
        return
    text = task.source[: task.start] + kept.new_text + task.source[task.end :]
    _put(seen(replace(kept, why=""), made(kept, text, task.start, task.start + len(kept.new_text))))


def _put(kept: "Kept") -> None:
    from tierline.app import answers_folder
    from tierline.kept import AnswerStore

    folder = answers_folder()
    try:
        AnswerStore(folder).put(kept)
    except (OSError, ValueError) as error:
        say(f"The answer can't be kept in {folder} ({getattr(error, 'strerror', '') or type(error).__name__}).")
