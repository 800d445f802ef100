"""``tierline demo``: three real tasks on a real file, over the sandbox, without a key."""

import argparse
import asyncio
import sys
import time
from importlib.resources import files
from typing import TYPE_CHECKING

from tierline.task import Kind, Task

if TYPE_CHECKING:
    from tierline.engine.outcome import Outcome
    from tierline.lsp.service import Service

PATH = "shop/cart.py"
TASKS = (
    (Kind.EXPLAIN, "def subtotal", "def apply_discount"),
    (Kind.DOCUMENT, "def apply_discount", "class Reservations"),
    (Kind.FIX, "class Reservations", ""),
)
"""Kind, where the selection starts, and before what it ends."""


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json

    parser = subcommands.add_parser("demo", help="three tasks on a real file over the sandbox; needs no key")
    add_json(parser)
    parser.set_defaults(call=_demo)


def _demo(options: argparse.Namespace) -> int:
    return asyncio.run(_through(json=options.json))


async def _through(*, json: bool) -> int:
    from tierline.app import open_service
    from tierline.settings import Settings

    source = files("tierline.cli").joinpath("demo_cart.py.txt").read_text(encoding="utf-8")
    results = []
    async with open_service(Settings(), sandbox=True, pace_s=0.0 if json else 0.01) as service:
        if not json:
            print("Tierline demo. The model is SIMULATED: the built-in sandbox stands in for OpenRouter,")
            print("no model is called, no key is needed, nothing is paid. All else is the real thing.\n")
        for number, (kind, begins, ends) in enumerate(TASKS, start=1):
            task = _task(source, kind, begins, ends)
            results.append(await _one(service, task, number, json=json))
    if json:
        print(f"[{','.join(results)}]")
        return 0
    books = service.engine.books
    from tierline.lsp.words import usd

    print(f"Three tasks cost {usd(books.cost_usd)} at today's list prices (simulated; you paid nothing).")
    print("With a real key: export OPENROUTER_API_KEY=…; tierline run explain FILE:START-END")
    return 0


def _task(source: str, kind: Kind, begins: str, ends: str) -> Task:
    start = source.index(begins)
    until = source[start : source.index(ends) if ends else len(source)].rstrip()
    return Task(kind=kind, source=source, start=start, end=start + len(until) + 1, path=PATH, language="python")


async def _one(service: "Service", task: Task, number: int, *, json: bool) -> str:
    from tierline.cli.run import Streaming

    if not json:
        first = task.source.count("\n", 0, task.start) + 1
        last = task.source.count("\n", 0, task.end)
        print(f"── {number}. tierline run {task.kind} {task.path}:{first}-{last} ──")
    begun = time.monotonic()
    stream = Streaming(quiet=json, notes=sys.stdout)
    outcome = await service.engine.run(task, stream)
    stream.end()
    duration_s = time.monotonic() - begun
    if json:
        from tierline.lsp.present import run_result

        state = "kept" if task.kind.edits else "answered"
        return run_result(
            task,
            outcome,
            task_id=f"demo-{number}",
            state=state,
            why="a demo changes no file" if task.kind.edits else "",
            duration_ms=round(duration_s * 1000),
            simulated=True,
        ).model_dump_json(by_alias=True)
    _print(task, outcome, duration_s)
    return ""


def _print(task: Task, outcome: "Outcome", duration_s: float) -> None:
    from tierline.cli.show import outcome_text
    from tierline.edit.hunks import diff

    if outcome.answer.new_text is not None:
        changed = task.source[: task.start] + outcome.answer.new_text + task.source[task.end :]
        print(f"\nAs a diff:\n{diff(task.source, changed, task.path)}")
    print(f"\n{outcome_text(outcome, simulated=True, duration_s=duration_s)}\n")
