"""``tierline usage``: what tasks cost, which tiers answered, and what their fates have taught."""

import argparse
import json
from typing import TYPE_CHECKING

from tierline.cli.parser import BadUsage

if TYPE_CHECKING:
    from datetime import datetime

    from tierline.ledger import TaskRow
    from tierline.ledger.store import Ledger

_DESCRIPTION = """\
Show what your tasks cost, by tier, kind, model and day, as the ledger on this
machine has it: the editors' tasks and those of `tierline run`. It holds figures
and paths within the project; no code and no words of yours."""
_MOST_DAYS = 36_500


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json

    parser = subcommands.add_parser(
        "usage", help="what tasks cost, which tiers answered, what was learnt", description=_DESCRIPTION
    )
    parser.add_argument("--days", type=_days, default=30, metavar="N", help="the last N days (default: 30)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--routing",
        action="store_true",
        help="by kind and language: tiers, how many answers were kept, how far the cut points moved and why",
    )
    what.add_argument("--csv", action="store_true", help="print one line a task, costs to the last digit")
    what.add_argument(
        "--reset-learning", action="store_true", help="forget what was learnt; the books stay as they are"
    )
    add_json(parser)
    parser.set_defaults(call=_usage)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_DAYS)) and 0 < int(text) <= _MOST_DAYS):
        raise argparse.ArgumentTypeError(f"it takes a number of days from 1 to {_MOST_DAYS}")
    return int(text)


def _usage(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime, timedelta

    from tierline.app import user_ledger

    if options.csv and options.json:
        raise BadUsage("Choose one of --csv and --json.")
    ledger = user_ledger()
    now = datetime.now(UTC)
    if options.reset_learning:
        return _forget(ledger, now, as_json=options.json)
    rows = ledger.tasks(now - timedelta(days=options.days))
    if options.csv:
        from tierline.cli.usage_rows import print_csv

        print_csv(rows)
    elif options.routing:
        _routing(ledger, rows, as_json=options.json)
    else:
        _totals(rows, options.days, as_json=options.json)
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


def _totals(rows: "list[TaskRow]", days: int, *, as_json: bool) -> None:
    from tierline.app import lineup_for
    from tierline.cli.options import user_settings
    from tierline.engine.replay import at_maximum

    compared = at_maximum(rows, lineup_for(user_settings()))
    if as_json:
        from tierline.cli.usage_json import totals

        print(json.dumps(totals(rows, days, compared), ensure_ascii=False, indent=2))
    else:
        from tierline.cli.usage_rows import print_totals

        print_totals(rows, days, compared)


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
