"""Options that several subcommands share."""

import argparse
import logging
import os
from typing import TYPE_CHECKING

from tierline.task import ON_SELECTION, Tier

if TYPE_CHECKING:
    from tierline.settings import Settings


def words(text: str) -> str:
    """Return an argument as valid Unicode: bytes that are none become ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


def tier(text: str) -> Tier:
    """Return the tier of that name.

    Raises:
        argparse.ArgumentTypeError: there is none.
    """
    return Tier(_known(text, [tier.value for tier in Tier], "tier"))


def _known(text: str, names: list[str], noun: str) -> str:
    if text in names:
        return text
    from difflib import get_close_matches

    close = get_close_matches(text, names, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
    raise argparse.ArgumentTypeError(f"there is no {noun} {words(text)!r} ({hint})")


def port(text: str) -> int:
    """Return a TCP port, 0 to 65535.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len("65535") and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {words(text)!r}")
    return int(text)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")


def add_task(parser: argparse.ArgumentParser) -> None:
    """Add what describes a task: its kind, the part of a file, the instruction, the tier."""
    parser.add_argument(
        "kind",
        type=words,
        metavar="KIND",
        help=f"{', '.join(ON_SELECTION)}, or the name of a prompt file; or as --kind KIND",
    )
    parser.add_argument(
        "target", metavar="FILE[:START[-END]]", help="the file, or some of its lines (from 1, the end included)"
    )
    parser.add_argument(
        "-i", "--instruction", type=words, default="", metavar="TEXT", help="what to do, in your own words"
    )
    parser.add_argument(
        "--tier",
        type=tier,
        metavar="TIER",
        help=f"use this tier ({', '.join(Tier)}) instead of the one that the rules choose",
    )
    parser.add_argument(
        "--model", type=words, default="", metavar="ID", help="use this OpenRouter model, whatever the rules say"
    )
    parser.add_argument(
        "--sandbox", action="store_true", help="ask the built-in stand-in of OpenRouter: no key, no model, no cost"
    )
    add_json(parser)


def user_settings() -> "Settings":
    """Return the user's settings. A rule in them that can't be used is left out, and said.

    Raises:
        BadSettings: the file is malformed, or the one that the environment names is missing.
    """
    from tierline.app import SETTINGS_VARIABLE, settings_path
    from tierline.settings import BadSettings, load_file, read_rules

    path = settings_path()
    if os.environ.get(SETTINGS_VARIABLE) and not path.exists():
        raise BadSettings(f"{SETTINGS_VARIABLE} names {words(str(path))}, which does not exist; correct or unset it.")
    settings = load_file(path)
    for problem in read_rules(settings.rules, str(path))[1]:
        logging.getLogger("tierline").warning("%s", problem)
    return settings
