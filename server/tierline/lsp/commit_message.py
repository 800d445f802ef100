"""The message of a commit, from what is staged in the repository around a document."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from pygls.uris import to_fs_path

from tierline.lsp.convert import task_from
from tierline.task import Kind, TierlineError

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.lsp.protocol import TaskParams
    from tierline.task import Task


class NotOnDisk(TierlineError):
    """A document without a file lies in no repository."""

    code = "no-repository"


def params_of(uri: str) -> "TaskParams":
    """Return what is asked of ``tierline.run`` for it, which needs no range."""
    from tierline.lsp.protocol import Position, Range, TaskParams

    start = Position(line=0, character=0)
    return TaskParams(uri=uri, range=Range(start=start, end=start), kind=Kind.COMMIT)


async def task_for(server: "LanguageServer", params: "TaskParams") -> "Task":
    """Return the task that ``params`` ask for, on a selection or on what is staged.

    Raises:
        TierlineError: the request can't be a task.
    """
    return await commit_task(params.uri) if params.kind is Kind.COMMIT else task_from(server, params)[0]


async def commit_task(uri: str) -> "Task":
    """Return the task to write a message for what is staged around ``uri``, a file or a folder.

    Raises:
        TierlineError: there is no repository, or nothing is staged; the sentence says what to do.
    """
    from tierline.prompt.changes import commit_task as task_of
    from tierline.settings import branch_in
    from tierline.settings.staged import staged

    name = to_fs_path(uri) if uri.startswith("file:") else None
    if not name:
        raise NotOnDisk("This document has no file, so it lies in no repository; ask from a file of one.")
    found = await asyncio.to_thread(staged, Path(name))
    return task_of(found.changes, kept_back=found.kept_back, subjects=found.subjects, branch=branch_in(found.root))
