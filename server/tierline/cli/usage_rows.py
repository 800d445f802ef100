"""How the ledger reads in a terminal, and as CSV."""

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tierline.cli.show import exact
from tierline.cli.tables import print_table
from tierline.cli.terminal import print_lines, safe, tier_text
from tierline.learning import Adjustments, effective_cuts
from tierline.learning.words import moves, waiting
from tierline.ledger import TaskRow
from tierline.ledger.report import Line, line, lines
from tierline.lsp.words import usd
from tierline.task import Kind, Tier

if TYPE_CHECKING:
    from rich.text import Text

AIM = 0.8
"""The share of tasks that DEFAULT is meant to answer."""
_HEADS = ("tasks", "share", "calls", "tokens", "cost", "$/M tok", "accepted")
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
    unknown = f", and {whole.unknown_costs} calls of unknown cost" if whole.unknown_costs else ""
    return f"{whole.tasks:,} tasks {span}: {whole.calls:,} calls, {exact(whole.cost_usd)}{unknown}."


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
            f"tokens of {count:,} tasks at its prices of today."
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
        f"{one.calls:,}",
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
    cells = []
    said: list[str] = []
    for kind, language, group in found:
        tiers = Counter(row.tier for row in group)
        cuts = effective_cuts(kind, language, learnt)
        cells.append(
            (
                kind.value,
                language or "none",
                f"{len(group):,}",
                *(f"{tiers[tier] / len(group):.0%}" for tier in Tier),
                acceptance(line("", group, len(rows))),
                f"{cuts.simple_below:.2f}",
                f"{cuts.complex_from:.2f}",
            )
        )
        reasons = [*moves(kind, language, learnt)] or [text for text in [waiting(kind, language, learnt)] if text]
        said += [f"{kind}, {language or 'no language'}: {reason}." for reason in reasons]
    if cells:
        print_table(("kind", "language", "tasks", *Tier, "accepted", "simple <", "complex >="), cells, words=2)
    if not learns:
        said = ["Learning is off (the setting `learning`): the shipped cut points hold."]
    elif since is not None:
        said.append(f"What came before {since:%Y-%m-%d %H:%M} UTC is forgotten.")
    print_lines(["", *said] if cells else ["No task in this time.", *said])


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
