"""``tierline run``: one task on a part of a file, through the same engine as in an editor."""

import argparse
import asyncio
import sys
import time
from typing import TYPE_CHECKING, TextIO

from tierline.task import TierlineError

if TYPE_CHECKING:
    from tierline.cli.target import Target
    from tierline.engine.events import Consent, Event
    from tierline.engine.outcome import Outcome
    from tierline.lsp.service import Service
    from tierline.task import Task


class NoEdit(TierlineError):
    """An edit was to be written, and the answer holds none."""

    code = "no-edit"


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_task

    parser = subcommands.add_parser(
        "run",
        help="do a task on a part of a file: the answer streams, an edit is shown as a diff",
        description="Do a task on a part of a file. An edit is shown as a diff; --write puts it into the file.",
    )
    add_task(parser)
    parser.add_argument("-w", "--write", action="store_true", help="write an edit into the file")
    parser.set_defaults(call=_run)


def _run(options: argparse.Namespace) -> int:
    from tierline.cli.target import read, task_of

    target = read(options.target)
    task = task_of(target, options.kind, options.instruction)
    return asyncio.run(_with_service(options, target, task))


async def _with_service(options: argparse.Namespace, target: "Target", task: "Task") -> int:
    from tierline.app import open_service, settings_path
    from tierline.settings import load_file

    async with open_service(load_file(settings_path()), sandbox=options.sandbox) as service:
        begun = time.monotonic()
        stream = Streaming(quiet=options.json)
        outcome = await service.engine.run(
            task, stream, pin=options.tier, model=options.model, consent=_consent(options)
        )
        stream.end()
        duration_s = time.monotonic() - begun
    state = _finish(options, target, task, outcome)
    if options.json:
        _print_json(task, outcome, service, state, duration_s)
    else:
        from tierline.cli.show import outcome_text

        print(outcome_text(outcome, simulated=service.simulated, duration_s=duration_s), file=sys.stderr)
    return 0


class Streaming:
    """Prints the answer as it comes, and to ``notes`` (standard error) what else happens."""

    def __init__(self, *, quiet: bool, notes: TextIO | None = None) -> None:
        self._quiet = quiet
        self._notes = notes or sys.stderr
        self._at_line_start = True

    def __call__(self, event: "Event") -> None:
        """Take one event of the engine."""
        from tierline.engine.events import Asking, Escalated, Hopped, Text
        from tierline.lsp.words import short

        if self._quiet:
            return
        if isinstance(event, Text):
            print(event.delta, end="", flush=True)
            self._at_line_start = event.delta.endswith("\n")
            return
        said = ""
        if isinstance(event, Asking):
            said = f"asking {short(event.model)} ({event.tier}) …"
        elif isinstance(event, Hopped):
            said = event.error
        elif isinstance(event, Escalated):
            said = f"that answer scored {event.score.value:g}/10 ({', '.join(event.score.reasons)}); asking maximum"
        if said:
            self.end()
            print(said, file=self._notes, flush=True)

    def end(self) -> None:
        """Finish the line of the answer."""
        if not self._at_line_start:
            print(flush=True)
            self._at_line_start = True


def _consent(options: argparse.Namespace) -> "Consent":
    from tierline.engine.events import refuse

    return refuse if options.json or not sys.stdin.isatty() else _ask


async def _ask(question: str) -> bool:
    answer = await asyncio.to_thread(input, f"{question} [y/N] ")
    return answer.strip().lower() in ("y", "yes")


def _finish(options: argparse.Namespace, target: "Target", task: "Task", outcome: "Outcome") -> str:
    """Show or write an edit; return the state of the answer as editors name it."""
    from tierline.edit.hunks import diff

    new_text = outcome.answer.new_text
    if not task.kind.edits:
        return "answered"
    if new_text is None:
        if options.write:
            raise NoEdit("The answer holds no complete code block, so nothing was written; run the task again.")
        return "kept"
    changed = task.source[: task.start] + new_text + task.source[task.end :]
    if not options.json:
        print(f"\n{diff(task.source, changed, task.path) or 'The answer changes nothing.'}")
    if not options.write:
        return "kept"
    target.write(changed)
    return "applied"


def _print_json(task: "Task", outcome: "Outcome", service: "Service", state: str, duration_s: float) -> None:
    from tierline.lsp.present import run_result

    payload = run_result(
        task,
        outcome,
        task_id="cli",
        state=state,
        why="" if state != "kept" else "--write was not given" if outcome.answer.new_text else "no complete code block",
        duration_ms=round(duration_s * 1000),
        simulated=service.simulated,
    )
    print(payload.model_dump_json(by_alias=True, indent=2))
