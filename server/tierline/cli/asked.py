"""What was asked for by name: a kind that comes along, or a prompt file of the user's or the project's."""

import argparse
import logging
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from tierline.cli.options import words
from tierline.cli.parser import BadUsage
from tierline.cli.project import root_above
from tierline.task import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tierline.cli.target import Target
    from tierline.prompt.command import Command
    from tierline.settings import Settings
    from tierline.task import Task

log = logging.getLogger("tierline")


def asked(options: argparse.Namespace) -> "tuple[Target, Task, Settings]":
    """Return what the command line asks for; where a prompt file of the user's wants a tier, ``options`` gets it.

    Raises:
        TierlineError: it can't be a task, or the settings can't be used.
    """
    from tierline.cli.options import user_settings
    from tierline.cli.target import read

    target = read(options.target)
    settings = user_settings()
    command = _command_of(options.kind, target.path, settings)
    options.tier = options.tier or command.tier
    return target, _task_for(options, command, target, settings), settings


def _command_of(name: str, file: Path, settings: "Settings") -> "Command":
    commands = commands_for(file, settings)
    found = commands.get(name)
    if found and found.kind is Kind.COMMIT:
        raise BadUsage("A commit message is about what is staged, not about a file; write tierline commit-message.")
    if found:
        return found
    close = get_close_matches(name, commands, n=1)
    known = (other for other, command in commands.items() if command.kind is not Kind.COMMIT)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
    raise BadUsage(f"Argument KIND: there is no task {words(name)!r} ({hint}); see tierline run --help.")


def _task_for(options: argparse.Namespace, command: "Command", target: "Target", settings: "Settings") -> "Task":
    from tierline.cli.target import task_of
    from tierline.prompt.gather import NOTES_FILE
    from tierline.settings.ignored import ignored
    from tierline.settings.prompts import notes_of_project

    task = task_of(target, command.kind, options.instruction, command.prompt)
    root = None if settings.project_rules == "ignore" else root_above(target.path)
    if root is None or ignored(root / NOTES_FILE, root):
        return task
    notes, problem = notes_of_project(root)
    if problem:
        log.warning("%s", problem)
    return replace(task, notes=notes)


def commands_for(file: Path, settings: "Settings") -> "Mapping[str, Command]":
    """Return all commands for a file by name; what is wrong with a prompt file is said."""
    from tierline.app import prompts_folder
    from tierline.prompt.command import by_name
    from tierline.settings.prompts import prompts_of_project, prompts_of_user

    user = prompts_of_user(prompts_folder())
    project = prompts_of_project(None if settings.project_rules == "ignore" else root_above(file))
    for problem in (*user.problems, *project.problems):
        log.warning("%s", problem)
    return by_name(user.commands, project.commands)
