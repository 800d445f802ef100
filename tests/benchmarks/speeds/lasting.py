"""What thousands of tasks leave behind in the server's memory."""

import asyncio
import statistics
import tempfile
from pathlib import Path

from overheads.apart import sandbox_apart

from .editor import Editor, memory_mb, session
from .figure import Figure, Part
from .stand_in import KEY, PROMPT, open_sandbox

_SIDE_BY_SIDE, _LOOKS = 8, 20
_SETTLED = 4
"""Looks at the beginning that don't count: caches, and the answers that are kept, fill first."""
_FLAT_MB = 5.0


async def measure(tasks: int) -> Part:
    """Run ``tasks`` tasks, each on a document of its own that is closed afterwards."""
    with tempfile.TemporaryDirectory() as folder, sandbox_apart(open_sandbox) as base_url:
        async with session(Path(folder), base_url, KEY, PROMPT, cache={"minutes": 0}) as editor:
            held = [(0.0, memory_mb(editor.pid))]
            for look in range(_LOOKS):
                each = tasks // _LOOKS
                await _run(editor, look * each, each)
                held.append(((look + 1) * each, memory_mb(editor.pid)))
    done, memory = zip(*held[_SETTLED:], strict=True)
    slope = statistics.linear_regression(done, memory).slope
    return Part(
        "Memory over many tasks",
        (
            Figure(
                name="lasting.memory",
                what=f"memory gained over {tasks:,} tasks, by the slope after the first fifth",
                value=max(0.0, slope * tasks),
                unit="MB",
                most=_FLAT_MB,
                noise=0.2,
            ),
        ),
        (
            "Without the cache of answers, which fills the megabytes that the setting gives it, and no more.",
            f"MB after so many tasks: {', '.join(f'{count:,.0f}: {mb:.1f}' for count, mb in held[:: _LOOKS // 5])}.",
            (
                f"{_SIDE_BY_SIDE} tasks side by side, each an explanation of another document; the answers are kept "
                f"for the user, "
                "in the memory the newest alone."
            ),
        ),
        {"memory": held},
    )


async def _run(editor: Editor, first: int, tasks: int) -> None:
    room = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def one(number: int) -> None:
        uri, name = f"file:///project/task_{number}.py", f"task-{number}"
        async with room:
            editor.open(uri, f"def total_{number}(rows):\n    return sum(rows)\n")
            await editor.run(uri, 2, name)[1]
            editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
            editor.said.pop(name, None)

    await asyncio.gather(*(one(number) for number in range(first, first + tasks)))
