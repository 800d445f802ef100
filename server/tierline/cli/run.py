"""``tierline run``: one task on a part of a file, through the same engine as in an editor."""

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from tierline.cli.exit_status import complain, table
from tierline.cli.parser import BadUsage
from tierline.log import current_request
from tierline.task import Kind, TierlineError

if TYPE_CHECKING:
    from pathlib import Path

    from tierline.cli.new_tests import NewTests
    from tierline.cli.target import Target
    from tierline.engine.outcome import Outcome
    from tierline.settings import Settings
    from tierline.task import Task

_DESCRIPTION = """\
Do a task on a part of a file. On a terminal the answer streams, and an edit is
then shown as a diff; in a pipe standard output holds the answer or the diff
alone, so that `tierline run fix a.py:3-9 | git apply` works. Tier, model, reason
and cost go to standard error. Nothing changes the file but --write, which puts
new tests into the test file of the one that is named."""


class NoEdit(TierlineError):
    """An edit was asked for, and the answer holds none."""

    code = "no-edit"


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_task

    parser = subcommands.add_parser(
        "run", help="do a task on a part of a file", description=_DESCRIPTION, epilog=table()
    )
    add_task(parser)
    parser.add_argument(
        "--preview", action="store_true", help="show exactly what would be sent, and its tokens; send nothing"
    )
    parser.add_argument(
        "-w", "--write", action="store_true", help="write an edit into the file, or tests into their own"
    )
    parser.set_defaults(call=_run)


def _run(options: argparse.Namespace) -> int:
    import asyncio

    from tierline.cli.asked import asked
    from tierline.cli.new_tests import new_tests

    target, task, settings = asked(options)
    tests = new_tests(target.path, task) if task.kind is Kind.TEST else None
    if tests:
        task = replace(task, attachments=tests.attachments)
    if options.preview:
        from tierline.cli.preview import show_preview
        from tierline.cli.project import project_rules

        return show_preview(options, task, settings, project_rules(target.path, settings))
    if options.write:
        _check_writable(target.path, task, tests)
    return asyncio.run(_with_service(options, target, task, settings, tests))


def _check_writable(path: "Path", task: "Task", tests: "NewTests | None") -> None:
    from tierline.cli.writing import check_writable

    if tests:
        tests.check()
    elif not task.kind.edits:
        raise BadUsage(f"The answer to {task.kind} is for reading and changes no file; leave out --write.")
    else:
        check_writable(path)


async def _with_service(
    options: argparse.Namespace, target: "Target", task: "Task", settings: "Settings", tests: "NewTests | None"
) -> int:
    from functools import partial

    from tierline.cli.carrying import carry_out
    from tierline.cli.ignoring import check_ignored
    from tierline.cli.keeping import written as note_written
    from tierline.cli.project import project_rules, root_above
    from tierline.cli.remember import remember
    from tierline.ledger import State

    done = await carry_out(
        options,
        task,
        settings,
        path=target.path,
        prompt="" if options.kind in {*Kind} else options.kind,
        root=root_above(target.path),
        project=project_rules(target.path, settings),
        check=partial(check_ignored, target.path, task.path, settings),
    )
    outcome = done.outcome
    # From here on nothing is awaited, so that Ctrl-C can't come between the writing and its report.
    written, why, problem = (
        tests.settle(outcome, write=options.write) if tests else _settle(options, target, task, outcome)
    )
    if written and done.kept:
        note_written(done.kept, task)
    state = State.APPLIED if written else State.KEPT if task.kind.edits else State.ANSWERED
    remember(done.ledger, done.notes, state)
    if options.json:
        from tierline.cli.result import payload

        found = payload(
            task,
            outcome,
            task_id=current_request(),
            written=written,
            why=why,
            duration_s=done.duration_s,
            simulated=done.simulated,
            created=tests.uri if tests and written else None,
        )
        print(found.model_dump_json(by_alias=True, indent=2))
    else:
        from tierline.cli.result import print_other, print_result
        from tierline.cli.show import outcome_rows, print_rows

        print_result(task, outcome, done.printed)
        print_other(task, outcome)
        name = f"{tests.shown} " if tests and tests.shown else ""
        fate = f"{name}written" if written else f"{name}not changed: {why}" if why else ""
        rows = outcome_rows(outcome, simulated=done.simulated, duration_s=done.duration_s, file=fate)
        print_rows([("", "", ""), *rows], to_stderr=True)
    return complain(problem) if problem else 0


def _settle(
    options: argparse.Namespace, target: "Target", task: "Task", outcome: "Outcome"
) -> tuple[bool, str, TierlineError | None]:
    """Write the edit if that is wanted. Return whether it was, why not, and what went wrong.

    A problem is returned, not raised, for the answer is there and worth showing.
    """
    from tierline.cli.result import edited
    from tierline.cli.writing import replace as replaced

    if not task.kind.edits:
        return False, "", None
    text = edited(task, outcome)
    if text is None or outcome.answer.score.unfit:
        unfit = outcome.answer.score.unfit
        problem = NoEdit(f"The answer can't go into the file: {unfit}; run the task again, or ask for another tier.")
        return False, f"of the answer: {unfit}", problem if options.write or text is None else None
    if text == task.source:
        return False, "the answer is what stands there already", None
    if not options.write:
        return False, "--write was not given", None
    try:
        replaced(target.path, target.raw, text.encode("utf-8"))
    except TierlineError as error:
        return False, str(error), error
    return True, "", None
