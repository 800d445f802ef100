"""How a decision with its reasons and prices reads in a terminal."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from tierline.cli.show import Row, decision_rows, print_rows, profile_rows, row
from tierline.cli.terminal import console, tier_text

if TYPE_CHECKING:
    from rich.table import Table

    from tierline.engine.deciding import Route
    from tierline.engine.expected import Expected

_NOTE = (
    "about: the middle, and the model's 90% interval; at most: what the caps are checked on. "
    "An escalation to maximum comes on top."
)


def print_route(route: "Route") -> None:
    """Print the decision, what would change it, the profile, and a table of what each tier would cost."""
    print_rows([*decision_rows(route.decision), *_otherwise(route), *profile_rows(route.profile)])
    out = console()
    out.print()
    out.print(_table(route))
    print_rows([row("", said) for said in _refusals(route)])
    print_rows([row("note", _NOTE, "dim")])


def _otherwise(route: "Route") -> Iterator[Row]:
    if (other := route.otherwise) is not None:
        yield row("else", f"{other.tier}: {other.reason} (rule: {other.rule})")


def _table(route: "Route") -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("tier", "model"):
        table.add_column(name, overflow="fold")
    for name in ("tokens in", "out, about", "cost, about", "at most"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("caps")
    for one in route.expected:
        table.add_row(
            tier_text(one.tier) if one.tier else "(named)",
            one.model or "none",
            f"{one.prompt_tokens:,}" if one.prompt_tokens else "?",
            _between(*(f"{tokens:,}" for tokens in one.completion_tokens)) if one.completion_tokens else "?",
            _cost(one),
            usd(one.worst_case_usd),
            "refused" if one.refusal else "allowed",
        )
    return table


def _refusals(route: "Route") -> Iterator[str]:
    for one in route.expected:
        if one.refusal:
            yield f"{one.tier or one.model}: {one.refusal}"


def _between(low: str, middle: str, high: str) -> str:
    return f"{middle} ({low}-{high})" if low != high else middle


def _cost(one: "Expected") -> str:
    return _between(*(usd(amount) for amount in one.cost_usd)) if one.cost_usd else "?"


def usd(amount: Decimal | None) -> str:
    """Return an estimate with as many digits as it deserves: two that count."""
    if amount is None:
        return "?"
    if not amount:
        return "$0"
    places = max(2, 1 - amount.adjusted())
    return f"${amount:.{places}f}"
