"""Which faults come, in which order: all that the sandbox knows, among enough good answers."""

import random

from tierline.sandbox import BEHAVIOURS

GOOD_SHARE = 0.5
"""Of all requests: they are served as the model behaves by itself; the others meet a fault."""

RARE = frozenset(
    {
        # They end more than a task: the account, or free models until midnight.
        *("401", "402", "403", "403-key-limit", "429", "429-daily"),
        # They take the time or the memory of hundreds of others.
        *("oversized-line", "hang", "hang-comments", "stall", "slow-loris", "slow"),
    }
)
OFTEN = 4
"""How much more often all others come."""

EARLY = 100
"""Among how many requests each fault has come once."""


def forecast(chance: random.Random, requests: int) -> list[str]:
    """Return what so many requests meet, one after the other; whatever exists comes at least once, if they suffice."""
    names = sorted(BEHAVIOURS)
    weights = [1 if name in RARE else OFTEN for name in names]
    drawn = [
        "" if chance.random() < GOOD_SHARE else chance.choices(names, weights)[0] for _ in range(requests - len(names))
    ]
    early = [*drawn[:EARLY], *names]
    chance.shuffle(early)
    return early + drawn[EARLY:]


def own_models(chance: random.Random) -> dict[str, list[str]]:
    """Return models that misbehave by themselves, for some tier; the last one is good."""
    names = sorted(BEHAVIOURS.keys() - RARE)
    found: dict[str, list[str]] = {}
    for tier, suffix in (("minimum", ":free"), ("default", ""), ("maximum", "")):
        if chance.random() < 0.3:
            found[tier] = [f"sandbox/{name}{suffix}" for name in (*chance.sample(names, 2), "ok")]
    return found
