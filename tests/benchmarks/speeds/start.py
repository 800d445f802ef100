"""Until ``initialize`` is answered, and what an idle server holds: Tierline against bare pygls with one command."""

import asyncio
import os
import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from .editor import TIERLINE, editing, interleaved, memory_mb, surroundings
from .figure import Figure, Part, median_noise

BARE = (sys.executable, "-P", str(Path(__file__).with_name("bare.py")))
_WAYS = {"bare": BARE, "tierline": TIERLINE}
_ASKED = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}'
_REST_S = 3.0
"""After the service is open, the background work of the start comes to rest."""
_QUIET = 5


async def measure(rounds: int) -> Part:
    """Start each server ``rounds`` times."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        found = await interleaved({name: lambda _, name=name: _started(home, name) for name in _WAYS}, rounds)
        counted = {name: await asyncio.to_thread(_instructions, home, name) for name in _WAYS}
        warm = [await _warm(home) for _ in range(3)]
    wall, cpu, held = ({name: [one[at] for one in found[name]] for name in _WAYS} for at in range(3))
    ratio = _ratio(cpu)
    bare_mb, own_mb = (statistics.median(held[name]) for name in _WAYS)
    figures = [
        Figure(
            name="start.cpu",
            what="`initialize` answered: processor time, times bare pygls",
            value=ratio,
            most=1.10,
            noise=max(map(median_noise, cpu.values())),
        ),
        Figure(
            name="start.wall",
            what="the same by the clock, the fastest of each",
            value=min(wall["tierline"]) / min(wall["bare"]),
            most=1.10,
            noise=max(map(median_noise, wall.values())),
        ),
        Figure(
            name="start.memory",
            what="memory when `initialize` is answered, times bare pygls",
            value=own_mb / bare_mb,
            most=1.25,
        ),
        Figure(
            name="start.idle",
            what="memory when all is warm and idle, times bare pygls",
            value=statistics.median(warm) / bare_mb,
            most=1.25,
        ),
    ]
    if all(counted.values()):
        figures.insert(
            1,
            Figure(
                name="start.instructions",
                what="the same, instructions executed",
                value=counted["tierline"] / counted["bare"],
                most=1.10,
            ),
        )
    return Part(
        "Start",
        tuple(figures),
        (
            (
                f"{rounds} starts each, in turn. Bare pygls: {1000 * statistics.median(cpu['bare']):.0f} ms of "
                f"processor time, "
                f"{bare_mb:.1f} MB; Tierline: {1000 * statistics.median(cpu['tierline']):.0f} ms, {own_mb:.1f} MB, and "
                f"{statistics.median(warm):.1f} MB once warm."
            ),
            (
                "Instructions are counted by valgrind's cachegrind where it is installed: the same to a thousandth "
                "on a busy "
                "machine."
            ),
        ),
    )


def _ratio(taken: dict[str, list[float]]) -> float:
    return statistics.median(taken["tierline"]) / statistics.median(taken["bare"])


async def _started(home: Path, name: str) -> tuple[float, float, float]:
    """Return clock and processor time up to the answer, in seconds, and the memory then, in MiB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    async with editing(_WAYS[name], surroundings(home)) as editor:
        await editor.initialize()
        wall, held = time.perf_counter() - began, memory_mb(editor.pid)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, held


async def _warm(home: Path) -> float:
    async with editing(TIERLINE, surroundings(home)) as editor:
        await editor.initialize()
        editor.notify("initialized", {})
        await editor.settled.wait()
        held = [0.0]
        # At rest: no more memory for some seconds.
        while len(held) < _QUIET or held[-1] - held[-_QUIET] > 0.1:
            await asyncio.sleep(_REST_S / _QUIET)
            held.append(memory_mb(editor.pid))
        return held[-1]


def _instructions(home: Path, name: str) -> int:
    """Return how many it takes from the start to the answer and the end of the input; 0 where nothing counts them."""
    import subprocess

    if not (valgrind := shutil.which("valgrind")):
        return 0
    options = ("--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={os.devnull}")
    ended = subprocess.run(
        [valgrind, *options, *_WAYS[name]],
        input=b"Content-Length: %d\r\n\r\n%b" % (len(_ASKED), _ASKED),
        capture_output=True,
        env=surroundings(home),
        check=False,
    )
    told = re.search(rb"I +refs: +([\d,]+)", ended.stderr)
    return int(told[1].replace(b",", b"")) if told else 0
