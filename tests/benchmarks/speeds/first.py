"""From the command to the first word: Tierline's server, bare httpx, the openai client and LiteLLM's SDK.

All ask the same sandbox for the same messages, each from a process of its own, in turn. Tierline's time begins when the
editor writes the command and ends when it has read the first ``tierline/chunk`` with text: the way through both pipes,
the decision, the budget, the masking and the ledger are in it. The others' time is the call alone.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from escalations.playing import ALL_TO_DEFAULT
from overheads.apart import sandbox_apart
from routes.samples import lines_of

from tierline.engine.lineup import Lineup
from tierline.engine.policy import Policy
from tierline.engine.request import build_request
from tierline.engine.run import Engine
from tierline.task import Kind, Task, Tier

from .editor import Editor, interleaved, session
from .figure import Figure, Part, at, median_noise
from .stand_in import KEY, LATE, LATE_S, PROMPT, open_sandbox

LINES, WARM_UP = 40, 8
RIVALS = ("openai", "litellm")
_URI = "file:///project/total_{}.py"


async def measure(rounds: int, rivals: Path | None = None) -> Part:
    """Ask ``rounds`` times each way, of a model that answers at once and of one that takes its time."""
    with tempfile.TemporaryDirectory() as folder, sandbox_apart(open_sandbox) as base_url:
        python = rivals or await asyncio.to_thread(_rivals, Path(folder) / "rivals")
        strict = await _asked(base_url, Path(folder) / "strict", PROMPT, python, rounds)
        real = await _asked(base_url, Path(folder) / "real", LATE, python, max(10, rounds // 4))
    figures = [
        *_figures("first", "first word, of a model that takes 300 ms to it", real),
        *_figures("strict", "first word, of a model that answers at once", strict),
    ]
    middles = ", ".join(f"{name} {statistics.median(taken):.2f} ms" for name, taken in strict.items())
    late = ", ".join(f"{name} {statistics.median(taken) - 1000 * LATE_S:.2f} ms" for name, taken in real.items())
    return Part(
        "First word",
        tuple(figures),
        (
            (
                f"Medians of the model that answers at once: {middles}. Of the other, beyond its "
                f"{1000 * LATE_S:.0f} ms: {late}."
            ),
            (
                f"{rounds} rounds, and a quarter as many of the slow model; {LINES} lines of Python to explain, "
                f"each time others."
            ),
            "What bare httpx takes of a model that answers at once is nearly all the sandbox's own time.",
        ),
        {f"strict {name}": _distribution(taken) for name, taken in strict.items()},
    )


def _distribution(taken: Sequence[float]) -> list[tuple[float, float]]:
    ordered = sorted(taken)
    return [(value, (place + 1) / len(ordered)) for place, value in enumerate(ordered)]


def _figures(name: str, what: str, taken: dict[str, list[float]]) -> list[Figure]:
    own, bare = taken["tierline"], taken["httpx"]
    noise = median_noise(own) + median_noise(bare)
    return [
        Figure(
            name=f"{name}.median",
            what=f"{what}: median, times bare httpx",
            value=statistics.median(own) / statistics.median(bare),
            most=1.10,
            noise=noise,
        ),
        Figure(
            name=f"{name}.p99",
            what=f"{what}: 99th percentile, added to bare httpx's",
            value=at(own, 0.99) - at(bare, 0.99),
            unit="ms",
            most=5.0,
            noise=0.5,
        ),
        *(
            Figure(
                name=f"{name}.{rival}",
                what=f"{what}: median, beyond that of {rival}",
                value=statistics.median(own) - statistics.median(taken[rival]),
                unit="ms",
                most=0.0,
                noise=0.2,
            )
            for rival in RIVALS
        ),
    ]


async def _asked(base_url: str, home: Path, model: str, python: Path, rounds: int) -> dict[str, list[float]]:
    async with AsyncExitStack() as stack:
        editor = await stack.enter_async_context(session(home, base_url, KEY, model))
        ways: dict[str, Callable[[int], Any]] = {"tierline": lambda number: _by_tierline(editor, number)}
        for name in ("httpx", *RIVALS):
            rival = await stack.enter_async_context(_rival(python, name, base_url))
            ways[name] = lambda number, rival=rival: _by_rival(rival, _body(model, number))
        found = await interleaved(ways, WARM_UP + rounds)
    return {name: taken[WARM_UP:] for name, taken in found.items()}


async def _by_tierline(editor: Editor, number: int) -> float:
    uri, name = _URI.format(number), f"task-{number}"
    editor.open(uri, _code(number))
    began = time.perf_counter()
    _, result = editor.run(uri, LINES, name)
    await result
    editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    return 1000 * (editor.said.pop(name).at[0] - began)


async def _by_rival(process: asyncio.subprocess.Process, body: dict[str, Any]) -> float:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{json.dumps(body)}\n".encode())
    first, _ = (await process.stdout.readline()).split()
    return float(first)


@asynccontextmanager
async def _rival(python: Path, name: str, base_url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(str(python), str(Path(__file__).with_name("rival.py")), name, base_url, KEY),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


def _code(number: int) -> str:
    return lines_of("python", LINES, number * 100)


def _body(model: str, number: int) -> dict[str, Any]:
    """Return what Tierline sends for the same task."""
    code = _code(number)
    task = Task(kind=Kind.EXPLAIN, source=code, start=0, end=len(code), path=f"total_{number}.py", language="python")
    lineup = Lineup(models=dict.fromkeys(Tier, (model,)))
    engine = Engine(chat=_NOBODY, lineup=lineup, policy=Policy(rules=ALL_TO_DEFAULT))
    _, decision = engine.route(task)
    return build_request(task, model, decision, lineup, engine.policy)[0].body()


_NOBODY: Any = None
"""No chat: nothing is asked here."""


def _rivals(folder: Path) -> Path:
    """Install the rivals where they are thrown away again, and return the Python that has them."""
    sys.stderr.write("installing the openai client and LiteLLM into a temporary environment\n")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "httpx", *RIVALS], check=True, stderr=subprocess.DEVNULL)
    return python
