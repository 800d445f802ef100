"""``tierline usage``: what tasks cost, which tiers answered, and what their fates have taught."""

import argparse
import json
from typing import TYPE_CHECKING

from tierline.cli.parser import BadUsage

if TYPE_CHECKING:
    from datetime import datetime

    from tierline.cli.usage_window import Window
    from tierline.ledger import TaskRow
    from tierline.ledger.store import Ledger

_DESCRIPTION = """\
Show what your tasks cost, by tier, kind, model and day, as the ledger on this
machine has it: the editors' tasks and those of `tierline run`. It holds figures
and paths within the project; no code and no words of yours."""


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json
    from tierline.cli.usage_window import add_window
    from tierline.ledger.report import TRAITS

    parser = subcommands.add_parser(
        "usage", help="what tasks cost, which tiers answered, what was learnt", description=_DESCRIPTION
    )
    add_window(parser)
    traits = (*TRAITS, "model")
    parser.add_argument("--by", choices=traits, metavar="WHAT", help=f"one table alone: by {', '.join(traits)}")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--routing",
        action="store_true",
        help="by kind and language: tiers, how many answers were kept, how far the cut points moved and why",
    )
    what.add_argument(
        "--csv", action="store_true", help="print one line a task, or one of --by; costs to the last digit"
    )
    what.add_argument(
        "--reset-learning", action="store_true", help="forget what was learnt; the books stay as they are"
    )
    add_json(parser)
    parser.set_defaults(call=_usage)


def _usage(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from tierline.app import user_ledger
    from tierline.cli.usage_window import window

    if options.csv and options.json:
        raise BadUsage("Choose one of --csv and --json.")
    if options.by and (options.routing or options.reset_learning):
        raise BadUsage("--by goes with the tables of costs alone.")
    ledger = user_ledger()
    now = datetime.now(UTC)
    if options.reset_learning:
        return _forget(ledger, now, as_json=options.json)
    span = window(options, now)
    rows = [row for row in ledger.tasks(span.since) if span.until is None or row.at < span.until]
    if options.csv:
        from tierline.cli.usage_csv import print_csv, print_lines_csv

        print_lines_csv(options.by, rows) if options.by else print_csv(rows)
    elif options.routing:
        _routing(ledger, rows, as_json=options.json)
    else:
        _totals(ledger, rows, span, options)
    return 0


def _forget(ledger: "Ledger", now: "datetime", *, as_json: bool) -> int:
    from tierline.cli.terminal import print_lines

    # Before a mark is made, so that no ledger is begun for it alone.
    ledger.learning_since()
    ledger.forget_learning(now)
    if as_json:
        print(json.dumps({"learningSince": now.isoformat()}))
    else:
        print_lines(
            ["What was learnt is forgotten: the shipped cut points hold. Running editors follow when they restart."]
        )
    return 0


def _totals(ledger: "Ledger", rows: "list[TaskRow]", span: "Window", options: argparse.Namespace) -> None:
    from tierline.app import lineup_for, policy_of, spent_now
    from tierline.cli.options import user_settings
    from tierline.engine.replay import at_maximum
    from tierline.ledger import NOTHING, caps

    settings = user_settings()
    compared = at_maximum(rows, lineup_for(settings))
    spent = spent_now(ledger)
    held = [cap for cap in caps(policy_of(settings).budget, NOTHING.day.cost_usd, spent) if cap.span != "session"]
    if options.json:
        from tierline.cli.usage_json import totals

        print(json.dumps(totals(rows, span, compared, spent, held, options.by), ensure_ascii=False, indent=2))
    else:
        from tierline.cli.usage_rows import print_totals
        from tierline.lsp.words import money_lines

        print_totals(rows, span.words, compared, money_lines(spent, held), options.by)


def _routing(ledger: "Ledger", rows: "list[TaskRow]", *, as_json: bool) -> None:
    from tierline.app import learnt_from
    from tierline.cli.options import user_settings
    from tierline.learning import UNTOUCHED

    learns = user_settings().learning == "on"
    learnt = learnt_from(ledger) if learns else UNTOUCHED
    if as_json:
        from tierline.cli.usage_json import routing

        print(json.dumps(routing(rows, learnt, learns=learns), ensure_ascii=False, indent=2))
    else:
        from tierline.cli.usage_rows import print_routing

        print_routing(rows, learnt, learns=learns, since=ledger.learning_since())
