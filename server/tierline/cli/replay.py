"""``tierline replay``: past tasks decided anew, under other settings. Nothing is asked, nothing is spent."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tierline.cli.parser import BadUsage

if TYPE_CHECKING:
    from tierline.settings import Settings

_DESCRIPTION = """\
Decide the tasks of a ledger anew and show what would have changed: shares of the
tiers, cost, and each task that would have gone elsewhere. Nothing is sent or
spent. Costs that would have been are estimates: the tokens that were used, at
today's prices of the model that would have been asked."""
_EPILOG = """\
examples:
  tierline replay --set costConcern=high
  tierline replay --set 'rules=[{"name": "docs", "when": {"kind": "document"}, "tier": "minimum"}]'
  tierline replay old.sqlite3 --settings try.json --complex-from 0.55"""


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json, words

    parser = subcommands.add_parser(
        "replay",
        help="what other settings would have changed in past tasks; free",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("ledger", nargs="?", type=Path, metavar="LEDGER", help="a ledger's file (default: your own)")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="settings to try (default: your own)")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=words,
        dest="changes",
        metavar="NAME=VALUE",
        help="change one of them, as in budget.perSessionUsd=0.5; a value is JSON or plain text",
    )
    for option, meaning in (("simple-below", "simple below"), ("complex-from", "complex from")):
        parser.add_argument(
            f"--{option}", type=_share, metavar="D", help=f"count tasks as {meaning} this difficulty, 0 to 1"
        )
    add_json(parser)
    parser.set_defaults(call=_replay)


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("a difficulty is a number from 0 to 1")
    return number


def _replay(options: argparse.Namespace) -> int:
    from tierline.app import learnt_from, lineup_for, policy_of, user_ledger
    from tierline.classify.cuts import SHIPPED, Cuts
    from tierline.engine.replay import replay
    from tierline.learning import UNTOUCHED, effective_cuts
    from tierline.ledger.store import Ledger
    from tierline.task import Kind

    settings = _settings(options)
    ledger = Ledger(options.ledger) if options.ledger else user_ledger()
    rows = ledger.tasks()
    learnt = learnt_from(ledger) if settings.learning == "on" else UNTOUCHED

    def cuts_for(kind: Kind, language: str) -> Cuts:
        if options.simple_below is None and options.complex_from is None:
            return effective_cuts(kind, language, learnt)
        below = SHIPPED.simple_below if options.simple_below is None else options.simple_below
        above = SHIPPED.complex_from if options.complex_from is None else options.complex_from
        if below >= above:
            raise BadUsage(f"Tasks can't be simple below {below:g} and complex from {above:g}; the first must be less.")
        return Cuts(simple_below=below, complex_from=above)

    found = replay(rows, policy_of(settings), lineup_for(settings), cuts_for)
    if options.json:
        from tierline.cli.replay_rows import as_json

        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        from tierline.cli.replay_rows import print_replay

        print_replay(found)
    return 0


def _settings(options: argparse.Namespace) -> "Settings":
    """Return the settings to try.

    Raises:
        BadSettings: they can't be used. BadUsage: a change is none.
    """
    from tierline.cli.options import user_settings
    from tierline.settings import BadSettings, load_file, merged, parse_settings, read_rules

    if options.settings and not options.settings.exists():
        raise BadSettings(f"There is no settings file {options.settings}; check the name.")
    base = load_file(options.settings) if options.settings else user_settings()
    wanted: dict[str, Any] = {}
    for change in options.changes:
        _put(wanted, change)
    over, problems = parse_settings(wanted, "--set")
    settings = merged(base, over)
    origin = "--set" if "rules" in over.model_fields_set else str(options.settings or "your settings file")
    for problem in (*problems, *read_rules(settings.rules, origin)[1]):
        raise BadSettings(problem)
    return settings


def _put(wanted: dict[str, Any], change: str) -> None:
    """Put ``a.b=value`` into ``wanted`` as ``{"a": {"b": value}}``."""
    name, equals, text = change.partition("=")
    *groups, last = name.split(".")
    if not equals or not last:
        raise BadUsage(f"--set takes NAME=VALUE, not {change!r}.")
    part = wanted
    for group in groups:
        part = part.setdefault(group, {})
        if not isinstance(part, dict):
            raise BadUsage(f"--set gives {group} a value and parts; choose one.")
    try:
        part[last] = json.loads(text)
    except ValueError:
        part[last] = text
