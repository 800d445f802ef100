"""Rows as tuples of what SQLite can hold, and back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from tierline.ledger.rows import CallRow, Fate, State, TaskRow
from tierline.task import Complexity, Importance, Kind, Tier


def timestamp(at: datetime) -> str:
    """Return a time in UTC as text that sorts by time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def task_values(row: TaskRow) -> tuple[Any, ...]:
    """Return a task's values in the order of ``schema.INSERT_TASK``."""
    offset = row.at.utcoffset() or timedelta(0)
    return (
        row.key,
        row.task_id,
        timestamp(row.at),
        round(offset.total_seconds()),
        row.kind.value,
        row.detected.value,
        row.language,
        row.path,
        row.lines,
        row.difficulty,
        row.complexity.value,
        row.importance.value,
        int(row.prototyping),
        "\n".join(row.signals),
        row.pin.value if row.pin else None,
        "\n".join(sorted(tier.value for tier in row.out)),
        str(row.spent_usd),
        row.tier.value,
        row.model,
        row.rule,
        row.state.value,
        row.answered_tier.value if row.answered_tier else None,
        row.answered_model,
        row.score,
        int(row.escalated),
        row.latency_ms,
        row.fate.value,
        row.project,
    )


def call_values(key: str, attempt: int, call: CallRow) -> tuple[Any, ...]:
    """Return a call's values in the order of ``schema.INSERT_CALL``; ``attempt`` counts from 1."""
    return (
        key,
        attempt,
        call.tier.value,
        call.model,
        int(call.answered),
        call.prompt_tokens,
        call.completion_tokens,
        call.reasoning_tokens,
        None if call.cost_usd is None else str(call.cost_usd),
        call.latency_ms,
        call.score,
        call.charge,
    )


def task_row(values: Mapping[str, Any], calls: Sequence[CallRow]) -> TaskRow:
    """Return the task in a row of the table, with its calls.

    Raises:
        ValueError: a value is none that a ledger of ours holds.
    """
    here = timezone(timedelta(seconds=values["utc_offset_s"]))
    return TaskRow(
        key=values["key"],
        task_id=values["task_id"],
        at=datetime.fromisoformat(values["at_utc"]).astimezone(here),
        kind=Kind(values["kind"]),
        detected=Kind(values["detected"]),
        language=values["language"],
        path=values["path"],
        lines=values["lines"],
        difficulty=values["difficulty"],
        complexity=Complexity(values["complexity"]),
        importance=Importance(values["importance"]),
        prototyping=bool(values["prototyping"]),
        signals=tuple(values["signals"].splitlines()),
        pin=_tier(values["pin"]),
        out=frozenset(Tier(name) for name in values["out"].splitlines()),
        spent_usd=_money(values["spent_usd"]) or Decimal(0),
        tier=Tier(values["tier"]),
        model=values["model"],
        rule=values["rule"],
        state=State(values["state"]),
        answered_tier=_tier(values["answered_tier"]),
        answered_model=values["answered_model"],
        score=values["score"],
        escalated=bool(values["escalated"]),
        latency_ms=values["latency_ms"],
        fate=Fate(values["fate"]),
        project=values["project"],
        calls=tuple(calls),
    )


def call_row(values: Mapping[str, Any]) -> CallRow:
    """Return the call in a row of the table.

    Raises:
        ValueError: a value is none that a ledger of ours holds.
    """
    return CallRow(
        tier=Tier(values["tier"]),
        model=values["model"],
        answered=bool(values["answered"]),
        prompt_tokens=values["prompt_tokens"],
        completion_tokens=values["completion_tokens"],
        reasoning_tokens=values["reasoning_tokens"],
        cost_usd=_money(values["cost_usd"]),
        latency_ms=values["latency_ms"],
        score=values["score"],
        charge=values["charge"],
    )


def _tier(name: str | None) -> Tier | None:
    return None if name is None else Tier(name)


def _money(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no amount of money") from None
