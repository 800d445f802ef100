"""Commands made of prompt files, and what a document's project and neighbours add to a task."""

from dataclasses import replace
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from tierline.lsp.convert import project_path, project_root
from tierline.lsp.document import same_document
from tierline.task import TierlineError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tierline.lsp.protocol import TaskParams
    from tierline.lsp.session import Session
    from tierline.prompt.command import Command
    from tierline.task import Neighbour, Task, Tier

MOST_OPEN = 20
"""Open documents that are looked at for one that is worth showing."""


class NoSuchPrompt(TierlineError):
    """A prompt file was asked for that is not there, or has changed since."""

    code = "no-prompt"


def commands_in(session: "Session", uri: str) -> "Mapping[str, Command]":
    """Return all commands for a document, by name; what is wrong with a prompt file is told once.

    The project's count only where the user trusts it.
    """
    from tierline.prompt.command import by_name
    from tierline.settings.prompts import NONE, prompts_of_project, prompts_of_user

    user = prompts_of_user(session.prompts_folder) if session.prompts_folder else NONE
    project = prompts_of_project(project_root(session.server, uri)) if session.reads_projects and uri else NONE
    _tell(session, *user.problems, *project.problems)
    return by_name(user.commands, project.commands)


def equipped(session: "Session", params: "TaskParams", task: "Task") -> "Task":
    """Return the task with the words of its prompt file, the project's notes, and other open files.

    Raises:
        NoSuchPrompt: there is no such command, or none of this kind.
        NotATask: it needs an instruction.
    """
    from tierline.engine.intake import check

    if params.prompt:
        command = commands_in(session, params.uri).get(params.prompt)
        if command is None or command.kind is not task.kind:
            raise NoSuchPrompt(
                f"There is no prompt {params.prompt!r} of the kind {task.kind} any more; choose from the list again."
            )
    else:
        # Words for a kind may be the user's own without anybody asking for them by name.
        command = commands_in(session, params.uri)[task.kind.value]
    root = project_root(session.server, params.uri)
    found = replace(
        task,
        prompt=command.prompt,
        notes=_notes(session, root),
        neighbours=_neighbours(session, params.uri, task.language, root),
    )
    check(found)
    return found


def tier_of(session: "Session", params: "TaskParams") -> "Tier | None":
    """Return the tier that the user's prompt file wants for a task."""
    command = commands_in(session, params.uri).get(params.prompt or params.kind.value)
    return command.tier if command else None


def _notes(session: "Session", root: "Path | None") -> str:
    from tierline.settings.ignored import ignored
    from tierline.settings.prompts import NOTES_FILE, notes_of_project

    if root is None or not session.reads_projects or ignored(root / NOTES_FILE, root):
        return ""
    notes, problem = notes_of_project(root)
    _tell(session, *([problem] if problem else []))
    return notes


def _neighbours(session: "Session", uri: str, language: str, root: "Path | None") -> "tuple[Neighbour, ...]":
    """Return other open documents of the same project and language, those in the same folder first."""
    from pathlib import Path

    from tierline.settings.ignored import ignored
    from tierline.task import Neighbour

    here = to_fs_path(uri)
    if root is None or not here:
        return ()
    found = []
    for document in list(session.server.workspace.text_documents.values())[:MOST_OPEN]:
        other = document.uri
        name = to_fs_path(other) if other.startswith("file:") and not same_document(other, uri) else None
        if not name or document.language_id != language or not Path(name).is_relative_to(root):
            continue
        if ignored(Path(name), root) is None:
            found.append((Path(name).parent != Path(here).parent, name, document.source))
    return tuple(
        Neighbour(path=project_path(name, root), text=text, language=language) for _, name, text in sorted(found)
    )


def _tell(session: "Session", *problems: str) -> None:
    for problem in problems:
        if problem not in session.told:
            session.told.add(problem)
            session.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, problem))
