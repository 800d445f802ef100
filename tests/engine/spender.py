"""One editor among several: runs many tasks at once through the real engine, some of which fail or are cancelled.

``python spender.py BASE_URL LEDGER SEED TASKS CAP`` prints how many tasks the cap stopped.
"""

import asyncio
import random
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path

from engine.home import task_on
from support.house import ONCE, always, lineup_for, settings

from tierline.app import policy_of
from tierline.engine.events import Event, Text
from tierline.engine.late_costs import LateCosts
from tierline.engine.recording import Recording
from tierline.engine.run import Engine
from tierline.ledger import OverBudget, State
from tierline.ledger.account import Account
from tierline.ledger.store import Ledger
from tierline.ledger.till import Till
from tierline.openrouter.client import OpenRouterClient, TimeLimits
from tierline.openrouter.generation import Patience, bill_of
from tierline.sandbox import SANDBOX_KEY
from tierline.task import Tier, TierlineError

PATIENT = TimeLimits(connect_s=30, first_token_s=30, stall_s=30, total_s=120)
FAULTS = ("503", "no-usage", "cut", "end-early", "midstream", "error-200", "404", "reasoning-only", "garbage")


async def one_task(engine: Engine, ledger: Ledger, chance: random.Random) -> bool:
    """Run a task as an editor does, cancel some in the middle, and write each down; return whether a cap stopped it."""
    model = chance.choice(["acme/plain", "acme/plain-2", "acme/fine"])
    pin = chance.choice([None, Tier.MINIMUM, Tier.DEFAULT, Tier.DEFAULT, Tier.MAXIMUM])
    gives_up = chance.random() < 0.25

    def watch(event: Event) -> None:
        # By then the bill has a name; a call that ends before it stays at risk.
        if gives_up and isinstance(event, Text):
            running.cancel()

    notes = Recording(engine, task_on(), "a task", watch, pin=pin)
    running = asyncio.ensure_future(engine.run(task_on(), notes, pin=pin, model="" if pin else model))
    state = State.FAILED
    try:
        notes.outcome = await running
        state = State.ANSWERED
    except asyncio.CancelledError:
        state = State.CANCELLED
    except OverBudget:
        return True
    except TierlineError:
        pass
    finally:
        if row := notes.row(state):
            await asyncio.to_thread(ledger.add, row)
    return False


async def main(base_url: str, path: Path, seed: int, tasks: int, cap: str) -> None:
    """Run ``tasks`` tasks, eight at a time, and wait until every cost is known."""
    chance = random.Random(seed)  # noqa: S311 the same tasks each time
    chosen = settings(
        budget={"perDayUsd": cap},
        models={
            "default": [f"sandbox/{chance.choice(FAULTS)}", "sandbox/slow", "acme/plain"],
            "maximum": [f"sandbox/{chance.choice(FAULTS)}", "acme/fine"],
        },
    )
    account, ledger, room = Account(Till(path, busy_s=60)), Ledger(path, busy_s=60), asyncio.Semaphore(8)
    async with OpenRouterClient(key=always(SANDBOX_KEY), base_url=base_url, limits=PATIENT, retries=ONCE) as client:
        late = LateCosts(partial(bill_of, get=client.get, patience=Patience(attempts=40, first_wait_s=0.02)))
        engine = Engine(chat=client, lineup=lineup_for(chosen), policy=policy_of(chosen), account=account, late=late)

        async def next_task() -> bool:
            async with room:
                return await one_task(engine, ledger, chance)

        stopped = await asyncio.gather(*(next_task() for _ in range(tasks)))
        await late.settled()
    await account.close()
    if Decimal(engine.books.held_usd):
        raise SystemExit("money is still held")
    sys.stdout.write(f"{sum(stopped)}\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]))
