"""A decision, and all that comes before anything is sent: features, profile, rule, prompt; and the budget check."""

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from ledger_speed import BUDGET, NOW, filled
from routes.decision import decide, task_of
from routes.samples import BLOCKS

from tierline.engine.deciding import World, local_time, route
from tierline.engine.lineup import Lineup, Offer
from tierline.engine.policy import Policy
from tierline.ledger import SessionBooks
from tierline.ledger.account import Account
from tierline.ledger.till import Till
from tierline.task import Tier

from .figure import Figure, Part, at, exponent, median_noise

LINES = 2_000
CATALOGUES = (400, 2_000, 10_000)
LEDGERS = (10_000, 100_000, 1_000_000)
_WARM_UP = 5
_FLAT = 0.1
"""An exponent up to which a curve is called flat."""


async def measure(times: int) -> Part:
    """Decide ``times`` times in each language, and as often for each size of catalogue and ledger."""
    worst = max((_language(language, times) for language in BLOCKS), key=lambda one: at(one[1], 0.99))
    catalogues = [(size, statistics.median(_catalogue(size, times))) for size in CATALOGUES]
    with tempfile.TemporaryDirectory() as folder:
        looked = [(size, await _ledger(Path(folder) / f"{size}.sqlite3", size, times)) for size in LEDGERS]
    ledgers = [(size, statistics.median(taken)) for size, taken in looked]
    biggest = looked[-1][1]
    return Part(
        "Decision",
        (
            Figure(
                name="decision.p99",
                what=f"features, profile, rule and prompt of {LINES:,} lines: 99th percentile, the slowest language",
                value=at(worst[1], 0.99),
                unit="ms",
                most=10,
                noise=3 * median_noise(worst[1]),
            ),
            Figure(
                name="decision.catalogue",
                what=f"decision: exponent over {_sizes(CATALOGUES)} models",
                value=exponent(catalogues),
                most=_FLAT,
                noise=0.5,
            ),
            Figure(
                name="budget.median",
                what=f"budget check, ledger of {LEDGERS[-1]:,} tasks: median",
                value=statistics.median(biggest),
                unit="ms",
                most=1,
                noise=median_noise(biggest),
            ),
            Figure(
                name="budget.ledger",
                what=f"budget check: exponent over {_sizes(LEDGERS)} tasks in the ledger",
                value=exponent(ledgers),
                most=_FLAT,
                noise=0.5,
            ),
        ),
        (
            (
                f"{times} tasks a language, all of other text; the slowest was {worst[0]}. In processor time, so "
                f"that what other "
                "programs take does not count; the budget check by the clock, a thread and the event loop included: "
                "sums looked "
                "at, money held, under four caps."
            ),
            f"Medians over the catalogue: {_told(catalogues)} ms; over the ledger: {_told(ledgers)} ms.",
        ),
        {"models": catalogues, "ledger rows": ledgers},
    )


def _sizes(sizes: Sequence[int]) -> str:
    return ", ".join(f"{size:,}" for size in sizes)


def _told(points: Sequence[tuple[float, float]]) -> str:
    return ", ".join(f"{cost:.3f}" for _, cost in points)


def _timed(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Return the processor time of each call, in milliseconds, without the first few."""
    gc.collect()
    taken = []
    for call in calls:
        began = time.process_time()
        call()
        taken.append(1000 * (time.process_time() - began))
    return taken[_WARM_UP:]


def _language(language: str, times: int) -> tuple[str, list[float]]:
    tasks = [task_of(language, LINES, 1 + number * 10) for number in range(times + _WARM_UP)]
    return language, _timed([lambda task=task: decide(task) for task in tasks])  # type: ignore[misc] # bound now


def _catalogue(size: int, times: int) -> list[float]:
    ids = [f"vendor/model-{number}" for number in range(size)]
    offer = Offer(prompt_usd_per_mtok=Decimal(1), completion_usd_per_mtok=Decimal(2), context_length=100_000)
    lineup = Lineup(
        models={tier: tuple(ids[place::3]) for place, tier in enumerate(Tier)}, offers=dict.fromkeys(ids, offer)
    )
    tasks = [task_of("python", 200, 1 + number * 10) for number in range(times + _WARM_UP)]
    policy, books, world = Policy(), SessionBooks(), World(now=local_time(0.0))
    return _timed([lambda task=task: route(task, lineup, policy, books, world) for task in tasks])  # type: ignore[misc]  # bound now


async def _ledger(path: Path, size: int, times: int) -> list[float]:
    await asyncio.to_thread(filled, path, size)
    account, taken = Account(Till(path)), []
    for _ in range(times + _WARM_UP):
        began = time.perf_counter()
        await account.look(NOW)
        hold = await account.hold(Decimal("0.0001"), BUDGET, NOW)
        taken.append(1000 * (time.perf_counter() - began))
        account.settle(hold, Decimal("0.00003"), NOW)
        # What is settled is written in the background; the next check waits for nothing of it.
        await account.look(datetime.now(UTC))
    await account.close()
    return taken[_WARM_UP:]
