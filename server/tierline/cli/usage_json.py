"""The ledger's sums as JSON, camelCase as everywhere; dollars are numbers, ``null`` is unknown."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tierline.cli.usage_rows import Compared, places
from tierline.cli.usage_window import Window
from tierline.learning import Adjustments, effective_cuts
from tierline.learning.words import moves
from tierline.ledger import Cap, Spent, TaskRow
from tierline.ledger.report import Line, line, lines_by
from tierline.task import Tier


def totals(  # noqa: PLR0913, PLR0917 each is a thing of its own that the object tells
    rows: Sequence[TaskRow], span: Window, compared: Compared, spent: Spent, held: Sequence[Cap], by: str | None
) -> dict[str, Any]:
    """Return the sum of all tasks, of each value of every trait or of one alone, and what holds now."""
    count, cost, maximum = compared
    traits = (by,) if by else ("tier", "kind", "model", "project", "day", "month")
    whole = line("all", rows, len(rows))
    return {
        "since": span.since.isoformat(),
        "until": None if span.until is None else span.until.isoformat(),
        "all": _line(whole),
        "alwaysMaximum": {
            "tasks": count,
            "costUsd": float(cost),
            "estimateUsd": float(maximum),
            "savedUsd": float(maximum - cost),
        },
        "now": {
            "dayUsd": float(spent.day.cost_usd),
            "monthUsd": float(spent.month.cost_usd),
            "unknownCosts": spent.month.unknown_costs,
            "atRiskUsd": float(spent.month.at_risk_usd),
            "freeRequests": spent.free_requests,
            "caps": [
                {
                    "span": cap.span,
                    "capUsd": float(cap.cap_usd),
                    "usedUsd": float(cap.used_usd),
                    "level": cap.level.value,
                }
                for cap in held
            ],
        },
        **{f"by{trait.title()}": [_line(found) for found in lines_by(trait, rows)] for trait in traits},
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
