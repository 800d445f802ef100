"""The account's own word on its free requests, asked for now and then while free models are used."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tierline.engine.free_meter import Allowance
from tierline.engine.run import Engine
from tierline.switch.outages import FREE

Ask = Callable[[], Awaitable[tuple[int, int] | None]]
"""Returns limit and use of today; ``None`` where the account does not say."""

LOOK_EVERY_S = 60.0
FRESH_S = 900.0
"""How long the account's word is good enough."""


async def follow(engine: Engine, ask: Ask) -> None:
    """Ask again and again, until cancelled; nothing is asked while no free model is."""
    asked_at = None
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = engine.clock()
        if engine.free.sent_at and (asked_at is None or now - asked_at >= FRESH_S):
            asked_at = now
            if (said := await ask()) is not None:
                learn(engine, *said)


def learn(engine: Engine, limit: int, used: int) -> None:
    """Take down what the account said; with nothing left no free model is asked until midnight UTC."""
    now = datetime.fromtimestamp(engine.clock(), UTC)
    engine.free = replace(engine.free, told=Allowance(limit=limit, used=used, day=now.date().isoformat()))
    if used >= limit:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        breakers, left_s = engine.breakers, (midnight - now).total_seconds()
        breakers.outages = breakers.outages.failed(FREE, engine.clock(), left_s)
        breakers.remember(breakers.outages)
