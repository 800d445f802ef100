"""The ledger as CSV: money as decimals to the last digit, unknown is empty."""

import csv
import sys
from collections.abc import Sequence
from datetime import datetime

from tierline.ledger import TaskRow
from tierline.ledger.report import line, lines_by

_COLUMNS = (
    *("at", "kind", "detected", "language", "path", "lines", "difficulty", "complexity", "importance", "prototyping"),
    *("tier", "model", "rule", "state", "answered_tier", "answered_model", "score", "escalated", "latency_ms", "fate"),
    "project",
)
_SUMS = (
    *("tasks", "share", "calls", "prompt_tokens", "completion_tokens", "known_cost_usd", "unknown_costs"),
    *("average_usd_per_mtok", "escalated", "accepted", "against"),
)


def print_csv(rows: Sequence[TaskRow]) -> None:
    """Print a heading and one line a task."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*_COLUMNS, "calls", "prompt_tokens", "completion_tokens", "known_cost_usd", "unknown_costs"])
    for row in rows:
        one = line("", [row], 1)
        values = (getattr(row, name) for name in _COLUMNS)
        told = [
            value.isoformat() if isinstance(value, datetime) else "" if value is None else value for value in values
        ]
        cost = f"{one.cost_usd:f}"
        writer.writerow([*told, one.calls, one.prompt_tokens, one.completion_tokens, cost, one.unknown_costs])


def print_lines_csv(trait: str, rows: Sequence[TaskRow]) -> None:
    """Print a heading and one line for each value of ``trait``."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([trait, *_SUMS])
    for one in lines_by(trait, rows):
        average = one.average_usd_per_mtok
        writer.writerow(
            [
                one.name,
                one.tasks,
                one.share,
                one.calls,
                one.prompt_tokens,
                one.completion_tokens,
                f"{one.cost_usd:f}",
                one.unknown_costs,
                "" if average is None else f"{average:f}",
                one.escalated,
                one.good,
                one.bad,
            ]
        )
