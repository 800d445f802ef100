"""Tasks as the ledger remembers them, with all that a test does not name filled in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from tierline.ledger import CallRow, State, TaskRow
from tierline.task import Complexity, Importance, Kind, Tier

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count()

_PLAIN = TaskRow(
    key="",
    task_id="a task",
    at=START,
    kind=Kind.FIX,
    detected=Kind.FIX,
    language="python",
    path="shop/cart.py",
    lines=12,
    difficulty=0.4,
    complexity=Complexity.MODERATE,
    importance=Importance.NORMAL,
    prototyping=False,
    signals=("kind",),
    pin=None,
    out=frozenset(),
    spent_usd=Decimal(0),
    tier=Tier.DEFAULT,
    model="acme/plain",
    rule="otherwise",
    state=State.APPLIED,
    score=9.0,
    latency_ms=2_100,
)


def call(tier: Tier = Tier.DEFAULT, model: str = "acme/plain", **facts: Any) -> CallRow:
    known = {"prompt_tokens": 600, "completion_tokens": 400, "cost_usd": Decimal("0.000238"), "score": 9.0}
    return CallRow(tier=tier, model=model, **{"answered": True, "latency_ms": 2_000, **known, **facts})


def row(*, hours: float = 0, days: float = 0, **facts: Any) -> TaskRow:
    """Return a task that began ``days`` and ``hours`` after ``START``; one call answered unless ``calls`` says else."""
    number = next(_numbers)
    made = replace(_PLAIN, key=f"{number:032x}", at=START + timedelta(days=days, hours=hours), **facts)
    if "kind" in facts and "detected" not in facts:
        made = replace(made, detected=made.kind)
    if "calls" in facts:
        return made
    return replace(made, calls=(call(made.tier, made.model),), answered_tier=made.tier, answered_model=made.model)
