"""``tierline refresh``: read all sources anew, say what changed, keep the result or go back."""

import argparse
import json
from typing import TYPE_CHECKING

from tierline.cli.exit_status import complain
from tierline.cli.parser import BadUsage

if TYPE_CHECKING:
    from tierline.refresh.report import Report


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json

    parser = subcommands.add_parser(
        "refresh",
        help="renew prices and benchmarks from their sources",
        description="Read prices and benchmarks from their sources, show what changes, and put it in force.\n"
        "What can't be reached keeps its last good figures. A result that is clearly worse is refused.",
        epilog="OPENROUTER_API_KEY and ARTIFICIAL_ANALYSIS_API_KEY open one more source each; neither is needed.",
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--force", action="store_true", help="put it in force even if it is worse")
    parser.add_argument("--rollback", action="store_true", help="drop the newest snapshot of your own; reads no source")
    add_json(parser)
    parser.set_defaults(call=_refresh)


def _refresh(options: argparse.Namespace) -> int:
    if options.rollback:
        if options.dry_run or options.force:
            raise BadUsage("The option --rollback goes with neither --dry-run nor --force; leave them out.")
        return _roll_back(as_json=options.json)
    return _renew(options)


def _renew(options: argparse.Namespace) -> int:
    import asyncio

    from tierline.app import refresh_snapshot
    from tierline.cli.refresh_progress import Watching
    from tierline.cli.refresh_report import lines, payload
    from tierline.cli.terminal import print_lines
    from tierline.refresh.errors import SnapshotRefused
    from tierline.refresh.run import Wish

    with Watching() as watching:
        report = asyncio.run(refresh_snapshot(watching, Wish(rehearse=options.dry_run, force=options.force)))
    if options.json:
        print(payload(report).model_dump_json(by_alias=True, indent=2))
    else:
        print_lines(lines(report, rehearsed=options.dry_run))
    if report.objections and report.written is None and not options.dry_run:
        # complained of here, not raised: --json has already printed its one object
        return complain(SnapshotRefused(refusal(report)))
    return 0


def refusal(report: "Report") -> str:
    """Say why a snapshot was refused, and what to do."""
    return (
        f"The new snapshot was refused, and the one in force stays: {'; '.join(report.objections)}. "
        "Try again later, or take it all the same with --force."
    )


def _roll_back(*, as_json: bool) -> int:
    from tierline.app import kept_snapshots

    kept = kept_snapshots()
    with kept.alone():
        dropped, in_force = kept.roll_back()
    day, where = in_force.snapshot.as_of.isoformat(), str(in_force.path or "bundled")
    if as_json:
        print(json.dumps({"dropped": str(dropped), "inForce": {"asOf": day, "path": where}}, indent=2))
    else:
        print(f"Dropped {dropped.name}. In force is now the snapshot of {day} ({where}).")
    return 0
