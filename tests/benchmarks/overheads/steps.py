"""The steps of a task that take time beside the request, each alone."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from escalations.playing import ALL_TO_DEFAULT, STRONG, engine_over
from routes.decision import task_of
from routes.samples import lines_of
from routes.section import Section

from tierline.answer import score
from tierline.engine.policy import Policy
from tierline.engine.request import build_request
from tierline.engine.run import Engine
from tierline.ledger import Budget
from tierline.ledger.account import Account
from tierline.ledger.till import Till
from tierline.openrouter.wire import Message
from tierline.privacy import mask
from tierline.prompt import estimate_tokens
from tierline.task import Task, Tier

TIMES, LONG = 30, 2_000
CAPS = Budget(
    per_task_usd=Decimal(9), per_session_usd=Decimal(99), per_day_usd=Decimal(999), per_month_usd=Decimal(9999)
)
"""All of them, so that all are looked at."""


async def steps(folder: Path) -> Section:
    """Time each step, every time on another text."""
    long = [lines_of("python", LONG, number * 10_000) for number in range(TIMES)]
    tasks = [task_of("python", LONG, number) for number in range(TIMES)]
    async with engine_over(lambda _model, _name: "", Policy(rules=ALL_TO_DEFAULT)) as (engine, _):
        rows = (
            _row(f"secrets looked for in {LONG:,} lines", lambda at: mask([long[at]])),
            _row(
                f"tokens of {LONG:,} lines counted",
                lambda at: estimate_tokens((Message(role="user", content=long[at]),)),
            ),
            _row(f"profile and decision, {LONG:,} lines", lambda at: engine.route(tasks[at])),
            _row(f"request of {LONG:,} lines built, unmasked", lambda at: _built(engine, tasks[at])),
            _row(f"answer of {LONG:,} lines scored", lambda at: _scored(tasks[at])),
            await _money(folder),
        )
    return Section(
        f"Steps alone, {TIMES} times, each on another text",
        ("step", "median, ms", "longest, ms", "CPU: median, ms"),
        rows,
        ("Money: held under all four caps, settled, and looked at once both are written; SQLite on the disk.",),
    )


def _row(name: str, run: Callable[[int], object]) -> tuple[str, ...]:
    taken = []
    run(0)
    for at in range(TIMES):
        began, cpu = time.perf_counter(), time.process_time()
        run(at)
        taken.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - cpu)))
    return _told(name, taken)


def _told(name: str, taken: list[tuple[float, float]]) -> tuple[str, ...]:
    clock, cpu = zip(*taken, strict=True)
    return (name, f"{statistics.median(clock):.2f}", f"{max(clock):.2f}", f"{statistics.median(cpu):.2f}")


async def _money(folder: Path) -> tuple[str, ...]:
    account, now, taken = Account(Till(folder / "steps.sqlite3")), datetime.now(UTC), []
    for _ in range(TIMES):
        began, cpu = time.perf_counter(), time.process_time()
        hold = await account.hold(Decimal("0.001"), CAPS, now)
        account.settle(hold, Decimal("0.0004"), now)
        await account.look(now)
        taken.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - cpu)))
    await account.close()
    return _told("money held, settled and looked at", taken)


def _built(engine: Engine, task: Task) -> None:
    _, decision = engine.route(task, pin=Tier.MAXIMUM)
    build_request(task, STRONG, decision, engine.lineup, engine.policy)


def _scored(task: Task) -> None:
    new = task.selection.replace("total", "sum", 1)
    score(task, f"```python\n{new}\n```", new, "stop")
