"""What rests, and how far the limits on free models are used up, as the status tells it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tierline.engine.free_meter import PER_DAY, PER_MINUTE
from tierline.engine.run import Engine
from tierline.lsp import protocol as wire
from tierline.switch.outages import FREE

_MOST_LINES = 5


def resting(engine: Engine) -> tuple[wire.RestInfo, ...]:
    """Return what is not asked now, the first to come back before the others."""
    return tuple(
        wire.RestInfo(subject=str(subject), until_s=circuit.until or 0.0, failures=circuit.failures)
        for subject, circuit in engine.breakers.outages.resting(engine.clock()).items()
    )


def free_limits(engine: Engine) -> wire.FreeLimits:
    """Return how far the account's limits on free models are used up."""
    now, meter = engine.clock(), engine.free
    counted = engine.account.seen(engine.now()).free_requests
    spent = engine.breakers.outages.of(FREE)
    return wire.FreeLimits(
        today=meter.today(counted, datetime.fromtimestamp(now, UTC).date().isoformat()),
        per_day=meter.limit,
        this_minute=meter.this_minute(now),
        per_minute=PER_MINUTE,
        spent_until_s=spent.until if (spent.until or 0.0) > now else None,
    )


def lines(free: wire.FreeLimits, rests: tuple[wire.RestInfo, ...]) -> Iterator[str]:
    """Yield the lines of the tooltip."""
    if free.spent_until_s is not None:
        yield f"Your requests to free models are used up until {_clock(free.spent_until_s)}."
    elif free.today or free.this_minute:
        few, many = PER_DAY
        limit = f"{free.per_day:,}" if free.per_day else f"{few} or {many:,}"
        minute = f"{free.this_minute} of {free.per_minute} this minute"
        yield f"Requests to free models: {free.today:,} of {limit} today, {minute}."
    for rest in rests[:_MOST_LINES]:
        if rest.subject != FREE:
            yield f"`{rest.subject}` rests until {_clock(rest.until_s)}, after {rest.failures} failures in a row."


def _clock(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%H:%M:%S}"
