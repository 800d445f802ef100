"""Models of their own for kinds of tasks: what public runs say within each tier, and how sure it is."""

import json
from typing import TYPE_CHECKING

from tierline.cli.terminal import console, print_lines, tier_text

if TYPE_CHECKING:
    from rich.table import Table

    from tierline_scoring.portfolio import Portfolio

EMPTY = "No published run of one kind of task covers a tier's models: each tier's own models do all kinds."


def show(portfolio: "Portfolio", *, as_json: bool) -> None:
    """Print kind → model for each tier, with the gain over the tier's primary and its interval."""
    if as_json:
        print(json.dumps({"asOf": portfolio.as_of.isoformat(), "tiers": _plain(portfolio)}, indent=2))
        return
    if not any(portfolio.specialist_cells.values()):
        print_lines([EMPTY])
        return
    console().print(_table(portfolio), end="\n\n")
    print_lines(
        [
            "Gain: points of 100 over the tier's primary, with the interval that holds for all candidates together.",
            "A kind goes to its own model only where that whole interval lies above 0 (yes).",
        ]
    )


def _table(portfolio: "Portfolio") -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("Kind", no_wrap=True)
    table.add_column("Model", overflow="fold", min_width=20)
    for name in ("Gain", "from", "to"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Own", no_wrap=True)
    table.add_column("Why", overflow="fold", min_width=20)
    for tier, cells in portfolio.specialist_cells.items():
        primary = portfolio.tiers[tier].primary
        table.add_row(tier_text(tier, tier.upper()), primary.id if primary else "", "", "", "", "", "its primary")
        for kind, cell in cells.items():
            gain = (f"{points:+.1f}" for points in (cell.gain, cell.low, cell.high))
            table.add_row(kind, cell.model.id, *gain, "yes" if cell.on else "no", cell.why)
    return table


def _plain(portfolio: "Portfolio") -> dict[str, object]:
    return {
        tier.value: {
            kind: {
                "model": cell.model.id,
                "on": cell.on,
                "gain": cell.gain,
                "low": cell.low,
                "high": cell.high,
                "why": cell.why,
                "benchmarks": [
                    {
                        "benchmark": one.benchmark,
                        "source": one.source,
                        "model": one.candidate,
                        "primary": one.primary,
                        "primaryPredicted": one.predicted,
                        "stderr": one.stderr,
                    }
                    for one in cell.comparisons
                ],
            }
            for kind, cell in cells.items()
        }
        for tier, cells in portfolio.specialist_cells.items()
    }
