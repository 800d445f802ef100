"""From ``$/cancelRequest`` to the closed connection, as the sandbox sees it close."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from .editor import Editor, session
from .figure import Figure, Part, at, median_noise
from .stand_in import KEY, open_sandbox

_STALLS = "sandbox/stall"
_URI = "file:///project/cancel_{}.py"


async def measure(times: int) -> Part:
    """Cancel ``times`` tasks in mid answer. The sandbox runs here, so that one clock tells both moments."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        async with open_sandbox() as sandbox, session(Path(folder), sandbox.base_url, KEY, _STALLS) as editor:
            for number in range(times):
                begun = await _running(editor, number)
                asked = len(sandbox.books.records)
                start = time.perf_counter()
                editor.notify("$/cancelRequest", {"id": begun})
                await sandbox.books.wait_for(lambda books, asked=asked: books.records[asked - 1].hung_up)
                taken.append(1000 * (time.perf_counter() - start))
    return Part(
        "Cancel",
        (
            Figure(
                name="cancel.p99",
                what="cancel → connection closed, 99th percentile",
                value=at(taken, 0.99),
                unit="ms",
                most=100,
                noise=3 * median_noise(taken),
            ),
        ),
        (f"{times} tasks that were in mid answer; the median is {statistics.median(taken):.1f} ms.",),
    )


async def _running(editor: Editor, number: int) -> int:
    """Begin a task and return its request's id once its answer has begun."""
    uri, name = _URI.format(number), f"cancel-{number}"
    editor.open(uri, f"def total_{number}(rows):\n    return sum(rows)\n")
    request, result = editor.run(uri, 2, name)
    result.add_done_callback(lambda done: done.exception())
    async with asyncio.timeout(60):
        await editor.said[name].begun.wait()
    return request
