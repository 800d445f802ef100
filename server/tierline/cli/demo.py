"""``tierline demo``: three real tasks on a real file, over the sandbox, without a key."""

import argparse
import json
from importlib.resources import files
from typing import TYPE_CHECKING

from tierline.task import Kind, Task

if TYPE_CHECKING:
    from rich.text import Text

    from tierline.engine.outcome import Outcome
    from tierline.ledger import SessionBooks
    from tierline.lsp.service import Service

PATH = "shop/cart.py"
PACE_S = 0.01
"""The sandbox's pause between pieces of text, so that a person sees them come."""

TASKS = (
    (Kind.EXPLAIN, "def subtotal", "def apply_discount"),
    (Kind.DOCUMENT, "def apply_discount", "class Reservations"),
    (Kind.FIX, "class Reservations", ""),
)
"""Kind, where the selection starts, and before what it ends."""


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json

    parser = subcommands.add_parser(
        "demo",
        help="three tasks on a real file over the sandbox; needs no key",
        description="Do three tasks on a real file. The model is simulated, and no key is needed.",
    )
    add_json(parser)
    parser.set_defaults(call=_demo)


def _demo(options: argparse.Namespace) -> int:
    import asyncio

    return asyncio.run(_as_json() if options.json else _as_text())


async def _as_json() -> int:
    from tierline.app import open_service
    from tierline.settings import Settings

    async with open_service(Settings(), sandbox=True) as service:
        results = [await _result(service, task, number) for number, task in enumerate(tasks(), start=1)]
    print(json.dumps({"simulated": True, "tasks": results}, ensure_ascii=False, indent=2))
    return 0


async def _result(service: "Service", task: Task, number: int) -> object:
    from tierline.cli.result import payload

    outcome, duration_s, _ = await _outcome(service, task, quiet=True)
    found = payload(
        task,
        outcome,
        task_id=f"demo-{number}",
        written=False,
        why="a demo changes no file",
        duration_s=duration_s,
        simulated=True,
    )
    return found.model_dump(mode="json", by_alias=True)


async def _as_text() -> int:
    from tierline.app import open_service
    from tierline.cli.result import print_result
    from tierline.cli.show import outcome_rows, print_rows
    from tierline.cli.terminal import print_lines
    from tierline.settings import Settings

    print_lines(_opening())
    async with open_service(Settings(), sandbox=True, pace_s=PACE_S) as service:
        for number, task in enumerate(tasks(), start=1):
            print_lines(["", _heading(number, task), ""])
            outcome, duration_s, printed = await _outcome(service, task, quiet=False)
            print_result(task, outcome, printed)
            print_rows([("", "", ""), *outcome_rows(outcome, simulated=True, duration_s=duration_s)])
        print_lines(["", *_closing(service.engine.books)])
    return 0


def tasks() -> list[Task]:
    """Return the three tasks: a simple, a moderate and a complex one."""
    source = files("tierline.cli").joinpath("demo_cart.py.txt").read_text(encoding="utf-8")
    found = []
    for kind, begins, ends in TASKS:
        start = source.index(begins)
        until = source[start : source.index(ends) if ends else len(source)].rstrip()
        end = start + len(until) + 1
        found.append(Task(kind=kind, source=source, start=start, end=end, path=PATH, language="python"))
    return found


async def _outcome(service: "Service", task: Task, *, quiet: bool) -> "tuple[Outcome, float, str]":
    import time

    from tierline.cli.streaming import Streaming

    begun = time.monotonic()
    with Streaming(edits=task.kind.edits, quiet=quiet) as stream:
        outcome = await service.engine.run(task, stream)
    return outcome, time.monotonic() - begun, stream.printed


def _opening() -> "list[Text]":
    from rich.text import Text

    return [
        Text("Tierline demo: the model is SIMULATED.", "bold yellow"),
        Text(
            "The built-in sandbox stands in for OpenRouter: no model is called, no key is needed, nothing is paid. "
            "The choice of the tier, the client, the scoring and the edit are the real ones."
        ),
    ]


def _heading(number: int, task: Task) -> "Text":
    from rich.text import Text

    first = task.source.count("\n", 0, task.start) + 1
    last = task.source.count("\n", 0, task.end)
    return Text(f"=== {number} of {len(TASKS)}: tierline run {task.kind} {task.path}:{first}-{last}", "bold")


def _closing(books: "SessionBooks") -> list[str]:
    from tierline.cli.show import exact

    return [
        f"Together, at list prices: {exact(books.cost_usd)} (simulated; you paid nothing).",
        "With a key of your own: export OPENROUTER_API_KEY=...; tierline run explain FILE:START-END",
    ]
