"""How the time of a task grows with what can grow: lines, open documents, tasks side by side."""

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from overheads.apart import sandbox_apart
from routes.decision import decide, task_of
from routes.samples import lines_of

from .editor import Editor, cpu_s, memory_mb, session
from .figure import Figure, Part, exponent
from .stand_in import KEY, PROMPT, open_sandbox

LINES = (200, 2_000, 20_000)
DOCUMENTS = (10, 100, 1_000)
TASKS = (4, 20, 100)
_LINEAR = 1.1
"""Up to which an exponent over three sizes is no worse than linear: caches and pages leave it a little above one."""


async def measure(times: int) -> Part:
    """Measure each at three sizes, ``times`` times; what counts is processor time."""
    lines = [(size, _decision(size, times)) for size in LINES]
    with tempfile.TemporaryDirectory() as folder, sandbox_apart(open_sandbox) as base_url:
        async with session(Path(folder), base_url, KEY, PROMPT) as editor:
            tasks = [(size, await _side_by_side(editor, size, times)) for size in TASKS]
            documents, held = [], []
            for size in DOCUMENTS:
                _open_up_to(editor, size)
                documents.append((size, await _typing(editor, times)))
                held.append((size, memory_mb(editor.pid)))
    curves = {
        "selected lines": lines,
        "open documents": documents,
        "tasks side by side": tasks,
    }
    return Part(
        "Growth",
        tuple(
            Figure(
                name=f"growth.{name.replace(' ', '-')}",
                what=f"exponent over {', '.join(f'{size:,}' for size, _ in points)} {name}",
                value=exponent(points),
                most=_LINEAR,
                noise=0.1,
            )
            for name, points in curves.items()
        ),
        (
            "Least squares in the logarithms: 0 is flat, 1 linear. Of lines: the decision; of documents: a "
            "change in one of "
            "them; of tasks: all of them, from the first command to the last answer. Processor time in ms: "
            + "; ".join(f"{name} {', '.join(f'{cost:.2f}' for _, cost in points)}" for name, points in curves.items())
            + ".",
            f"An open document of 200 lines holds {1024 * _slope(held):.0f} KB.",
        ),
        dict(curves),
    )


def _slope(points: Sequence[tuple[float, float]]) -> float:
    (first, low), *_, (last, high) = points
    return (high - low) / (last - first)


def _decision(size: int, times: int) -> float:
    taken = []
    for number in range(max(3, min(times, 40_000 // size))):
        task = task_of("python", size, 1 + number * 10_000)
        gc.collect()
        began = time.process_time()
        decide(task)
        taken.append(1000 * (time.process_time() - began))
    return statistics.median(taken[1:])


def _open_up_to(editor: Editor, size: int) -> None:
    for number in range(size):
        if f"doc-{number}" not in editor.said:
            # Remembered as something that was said, so that none is opened twice.
            editor.said[f"doc-{number}"].begun.set()
            editor.open(f"file:///project/doc_{number}.py", lines_of("python", 200, number * 100))


async def _typing(editor: Editor, times: int) -> float:
    """Return the processor time of a keystroke in the newest document, in milliseconds."""
    await _answered(editor)
    changes = 20 * times
    uri, cpu = "file:///project/doc_9.py", cpu_s(editor.pid)
    for _ in range(changes):
        place = {"line": 0, "character": 0}
        change = {"range": {"start": place, "end": place}, "text": "x"}
        document = {"uri": uri, "version": int(time.monotonic() * 1e6)}
        editor.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
    await _answered(editor)
    return 1000 * (cpu_s(editor.pid) - cpu) / changes


async def _side_by_side(editor: Editor, size: int, times: int) -> float:
    taken = []
    for attempt in range(max(3, times // size)):
        for number in range(size):
            editor.open(
                f"file:///project/side_{number}.py", lines_of("python", 40, (attempt * 1_000 + number) * 50 + size)
            )
        await _answered(editor)
        cpu = cpu_s(editor.pid)
        begun = [editor.run(f"file:///project/side_{at}.py", 40, f"{size}-{attempt}-{at}")[1] for at in range(size)]
        await asyncio.gather(*begun)
        taken.append(1000 * (cpu_s(editor.pid) - cpu))
        for number in range(size):
            editor.notify("textDocument/didClose", {"textDocument": {"uri": f"file:///project/side_{number}.py"}})
    return statistics.mean(taken)


async def _answered(editor: Editor) -> None:
    """Wait until all that was said before is done with."""
    await editor.command("tierline.cancel", {"id": "nobody"})[1]
