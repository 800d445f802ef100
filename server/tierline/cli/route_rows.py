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

_WIDE, _NO_BOUND = 125, 1_000
"""Columns that the table takes, and more than it ever could."""
_NOTE = (
    "about: the middle, and the model's 90% interval; at most: what the caps are checked on. "
    "An escalation to maximum comes on top."
)


def print_route(route: "Route") -> None:
    """Print the decision, what would change it, the profile, and a table of what each tier would cost."""
    print_rows([*decision_rows(route.decision), *_otherwise(route), *profile_rows(route.profile), *_around(route)])
    _print_prices(route)
    print_rows([row("", said) for said in _refusals(route)])
    print_rows([row("note", _NOTE, "dim")])


def _around(route: "Route") -> Iterator[Row]:
    found = route.surroundings
    place = f"in {found.symbol}, of {found.symbol_lines} lines; " if found.symbol else ""
    imports = f" with {found.imports} {'import' if found.imports == 1 else 'imports'}" if found.imports else ""
    yield row("file", f"{place}{found.share:.0%} of {found.lines:,} lines{imports}; this moves nothing")


def _print_prices(route: "Route") -> None:
    """Print a table; in a narrow terminal, two lines a tier."""
    out = console()
    print()
    if out.is_terminal and out.width < _WIDE:
        print_rows(pair for one in route.expected for pair in _stacked(one))
        return
    if not out.is_terminal:
        # One line a tier, however long a model's id is.
        out.width = _NO_BOUND
    with out.capture() as captured:
        out.print(_table(route))
    # Padding at the ends of lines is of no use to anyone.
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _stacked(one: "Expected") -> Iterator[Row]:
    tokens_in, tokens_out, cost, most, _ = _figures(one)
    yield row(one.tier or "(named)", f" {one.model or 'none'}")
    yield row("", f" {tokens_in} tokens in, {tokens_out} out; {cost}, at most {most}")


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
        table.add_row(tier_text(one.tier) if one.tier else "(named)", one.model or "none", *_figures(one))
    return table


def _figures(one: "Expected") -> tuple[str, str, str, str, str]:
    out = one.completion_tokens
    return (
        f"{one.prompt_tokens:,}" if one.prompt_tokens else "?",
        _between(*(f"{tokens:,}" for tokens in out)) if out else "?",
        _cost(one),
        usd(one.worst_case_usd),
        "refused" if one.refusal else "ok",
    )


def _refusals(route: "Route") -> Iterator[str]:
    for one in route.expected:
        if one.refusal:
            yield f"{one.tier or one.model}: {one.refusal}"


def _between(low: str, middle: str, high: str) -> str:
    return middle if low == high else f"{middle} ({low}-{high})"


def _cost(one: "Expected") -> str:
    if not one.cost_usd:
        return "?"
    low, middle, high = map(usd, one.cost_usd)
    return _between(low.removeprefix("$"), middle, high.removeprefix("$"))


def usd(amount: Decimal | None) -> str:
    """Return an estimate with as many digits as it deserves: two that count."""
    if amount is None:
        return "?"
    if not amount:
        return "$0"
    places = max(2, 1 - amount.adjusted())
    return f"${amount:.{places}f}"
