"""The real engine and the real client against the sandbox's server, whose models say what they are told to."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tierline.engine.lineup import Lineup, Offer
from tierline.engine.outcome import Outcome
from tierline.engine.policy import Policy
from tierline.engine.run import Engine
from tierline.openrouter.client import OpenRouterClient
from tierline.sandbox import SANDBOX_KEY, CatalogueEntry, Sandbox
from tierline.switch import OwnRules
from tierline.switch.table import MOVABLE
from tierline.task import Task, Tier
from tierline_scoring.portfolio import build_portfolio
from tierline_scoring.snapshot import load_snapshot

WEAK, STRONG = "published/weak", "published/strong"
NAMED = re.compile(r"^File: ([^ ]+)", re.MULTILINE)
AT_ONCE = 8
ALL_TO_DEFAULT = OwnRules(off=frozenset(MOVABLE))
"""With no rule but the last one every task begins at DEFAULT: the score of its answer is what is measured."""

Says = Callable[[str, str], str]
"""A model's id and the name of a task → its reply."""


@dataclass(frozen=True, slots=True)
class Played:
    """What became of one task, and what the sandbox has billed for it."""

    outcome: Outcome
    usd: Decimal

    @property
    def score(self) -> float:
        """Of the first answer."""
        return self.outcome.attempts[0].score or 0.0


@cache
def offers() -> Mapping[str, Offer]:
    """Return what the two models cost: as much as the first of DEFAULT and of MAXIMUM in the shipped snapshot."""
    snapshot = load_snapshot()
    tiers = build_portfolio(snapshot).tiers
    first = {WEAK: tiers[Tier.DEFAULT].model_ids[0], STRONG: tiers[Tier.MAXIMUM].model_ids[0]}
    return {
        name: Offer(
            prompt_usd_per_mtok=snapshot.models[id_].prompt_usd_per_mtok,
            completion_usd_per_mtok=snapshot.models[id_].completion_usd_per_mtok,
        )
        for name, id_ in first.items()
    }


def catalogue() -> list[CatalogueEntry]:
    """Return the two models as the sandbox offers them."""
    return [
        CatalogueEntry(
            id=name,
            name=name,
            context_length=128_000,
            max_completion_tokens=32_000,
            prompt_usd_per_token=offer.prompt_usd_per_mtok / 1_000_000,
            completion_usd_per_token=offer.completion_usd_per_mtok / 1_000_000,
        )
        for name, offer in offers().items()
    ]


def lineup() -> Lineup:
    """Return the tiers: the cheap model is DEFAULT, the dear one MAXIMUM."""
    return Lineup(models={Tier.MINIMUM: (), Tier.DEFAULT: (WEAK,), Tier.MAXIMUM: (STRONG,)}, offers=offers())


@asynccontextmanager
async def engine_over(says: Says, policy: Policy, tiers: Lineup | None = None) -> AsyncIterator[tuple[Engine, Sandbox]]:
    """Open an engine whose models answer a task, which they know by its file's name, with what ``says`` has."""

    def answer(model: str, messages: Sequence[tuple[str, str]]) -> str:
        found = NAMED.search(messages[-1][1])
        return says(model, found[1] if found else "")

    async def key() -> str:
        return SANDBOX_KEY

    async with (
        Sandbox(catalogue(), says=answer) as sandbox,
        OpenRouterClient(key=key, base_url=sandbox.base_url) as client,
    ):
        yield Engine(chat=client, lineup=tiers or lineup(), policy=policy), sandbox


async def play(tasks: Mapping[str, Task], says: Says, policy: Policy) -> Mapping[str, Played]:
    """Carry out all tasks, some side by side; what each cost is what the sandbox's books say of it.

    Raises:
        ValueError: the books and the engine don't agree to the last digit.
    """
    room = asyncio.Semaphore(AT_ONCE)
    async with engine_over(says, policy) as (engine, sandbox):

        async def one(task: Task) -> Outcome:
            async with room:
                return await engine.run(task, lambda _event: None)

        outcomes = await asyncio.gather(*(one(task) for task in tasks.values()))
        booked = sandbox.books.totals.cost_usd
    played = {
        name: Played(outcome, outcome.cost_usd or Decimal(0)) for name, outcome in zip(tasks, outcomes, strict=True)
    }
    if sum((each.usd for each in played.values()), Decimal(0)) != booked:
        raise ValueError("the engine and the sandbox don't agree on what was spent")
    return played
