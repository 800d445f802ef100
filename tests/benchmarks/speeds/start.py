"""Until ``initialize`` is answered, and what an idle server holds: Tierline against bare pygls with one command."""

import asyncio
import os
import re
import resource
import shutil
import statistics
import subprocess
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
            f"{rounds} starts each, in turn. Bare pygls: {_middle(cpu['bare'])} ms (processor time), {bare_mb:.1f} MB.",
            f"Tierline: {_middle(cpu['tierline'])} ms, {own_mb:.1f} MB; {statistics.median(warm):.1f} MB once warm.",
            "Instructions are counted by valgrind's cachegrind where it is there: the same on the busiest machine.",
            f"What is warm holds, in MB: {await asyncio.to_thread(_shares)}.",
        ),
    )


def _middle(seconds: list[float]) -> str:
    return f"{1000 * statistics.median(seconds):.0f}"


def _ratio(taken: dict[str, list[float]]) -> float:
    return statistics.median(taken["tierline"]) / statistics.median(taken["bare"])


_STEPS = {
    "the server's own modules over bare Python": "import tierline.lsp.server",
    "pydantic and the settings": "import tierline.settings; tierline.settings.Settings()",
    "httpx and the client": "import tierline.openrouter.client",
    "SQLite and the ledger": "import tierline.ledger.store, tierline.ledger.account",
    "the engine": "import tierline.engine.run, tierline.engine.cached",
    "the snapshot of models": "from tierline.app import active_snapshot; active_snapshot()",
    "the tiers": "from tierline.app import lineup_for; lineup_for(tierline.settings.Settings())",
    "the payloads": "import tierline.lsp.protocol, tierline.lsp.status",
    "the detectors of secrets": "from tierline.privacy import prepare; prepare()",
}
"""What the server imports, in its order."""


def _shares() -> str:
    """Return how much memory each step of the warm-up takes, in a process of its own."""
    code = (
        "import sys\n"
        "def held():\n"
        "    lines = open('/proc/self/smaps_rollup').read().splitlines()\n"
        "    return next(int(line.split()[1]) for line in lines if line.startswith('Rss:')) / 1024\n"
        "for step in sys.argv[1:]:\n"
        "    before = held()\n"
        "    exec(step)\n"
        "    print(held() - before)\n"
    )
    told = subprocess.run(
        [sys.executable, "-P", "-c", code, *_STEPS.values()], capture_output=True, text=True, check=True
    )
    return ", ".join(f"{name} {float(mb):.1f}" for name, mb in zip(_STEPS, told.stdout.split(), strict=True))


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
