"""Costs that become known after their task has ended: asked for in the background, never dropped in silence.

A stream that is cancelled or breaks tells no cost. Until it is known, the books count it as unknown.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from tierline.openrouter.generation import Bill

MOST_AT_ONCE = 4
"""Look-ups on their way; what is beyond waits."""

CLOSING_S = 0.4
"""How long the end waits for what is still unknown: the next process asks for it too."""

_TOLERANCE, _SLACK_TOKENS = 1.5, 40
"""A count from characters is good to a half, and some tokens are on their way when the user cancels."""

log = logging.getLogger("tierline.engine")

LookUp = Callable[[str], Awaitable[Bill | None]]
"""Returns the bill of a generation, if it can be had."""


async def no_look_up(_generation_id: str) -> Bill | None:
    """Know nothing, where nobody can be asked."""
    return None


class LateCosts:
    """Look-ups under way."""

    def __init__(self, look_up: LookUp = no_look_up) -> None:
        self._look_up = look_up
        self._tasks: dict[asyncio.Task[None], str] = {}
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

    def ask(self, generation_id: str, then: Callable[[Bill], None]) -> None:
        """Have a bill looked up, and ``then`` called with it. Returns at once."""
        task = asyncio.get_running_loop().create_task(self._found(generation_id, then))
        self._tasks[task] = generation_id
        task.add_done_callback(self._tasks.pop)

    @property
    def under_way(self) -> tuple[str, ...]:
        """The generations that are being looked up."""
        return tuple(self._tasks.values())

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, within_s: float = CLOSING_S) -> tuple[str, ...]:
        """Wait a little, then give up; return, and log, the generations whose cost stays unknown."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within_s)
        left = self.under_way
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if left:
            log.warning(
                "What %d calls cost is still unknown (%s); openrouter.ai/activity will tell.",
                len(left),
                ", ".join(left),
            )
        return left

    async def _found(self, generation_id: str, then: Callable[[Bill], None]) -> None:
        async with self._room:
            bill = await self._look_up(generation_id)
        if bill is None:
            log.warning("What the call %s cost could not be found out; openrouter.ai/activity may tell.", generation_id)
            return
        facts = {"generation": generation_id, "costUsd": bill.cost_usd, "completionTokens": bill.completion_tokens}
        log.info("a cost has become known", extra={"fields": facts})
        then(bill)


def billed_on(bill: Bill, seen_tokens: int, model: str) -> str:
    """Say, of a call that the user cancelled, whether its provider went on at the user's expense; empty if not.

    ``seen_tokens`` is about how long the part of the answer is that had come.
    """
    billed = bill.visible_tokens
    if not bill.cost_usd or billed is None or billed <= seen_tokens * _TOLERANCE + _SLACK_TOKENS:
        return ""
    return (
        f"{model} went on after you cancelled: {billed:,} tokens were billed, of which about {seen_tokens:,} had come. "
        f"It cost ${bill.cost_usd.normalize():f}; other models stop at once."
    )
