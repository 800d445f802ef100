"""``tierline commit-message``: a message for what is staged, on standard output alone. It never commits."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tierline.cli.exit_status import table
from tierline.log import current_request

if TYPE_CHECKING:
    from tierline.settings import Settings
    from tierline.task import Task

_DESCRIPTION = """\
Write the message of a commit from what is staged, in the style of the commits
before it. The minimum tier writes it, always. Standard output holds the message
alone, so that `git commit -e -m "$(tierline commit-message)"` works; model and
cost go to standard error. Nothing is committed. Ignored files are left out, and
secrets are masked."""


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json, words

    parser = subcommands.add_parser(
        "commit-message", help="write a message for what is staged", description=_DESCRIPTION, epilog=table()
    )
    parser.add_argument(
        "folder", nargs="?", default=".", type=words, metavar="FOLDER", help="a folder or file of the repository"
    )
    parser.add_argument(
        "--sandbox", action="store_true", help="ask the built-in stand-in of OpenRouter: no key, no model, no cost"
    )
    parser.add_argument(
        "--preview", action="store_true", help="show exactly what would be sent, and its tokens; send nothing"
    )
    add_json(parser)
    parser.set_defaults(call=_commit_message, tier=None, model="")


def _commit_message(options: argparse.Namespace) -> int:
    import asyncio

    from tierline.cli.options import user_settings

    settings = user_settings()
    root, task = _task(Path(options.folder), settings)
    if options.preview:
        from tierline.cli.preview import show_preview

        return show_preview(options, task, settings, ())
    return asyncio.run(_with_service(options, root, task, settings))


def _task(near: Path, settings: "Settings") -> "tuple[Path, Task]":
    """Return the repository's top folder and the task.

    Raises:
        NoCommit: there is no repository, or nothing staged.
    """
    from dataclasses import replace

    from tierline.cli.asked import commands_for
    from tierline.prompt.changes import commit_task
    from tierline.settings import branch_in
    from tierline.settings.staged import staged
    from tierline.task import Kind

    found = staged(near.absolute())
    task = commit_task(found.changes, kept_back=found.kept_back, subjects=found.subjects, branch=branch_in(found.root))
    command = commands_for(found.root / ".git", settings)[Kind.COMMIT.value]
    return found.root, replace(task, prompt=command.prompt)


async def _with_service(options: argparse.Namespace, root: Path, task: "Task", settings: "Settings") -> int:
    from tierline.cli.carrying import carry_out
    from tierline.cli.remember import remember
    from tierline.cli.result import payload
    from tierline.cli.show import outcome_rows, print_rows
    from tierline.cli.terminal import print_foreign
    from tierline.ledger import State

    done = await carry_out(options, task, settings, path=root, root=root)
    remember(done.ledger, done.notes, State.ANSWERED)
    if options.json:
        found = payload(
            task,
            done.outcome,
            task_id=current_request(),
            written=False,
            why="",
            duration_s=done.duration_s,
            simulated=done.simulated,
        )
        print(found.model_dump_json(by_alias=True, indent=2))
        return 0
    if done.printed.strip() != done.outcome.answer.text:
        print_foreign(done.outcome.answer.text)
    rows = outcome_rows(done.outcome, simulated=done.simulated, duration_s=done.duration_s)
    print_rows([("", "", ""), *rows], to_stderr=True)
    return 0
