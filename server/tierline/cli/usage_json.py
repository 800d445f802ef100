"""The ledger's sums as JSON, camelCase as everywhere; dollars are numbers, ``null`` is unknown."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tierline.cli.usage_rows import Compared, places
from tierline.learning import Adjustments, effective_cuts
from tierline.learning.words import moves
from tierline.ledger import TaskRow
from tierline.ledger.report import Line, line, lines
from tierline.task import Tier


def totals(rows: Sequence[TaskRow], days: int, compared: Compared) -> dict[str, Any]:
    """Return the sum of all tasks and of each tier, kind, model and day."""
    count, cost, maximum = compared
    answered = [row for row in rows if row.answered_model]
    return {
        "days": days,
        "all": _line(line("all", rows, len(rows))),
        "alwaysMaximum": {"tasks": count, "costUsd": float(cost), "estimateUsd": float(maximum)},
        "byTier": [_line(found) for found in lines(rows, lambda row: row.tier.value)],
        "byKind": [_line(found) for found in lines(rows, lambda row: row.detected.value)],
        "byModel": [_line(found) for found in lines(answered, lambda row: row.answered_model)],
        "byDay": [_line(found) for found in lines(rows, lambda row: row.day)],
    }


def routing(rows: Sequence[TaskRow], learnt: Adjustments, *, learns: bool) -> dict[str, Any]:
    """Return for each kind and language the tiers, the fates and the cut points."""
    return {
        "learning": learns,
        "places": [
            {
                "kind": kind.value,
                "language": language,
                **_line(line("", group, len(rows)), named=False),
                "tiers": {tier.value: sum(row.tier is tier for row in group) for tier in Tier},
                "simpleBelow": effective_cuts(kind, language, learnt).simple_below,
                "complexFrom": effective_cuts(kind, language, learnt).complex_from,
                "why": list(moves(kind, language, learnt)),
            }
            for kind, language, group in places(rows)
        ],
    }


def _line(one: Line, *, named: bool = True) -> dict[str, Any]:
    return ({"name": one.name} if named else {}) | {
        "tasks": one.tasks,
        "share": one.share,
        "calls": one.calls,
        "promptTokens": one.prompt_tokens,
        "completionTokens": one.completion_tokens,
        "costUsd": float(one.cost_usd),
        "unknownCosts": one.unknown_costs,
        "averageUsdPerMtok": _number(one.average_usd_per_mtok),
        "escalated": one.escalated,
        "accepted": one.good,
        "against": one.bad,
    }


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
