"""``tierline models``: what stands behind each tier, with the figures that put it there."""

import argparse
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from tierline.lsp.protocol import FigureInfo, ModelInfo, Models
    from tierline_scoring.evidence import Source

_TENTH = Decimal("0.1")
_WHOLE_FROM = 1000


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json

    parser = subcommands.add_parser(
        "models",
        help="show the models of the three tiers, their figures and sources",
        description="Show the models of the three tiers in the order they are tried, with figures.",
    )
    add_json(parser)
    parser.set_defaults(call=_models)


def _models(options: argparse.Namespace) -> int:
    from tierline.app import lineup_for
    from tierline.cli.options import user_settings
    from tierline.lsp.models import models

    found = models(lineup_for(user_settings()))
    if options.json:
        print(found.model_dump_json(by_alias=True, indent=2))
    else:
        _print(found)
    return 0


def _print(found: "Models") -> None:
    from tierline.cli.terminal import console, print_lines, tier_text
    from tierline_scoring.snapshot import load_snapshot

    used = sorted({name for tier in found.tiers for model in tier.models for name in model.sources})
    console().print(_table(found, used), end="\n\n")
    print_lines([tier_text(tier.tier).append(f"  {tier.why}", "not bold default") for tier in found.tiers])
    lines = [
        "",
        f"Prices: USD per million tokens, as listed on {found.as_of}; Mean is (In + Out) / 2.",
        "~ wholly or partly estimated; the lower end of its interval counts. From:",
        *(f"  {number} {_source(load_snapshot().sources[name])}" for number, name in enumerate(used, start=1)),
        "Each number traced to its source: tierline explain-model ID",
    ]
    print_lines(lines)


def _source(source: "Source") -> str:
    return f"{source.name}; {source.date}; {source.licence}"


def _table(found: "Models", used: list[str]) -> "Table":
    from rich import box
    from rich.table import Table

    from tierline.cli.terminal import tier_text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False)
    table.add_column("Model", overflow="fold", min_width=20)
    for name in ("In", "Out", "Mean", "Overall", "Value", "Crit."):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("From", no_wrap=True)
    for tier in found.tiers:
        table.add_row(tier_text(tier.tier, tier.tier.upper()))
        for model in tier.models:
            table.add_row(*_row(model, used), end_section=model is tier.models[-1])
    return table


def _row(model: "ModelInfo", used: list[str]) -> tuple[str, ...]:
    prices = (model.prompt_usd_per_mtok, model.completion_usd_per_mtok, model.average_usd_per_mtok)
    return (
        model.id,
        *("?" if price is None else _price(price) for price in prices),
        *(_figure(figure) for figure in (model.overall, model.value, model.criteria)),
        ",".join(str(used.index(name) + 1) for name in model.sources),
    )


def _price(usd: Decimal) -> str:
    """Return a price with two decimals, or two digits where that says more."""
    return "0" if not usd else f"{usd:.2f}" if usd >= _TENTH else f"{usd:.2g}"


def _figure(figure: "FigureInfo | None") -> str:
    if figure is None:
        return "?"
    mark = "" if figure.origin in ("measured", "inherited") else "~"
    return f"{mark}{figure.value:,.0f}" if figure.value >= _WHOLE_FROM else f"{mark}{figure.value:.1f}"
