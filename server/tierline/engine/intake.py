"""Refuse what can't be a task, before anything is decided or sent."""

from tierline.classify.features import count
from tierline.task import NEEDS_INSTRUCTION, Kind, Task, TierlineError

MOST_CHARACTERS = 200_000
"""The longest selection that makes sense in one task."""

_MAY_BE_EMPTY = frozenset({Kind.GENERATE, Kind.ASK})


class NotATask(TierlineError):
    """There is nothing to work on, too much of it, or no words where words are needed."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def check(task: Task) -> None:
    """Let a sensible task pass.

    Raises:
        NotATask: ``code`` is ``binary-file``, ``empty-selection``, ``too-long`` or ``no-instruction``.
    """
    selection = task.selection
    if "\0" in selection:
        raise NotATask("This is a binary file; Tierline works on text only.", "binary-file")
    if not selection.strip() and task.kind not in _MAY_BE_EMPTY:
        raise NotATask(f"Nothing is selected; select the code to {task.kind}.", "empty-selection")
    if len(selection) > MOST_CHARACTERS:
        raise NotATask(
            f"The selection has {len(selection):,} characters, more than the {MOST_CHARACTERS:,} that make sense "
            "in one task; select less.",
            "too-long",
        )
    needed = task.prompt.needs_instruction if task.prompt else task.kind in NEEDS_INSTRUCTION
    if not needed or task.instruction:
        return
    if not count(task.selection, task.language).comments:
        name = task.prompt.name if task.prompt else task.kind
        raise NotATask(
            f"The task '{name}' needs an instruction; give one, or write it as a comment into the selection.",
            "no-instruction",
        )
