"""Rows of models as a table, as CSV and as JSON."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tierline.cli.model_rows import CATEGORIES, ModelRow, figure, price
from tierline.cli.terminal import TIER_STYLE, console, print_lines, safe

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from tierline_scoring.figure import Figure

_WIDE = 130
"""Columns from which on a terminal has room for the reasons beside the figures."""
_NO_BOUND = 100_000
"""Columns of a pipe's table: one line a model, whatever stands in it."""
_CENT = 0.01


def as_table(rows: Sequence[ModelRow], as_of: date) -> None:
    """Print a table: fitted to a terminal, one line a model in a pipe."""
    out = console()
    if out.is_terminal and out.width < _WIDE:
        print_lines(_stacked(rows, out.width))
    elif out.is_terminal:
        out.print(_table(rows))
    else:
        out.width = _NO_BOUND
        with out.capture() as captured:
            out.print(_table(rows))
        # padding at the ends of lines is of no use to anyone
        print("\n".join(line.rstrip() for line in captured.get().splitlines()))
    count = Counter(row.category for row in rows)
    said = ", ".join(f"{count[category]} {category}" for category in CATEGORIES if count[category])
    print_lines(
        [
            "",
            f"{len(rows)} models as listed on {as_of}: {said or 'none that fits'}.",
            "Mean: USD per million tokens, (in + out) / 2. Task: USD for a typical task. ~ wholly or partly estimated.",
        ]
    )


def _table(rows: Sequence[ModelRow]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("Model", overflow="fold", min_width=18)
    table.add_column("Category", no_wrap=True)
    table.add_column("Tier", no_wrap=True)
    for name in ("Mean", "Task", "Overall", "Value", "Crit."):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Why", overflow="fold", min_width=12)
    for row in rows:
        table.add_row(*_cells(row))
    return table


def _cells(row: ModelRow) -> "tuple[str | Text, ...]":
    from rich.text import Text

    tier = row.place.split(" ", 1)[0]
    return (
        safe(row.id),
        row.category,
        Text(row.place, TIER_STYLE.get(tier, "")),
        price(row.mean),
        _task(row.task_usd),
        *(_score(found) for found in (row.overall, row.value, row.criteria)),
        safe(row.why),
    )


def _stacked(rows: Sequence[ModelRow], width: int) -> "Iterator[Text]":
    """Yield two lines a model: its figures, and under them its place and the reason."""
    from rich.text import Text

    room = width - len(_figures("", "", "", "", ""))
    yield Text(f"{'Model':{room}}{_figures('Category', 'Mean', 'Overall', 'Value', 'Crit.')}", "bold")
    for row in rows:
        scores = [_score(found) for found in (row.overall, row.value, row.criteria)]
        figures = _figures(row.category, price(row.mean), *scores)
        name = safe(row.id)
        if len(name) >= room:
            yield Text(name)
            name = ""
        yield Text(f"{name:{room}}{figures}")
        tier = row.place.split(" ", 1)[0]
        place = Text(f"{row.place}: ", TIER_STYLE[tier]) if row.place else Text()
        reason = place.append(safe(row.why), "not bold default")
        for line in reason.wrap(console(), width - 2):
            yield Text("  ").append(line)


def _figures(category: str, mean: str, overall: str, value: str, criteria: str) -> str:
    return f" {category:8} {mean:>5} {overall:>7} {value:>7} {criteria:>6}"


def _score(found: "Figure | None") -> str:
    return "?" if found is None else figure(found.value, measured=found.measured)


def _task(found: "Figure | None") -> str:
    if found is None:
        return "?"
    mark = "" if found.measured else "~"
    return f"{mark}{found.value:.2f}" if found.value >= _CENT else f"{mark}{found.value:.2g}"


_NUMBERS = ("task_usd", "overall", "value", "criteria", "ability")


def as_csv(rows: Sequence[ModelRow]) -> None:
    """Print a heading and one line a model; unknown is empty. Each figure has its interval and its origin."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    parts = [f"{name}{part}" for name in _NUMBERS for part in ("", "_low", "_high", "_origin")]
    prices = ("prompt_usd_per_mtok", "completion_usd_per_mtok", "average_usd_per_mtok")
    writer.writerow(["id", "name", "vendor", "category", "place", *prices, "context_length", *parts, "why"])
    for row in rows:
        usd = ("" if amount is None else f"{amount.normalize():f}" for amount in (row.prompt, row.completion, row.mean))
        figures = (cell for name in _NUMBERS for cell in _parts(getattr(row, name)))
        writer.writerow(
            [row.id, row.name, row.vendor, row.category, row.place, *usd, row.context or "", *figures, row.why]
        )


def _parts(found: "Figure | None") -> tuple[str, ...]:
    if found is None:
        return ("", "", "", "")
    return (*(f"{number:.6g}" for number in (found.value, found.low, found.high)), found.origin.value)


def as_json(rows: Sequence[ModelRow], as_of: date) -> None:
    """Print one object with a list of models; ``null`` means unknown."""
    models = [
        {
            "id": row.id,
            "name": row.name,
            "category": row.category,
            "place": row.place,
            "promptUsdPerMtok": _number(row.prompt),
            "completionUsdPerMtok": _number(row.completion),
            "averageUsdPerMtok": _number(row.mean),
            "contextLength": row.context,
            "taskUsd": _figure(row.task_usd),
            "overall": _figure(row.overall),
            "value": _figure(row.value),
            "criteria": _figure(row.criteria),
            "ability": _figure(row.ability),
            "why": row.why,
        }
        for row in rows
    ]
    print(json.dumps({"asOf": as_of.isoformat(), "models": models}, ensure_ascii=False, indent=2))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _figure(found: "Figure | None") -> dict[str, object] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high, "origin": found.origin.value}
