"""How the ledger reads in a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tierline.cli.bars import bar
from tierline.cli.show import exact
from tierline.cli.tables import counted, print_table
from tierline.cli.terminal import console, print_lines, safe, tier_text
from tierline.learning import Adjustments, effective_cuts
from tierline.learning.words import moves, waits
from tierline.ledger import TaskRow
from tierline.ledger.report import Line, line, lines_by, with_empty_days
from tierline.lsp.words import usd
from tierline.task import Kind, Tier

if TYPE_CHECKING:
    from tierline.lsp.usage_payload import Compared

AIM = 0.8
"""The share of tasks that DEFAULT is meant to answer."""
_HEADS = ("tasks", "share", "tokens", "cost", "$/M tok", "accepted")
_DAYS_SHOWN = 14
_ROOMY, _WIDE = 96, 110
"""Columns of a terminal from which bars are long; and from which every table has room for them."""


def print_totals(rows: Sequence[TaskRow], span: str, compared: "Compared", now: Sequence[str], by: str | None) -> None:
    """Print the sum of what began in ``span``, what holds ``now``, and a table for each trait, or for one alone."""
    whole = line("all", rows, len(rows))
    print_lines([_heading(whole, span), *now])
    if not rows:
        return
    if by:
        _print_by(by, rows)
        return
    _print_by("tier", rows)
    share = sum(row.tier is Tier.DEFAULT for row in rows) / len(rows)
    print_lines(["", f"default got {share:.0%} of the tasks; about {AIM:.0%} is the aim.", *_saved(whole, compared)])
    for trait in ("kind", "model", *(["project"] if len({row.project for row in rows}) > 1 else []), "day"):
        _print_by(trait, rows)


def _heading(whole: Line, span: str) -> str:
    if not whole.tasks:
        return f"No task {span}."
    unknown = f", and {counted(whole.unknown_costs, 'call')} of unknown cost" if whole.unknown_costs else ""
    return f"{counted(whole.tasks, 'task')} {span}: {counted(whole.calls, 'call')}, {exact(whole.cost_usd)}{unknown}."


def _saved(whole: Line, compared: "Compared") -> list[str]:
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


def _print_by(trait: str, rows: Sequence[TaskRow]) -> None:
    from rich.text import Text

    found = lines_by(trait, rows)
    if trait == "day":
        found = with_empty_days(found)[-_DAYS_SHOWN:]
    if trait == "tier":
        found = sorted(found, key=lambda one: list(Tier).index(Tier(one.name)))
    names = [tier_text(Tier(one.name)) if trait == "tier" else Text(safe(one.name) or f"(no {trait})") for one in found]
    most = max(one.cost_usd for one in found)
    room = console().width
    bars = [bar(float(one.cost_usd / most) if most else 0.0, 20 if room >= _ROOMY else 8) for one in found]
    # Where it is narrow, only time is drawn.
    drawn = [[one] for one in bars] if trait in {"day", "month"} or room >= _WIDE else [[] for _ in bars]
    cells: list[Sequence[str | Text]] = [
        (name, *drawing, *_cells(one)) for name, drawing, one in zip(names, drawn, found, strict=True)
    ]
    print()
    print_table((trait, *(["cost drawn"] if drawn[0] else []), *_HEADS), cells, words=1 + len(drawn[0]))


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
