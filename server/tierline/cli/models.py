"""``tierline models``: what stands behind each tier, with the figures that put it there."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tierline.cli.model_rows import figure, price
from tierline.cli.parser import BadUsage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.table import Table

    from tierline.lsp.protocol import FigureInfo, ModelInfo, Models
    from tierline_scoring.evidence import Source
    from tierline_scoring.snapshot import Snapshot
    from tierline_scoring.task_cost import Spending


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.model_rows import SORTS
    from tierline.cli.options import words

    parser = subcommands.add_parser(
        "models",
        help="show the models of the three tiers, their figures and sources",
        description="Show the models of the three tiers in the order they are tried, with figures.\n"
        "With --all every listed model, with its category, or why it is out.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--all", action="store_true", help="every listed model")
    what.add_argument("--by-kind", action="store_true", help="models of their own for kinds of tasks, with the gains")
    what.add_argument("--sources", action="store_true", help="where figures come from, on what terms, how many")
    what.add_argument("--plot", metavar="FILE", help="draw cost against quality into an .svg or .png file")
    parser.add_argument(
        "--filter",
        type=words,
        action="append",
        default=[],
        metavar="WORD",
        help="only models whose category, vendor, id or name it is or is in (free, google, qwen3); may be repeated",
    )
    parser.add_argument("--sort", choices=SORTS, help="by what --all is sorted; the best comes first")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print every listed model as CSV")
    form.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    parser.set_defaults(call=_models)


def _models(options: argparse.Namespace) -> int:
    from tierline.app import active_snapshot, lineup_for, own_spending
    from tierline.cli.options import user_settings
    from tierline.lsp.models import models

    every = options.all or options.csv or options.sort is not None or bool(options.filter)
    named = [name for name in ("by_kind", "sources", "plot") if getattr(options, name)]
    if every and named:
        raise BadUsage(
            f"The option --{named[0].replace('_', '-')} stands alone; --sort, --filter and --csv go with --all."
        )
    snapshot = active_snapshot()
    if named:
        _other_view(options, snapshot)
    elif every:
        _all(options, snapshot)
    else:
        found = models(lineup_for(user_settings()), snapshot, own_spending())
        if options.json:
            print(found.model_dump_json(by_alias=True, indent=2))
        else:
            _print(found, snapshot, own_spending())
    return 0


def _other_view(options: argparse.Namespace, snapshot: "Snapshot") -> None:
    from tierline.app import own_spending
    from tierline.cli import model_kinds, model_sources
    from tierline_scoring.portfolio import build_portfolio

    if options.plot:
        from tierline.cli.plot import draw

        draw(snapshot, Path(options.plot))
        print(options.plot)
    elif options.sources:
        model_sources.show(snapshot, as_json=options.json)
    else:
        model_kinds.show(build_portfolio(snapshot, ledger=own_spending()), as_json=options.json)


def _all(options: argparse.Namespace, snapshot: "Snapshot") -> None:
    from tierline.app import own_spending
    from tierline.cli.model_rows import rows_of, selected
    from tierline.cli.model_tables import as_csv, as_json, as_table

    rows = selected(rows_of(snapshot, own_spending()), options.filter, options.sort)
    if options.csv:
        as_csv(rows)
    elif options.json:
        as_json(rows, snapshot.as_of)
    else:
        as_table(rows, snapshot.as_of)


def _print(found: "Models", snapshot: "Snapshot", own: "Mapping[str, Spending]") -> None:
    from tierline.cli.terminal import console, print_lines, tier_text

    used = sorted({name for tier in found.tiers for model in tier.models for name in model.sources})
    console().print(_table(found, used), end="\n\n")
    print_lines([tier_text(tier.tier).append(f"  {tier.why}", "not bold default") for tier in found.tiers])
    lines = [
        "",
        f"Prices: USD per million tokens, as listed on {found.as_of}; Mean is (In + Out) / 2.",
        "~ wholly or partly estimated; the lower end of its interval counts. From:",
        *(f"  {number} {_source(snapshot.sources[name])}" for number, name in enumerate(used, start=1)),
        *_own(found, snapshot, own),
        "Each number traced to its source: tierline explain-model ID. All models: tierline models --all",
    ]
    print_lines(lines)


def _own(found: "Models", snapshot: "Snapshot", own: "Mapping[str, Spending]") -> "Iterator[str]":
    """Yield what a task takes of each chosen model that the user has asked often enough to know."""
    from tierline_scoring.policy import ScoringPolicy
    from tierline_scoring.task_cost import task_cost

    for model_id in dict.fromkeys(model.id for tier in found.tiers for model in tier.models):
        known, model = own.get(model_id), snapshot.models.get(model_id)
        if known and model:
            usd = task_cost(model, None, ScoringPolicy(), known).value
            yield (
                f"From your own {known.calls:,} calls: {model_id} takes {known.prompt_tokens:,.0f} tokens in and "
                f"{known.completion_tokens:,.0f} out a task, ${usd:.2g}."
            )


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
        *(price(usd) for usd in prices),
        *(_figure(found) for found in (model.overall, model.value, model.criteria)),
        ",".join(str(used.index(name) + 1) for name in model.sources),
    )


def _figure(found: "FigureInfo | None") -> str:
    return "?" if found is None else figure(found.value, measured=found.origin in {"measured", "inherited"})
