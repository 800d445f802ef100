"""Time per decision: profile, rule and prompt of one task, warm in this process and first in a fresh one.

Every task is another text, so that nothing is remembered of it. The selection stands in a file of 200 more lines.
Warm times are of this process's own CPU as well as of the clock: where other programs hold the machine, the two
differ. Cold is the first decision of a process that has just imported the engine, as the server has before a task
comes: grammars and data files are loaded in it. What the rooms that decide take to import is told beside it.
"""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .samples import BLOCKS
from .section import Section

LINES = (10, 200, 2_000)
TIMES, WARM_UP = 150, 5
COLD_TIMES = 5
WARM_MS, COLD_MS = 10.0, 60.0
"""The bars, for 2,000 lines: the 99th percentile, and the middle of the first decisions."""
_COLD = """
import sys, time
sys.path.insert(0, sys.argv[1])
started = time.perf_counter()
import tierline.classify, tierline.switch
imported = time.perf_counter()
from routes.decision import decide, task_of
task = task_of(sys.argv[2], int(sys.argv[3]), 1)
before = time.perf_counter()
decide(task)
print(1000 * (time.perf_counter() - before), 1000 * (imported - started))
"""


@dataclass(frozen=True, slots=True)
class Warm:
    """Sorted times of one language and length, in milliseconds."""

    clock: Sequence[float]
    cpu: Sequence[float]


def measure(_data: Path) -> tuple[Section, ...]:
    """Time decisions; the data is not needed."""
    return _warm(), _cold()


def _warm() -> Section:
    rows, failures = [], []
    for language in BLOCKS:
        cells: list[str] = []
        for lines in LINES:
            found = _time(language, lines)
            cells += [_ms(_at(found.clock, 0.5)), _ms(_at(found.clock, 0.99)), _ms(_at(found.cpu, 0.99))]
            if lines == LINES[-1] and _at(found.clock, 0.99) >= WARM_MS:
                failures.append(
                    f"{language}, {lines:,} lines: p99 is {cells[-2]} by the clock, {cells[-1]} of CPU, not {WARM_MS:g}"
                )
        rows.append((language, *cells))
    columns = [f"{name} {lines:,}" for lines in LINES for name in ("p50", "p99", "p99 CPU")]
    return Section(
        "Time per decision, warm (ms)",
        ("language", *columns),
        tuple(rows),
        (f"{TIMES} tasks each after {WARM_UP}, all of different text; {_machine()}",),
        tuple(failures),
    )


def _cold() -> Section:
    rows, failures = [], []
    for language in BLOCKS:
        runs = [_first(language, LINES[-1]) for _ in range(COLD_TIMES)]
        small = [_first(language, LINES[0]) for _ in range(COLD_TIMES)]
        decided, imported = (sorted(run[place] for run in runs) for place in range(2))
        middle = _at(decided, 0.5)
        rows.append(
            (
                language,
                _ms(_at(sorted(run[0] for run in small), 0.5)),
                _ms(middle),
                _ms(decided[-1]),
                _ms(_at(imported, 0.5)),
            )
        )
        if middle >= COLD_MS:
            failures.append(
                f"{language}: the first decision takes {_ms(middle)} at {LINES[-1]:,} lines, not {COLD_MS:g}"
            )
    return Section(
        "Time of the first decision in a fresh process (ms)",
        ("language", f"{LINES[0]} lines", f"{LINES[-1]:,} lines", "longest", "imports"),
        tuple(rows),
        (
            f"middle and longest of {COLD_TIMES} processes each; {_machine()}",
            "imports: those of the rooms classify and switch, before it; the server does them before a task comes",
        ),
        tuple(failures),
    )


def _time(language: str, lines: int) -> Warm:
    from .decision import decide, task_of

    clock, cpu = [], []
    for number in range(TIMES + WARM_UP):
        task = task_of(language, lines, 1 + number * 10)
        if not number % 50:
            gc.collect()
        started, spent = time.perf_counter(), time.process_time()
        decide(task)
        cpu.append(1000 * (time.process_time() - spent))
        clock.append(1000 * (time.perf_counter() - started))
    return Warm(sorted(clock[WARM_UP:]), sorted(cpu[WARM_UP:]))


def _first(language: str, lines: int) -> tuple[float, float]:
    here = str(Path(__file__).resolve().parents[1])
    told = subprocess.run(
        [sys.executable, "-c", _COLD, here, language, str(lines)], capture_output=True, text=True, check=True
    )
    decided, imported = told.stdout.split()
    return float(decided), float(imported)


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _ms(value: float) -> str:
    return f"{value:.1f}"


def _machine() -> str:
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
