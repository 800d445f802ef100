"""How the ledger reads in a terminal, and as CSV."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tierline.cli.show import exact
from tierline.cli.tables import counted, print_table
from tierline.cli.terminal import print_lines, safe, tier_text
from tierline.learning import Adjustments, effective_cuts
from tierline.learning.words import moves, waits
from tierline.ledger import TaskRow
from tierline.ledger.report import Line, line, lines
from tierline.lsp.words import usd
from tierline.task import Kind, Tier

if TYPE_CHECKING:
    from rich.text import Text

AIM = 0.8
"""The share of tasks that DEFAULT is meant to answer."""
_HEADS = ("tasks", "share", "tokens", "cost", "$/M tok", "accepted")
_DAYS_SHOWN = 14

Compared = tuple[int, Decimal, Decimal]
"""Tasks compared with always asking MAXIMUM, their cost, and what that would have cost."""


def print_totals(rows: Sequence[TaskRow], days: int, compared: Compared) -> None:
    """Print the sum, then tables by tier, kind, model and day."""
    whole = line("all", rows, len(rows))
    print_lines([_heading(whole, days)])
    if not rows:
        return
    by_tier = {found.name: found for found in lines(rows, lambda row: row.tier.value)}
    tiers = [by_tier[tier.value] for tier in Tier if tier.value in by_tier]
    _print("tier", tiers, [tier_text(Tier(found.name)) for found in tiers])
    share = by_tier[Tier.DEFAULT.value].share if Tier.DEFAULT.value in by_tier else 0.0
    print_lines(["", f"default got {share:.0%} of the tasks; about {AIM:.0%} is the aim.", *_saved(whole, compared)])
    for trait, found in (
        ("kind", lines(rows, lambda row: row.detected.value)),
        ("model", lines([row for row in rows if row.answered_model], lambda row: row.answered_model)),
    ):
        _print(trait, sorted(found, key=lambda one: -one.tasks))
    _print("day (UTC)", lines(rows, lambda row: row.day)[-_DAYS_SHOWN:])


def _heading(whole: Line, days: int) -> str:
    span = "today" if days == 1 else f"in the last {days} days"
    if not whole.tasks:
        return f"No task {span}."
    unknown = f", and {counted(whole.unknown_costs, 'call')} of unknown cost" if whole.unknown_costs else ""
    return f"{counted(whole.tasks, 'task')} {span}: {counted(whole.calls, 'call')}, {exact(whole.cost_usd)}{unknown}."


def _saved(whole: Line, compared: Compared) -> list[str]:
    count, cost, maximum = compared
    said = []
    if whole.average_usd_per_mtok is not None:
        said.append(f"On average {usd(whole.average_usd_per_mtok)} per million tokens, in and out together.")
    if count and maximum:
        less = maximum - cost
        word = "less" if less >= 0 else "more"
        said.append(
            f"About {usd(abs(less))} ({abs(less) / maximum:.0%}) {word} than always maximum: an estimate, of the "
            f"tokens of {counted(count, 'task')} at its prices of today."
        )
    return said


def _print(trait: str, found: Sequence[Line], names: "Sequence[Text] | None" = None) -> None:
    from rich.text import Text

    print()
    told = names or [Text(safe(one.name)) for one in found]
    cells: list[Sequence[str | Text]] = [(name, *_cells(one)) for name, one in zip(told, found, strict=True)]
    print_table((trait, *_HEADS), cells)


def _cells(one: Line) -> tuple[str, ...]:
    unknown = f" + {one.unknown_costs} unknown" if one.unknown_costs else ""
    return (
        f"{one.tasks:,}",
        f"{one.share:.0%}",
        f"{one.prompt_tokens + one.completion_tokens:,}",
        f"{usd(one.cost_usd)}{unknown}",
        "?" if one.average_usd_per_mtok is None else f"{one.average_usd_per_mtok:.3f}",
        acceptance(one),
    )


def acceptance(one: Line) -> str:
    """Return how many of the answers whose fate is known were good ones."""
    known = one.good + one.bad
    return f"{one.good}/{known}" if known else "?"


def places(rows: Sequence[TaskRow]) -> list[tuple[Kind, str, list[TaskRow]]]:
    """Return the tasks of each kind and language, the most frequent first."""
    counts = Counter((row.detected, row.language) for row in rows)
    return [
        (kind, language, [row for row in rows if (row.detected, row.language) == (kind, language)])
        for (kind, language), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def print_routing(rows: Sequence[TaskRow], learnt: Adjustments, *, learns: bool, since: datetime | None) -> None:
    """Print for each kind and language which tiers were chosen, what became of answers, and what that taught."""
    found = places(rows)
    if not found:
        print_lines(["No task in this time."])
        return
    print_table(
        ("kind, language", "tasks", *Tier, "accepted", "simple", "complex"),
        [_place(kind, language, group, learnt) for kind, language, group in found],
    )
    print_lines(["", "A task is simple below the one difficulty, and complex from the other on.", ""])
    print_lines(_taught(found, learnt, since) if learns else ["Learning is off: the shipped cut points hold."])


def _place(kind: Kind, language: str, rows: Sequence[TaskRow], learnt: Adjustments) -> tuple[str, ...]:
    tiers = Counter(row.tier for row in rows)
    cuts = effective_cuts(kind, language, learnt)
    return (
        f"{kind}, {language or 'none'}",
        f"{len(rows):,}",
        *(f"{tiers[tier] / len(rows):.0%}" for tier in Tier),
        acceptance(line("", rows, len(rows))),
        f"{cuts.simple_below:.2f}",
        f"{cuts.complex_from:.2f}",
    )


def _taught(
    found: Sequence[tuple[Kind, str, list[TaskRow]]], learnt: Adjustments, since: datetime | None
) -> Iterator[str]:
    for kind, language, _ in found:
        for reason in moves(kind, language, learnt):
            yield f"{kind}, {language or 'none'}: {reason}."
    if any(waits(kind, language, learnt) for kind, language, _ in found):
        yield "Other outcomes are too few so far, or too far from the cut points, to move them."
    if since is not None:
        yield f"What came before {since:%Y-%m-%d %H:%M} UTC is forgotten."


_COLUMNS = (
    *("at", "kind", "detected", "language", "path", "lines", "difficulty", "complexity", "importance", "prototyping"),
    *("tier", "model", "rule", "state", "answered_tier", "answered_model", "score", "escalated", "latency_ms", "fate"),
)


def print_csv(rows: Sequence[TaskRow]) -> None:
    """Print a heading and one line a task; unknown is empty."""
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
