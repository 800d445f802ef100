"""A Tierline over a sandbox whose catalogue is small enough to know by heart."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

from tierline.app import learnt_from, policy_of
from tierline.credentials import Key, KeyHolder
from tierline.engine.lineup import Lineup, Offer
from tierline.engine.run import Engine
from tierline.ledger.store import Ledger
from tierline.lsp.service import Service
from tierline.openrouter.client import OpenRouterClient, TimeLimits
from tierline.openrouter.retrying import Retries
from tierline.sandbox import SANDBOX_KEY, CatalogueEntry, Sandbox
from tierline.settings import Settings, parse_settings
from tierline.task import Tier

MODELS = {
    Tier.MINIMUM: ("acme/gratis:free", "acme/gratis-2:free"),
    Tier.DEFAULT: ("acme/plain", "acme/plain-2"),
    Tier.MAXIMUM: ("acme/fine",),
}
PRICES = {
    "acme/gratis:free": ("0", "0"),
    "acme/gratis-2:free": ("0", "0"),
    "acme/plain": ("0.13", "0.40"),
    "acme/plain-2": ("0.2", "0.7"),
    "acme/fine": ("0.61", "1.37"),
}
"""USD per million tokens, in and out."""

CATALOGUE = tuple(
    CatalogueEntry(
        id=name,
        name=name,
        context_length=128_000,
        max_completion_tokens=16_000,
        prompt_usd_per_token=Decimal(prompt) / 1_000_000,
        completion_usd_per_token=Decimal(completion) / 1_000_000,
    )
    for name, (prompt, completion) in PRICES.items()
)
PATIENT = TimeLimits(connect_s=10, first_token_s=10, stall_s=10, total_s=60)
"""For tests that are not about waiting: a busy machine must not look like a slow provider."""


def always(key: str | None) -> Callable[[], Awaitable[str | None]]:
    """A key that never changes."""

    async def reveal() -> str | None:
        return key

    return reveal


ONCE = Retries(attempts=1)
"""For tests about what comes after a model has failed for good."""
SHORT = TimeLimits(connect_s=5, first_token_s=1.5, stall_s=1.5, total_s=15)


def lineup_for(settings: Settings) -> Lineup:
    return Lineup(
        models={tier: settings.models.of(tier) or MODELS[tier] for tier in Tier},
        offers={
            name: Offer(prompt_usd_per_mtok=Decimal(prompt), completion_usd_per_mtok=Decimal(completion))
            for name, (prompt, completion) in PRICES.items()
        },
    )


def settings(**said: Any) -> Settings:
    parsed, problems = parse_settings(said, "the test")
    assert not problems
    return parsed


@asynccontextmanager
async def serving(  # noqa: PLR0913 each is a thing of its own that a test may choose
    sandbox: Sandbox,
    chosen: Settings | None = None,
    *,
    key: str = SANDBOX_KEY,
    limits: TimeLimits = SHORT,
    retries: Retries = ONCE,
    ledger: Ledger | None = None,
) -> AsyncIterator[Service]:
    """Open a service over ``sandbox``; its time limits are short, so that faults show soon."""
    keys = KeyHolder(Key(key, "the test") if key else None)
    async with OpenRouterClient(key=keys.reveal, base_url=sandbox.base_url, limits=limits, retries=retries) as client:
        engine = Engine(chat=client, lineup=lineup_for(Settings()), learnt=learnt_from(ledger))

        def configure(settings: Settings) -> None:
            engine.policy, engine.lineup = policy_of(settings), lineup_for(settings)

        configure(chosen or Settings())
        yield Service(
            engine=engine,
            keys=keys,
            simulated=True,
            configure=configure,
            ledger=ledger,
            learn=lambda: learnt_from(ledger),
        )
