"""Options that several subcommands share."""

import argparse

from tierline.task import Kind, Tier


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")


def add_task(parser: argparse.ArgumentParser) -> None:
    """Add what describes a task: its kind, the part of a file, the instruction, the tier."""
    parser.add_argument("kind", type=Kind, choices=list(Kind), metavar="KIND", help=", ".join(Kind))
    parser.add_argument(
        "target", metavar="FILE[:START[-END]]", help="the file, or some of its lines (from 1, the end included)"
    )
    parser.add_argument("-i", "--instruction", default="", metavar="TEXT", help="what to do, in your own words")
    parser.add_argument(
        "--tier",
        type=Tier,
        choices=list(Tier),
        metavar="TIER",
        help=f"use this tier ({', '.join(Tier)}) instead of the one that the rules choose",
    )
    parser.add_argument("--model", default="", metavar="ID", help="use this OpenRouter model, whatever the rules say")
    parser.add_argument(
        "--sandbox", action="store_true", help="ask the built-in stand-in of OpenRouter: no key, no model, no cost"
    )
    add_json(parser)
