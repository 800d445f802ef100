"""``tierline``: the subcommands, and the exit statuses that scripts can rely on."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version

from tierline.task import TierlineError

SUBCOMMANDS = ("run", "route", "models", "explain_model", "demo", "serve", "sandbox")
"""One module each, imported only when its turn comes."""

EXIT_STATUS: Mapping[str, int] = {
    "failed": 1,
    "bad-usage": 2,
    "no-key": 10,
    "bad-key": 11,
    "no-credit": 12,
    "key-limit": 13,
    "forbidden": 14,
    "unknown-model": 15,
    "no-model": 16,
    "no-network": 20,
    "rate-limited": 21,
    "free-limit": 22,
    "provider-failed": 23,
    "timeout": 24,
    "broken-stream": 25,
    "empty-answer": 26,
    "unreadable-answer": 27,
    "model-unavailable": 28,
    "bad-request": 29,
    "no-file": 30,
    "range-outside": 31,
    "binary-file": 32,
    "file-too-large": 33,
    "too-long": 34,
    "file-changed": 35,
    "empty-selection": 36,
    "no-instruction": 37,
    "no-edit": 38,
    "bad-settings": 40,
    "over-budget": 41,
    "port-taken": 42,
}
"""Exit status of each error's ``code``; 0 is success, 130 is Ctrl-C."""

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit status. Errors are one sentence on standard error."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        status: int = options.call(options)
    except TierlineError as error:
        if getattr(options, "json", False):
            print(json.dumps({"error": {"code": error.code, "message": str(error)}}, ensure_ascii=False))
        print(f"tierline: {error}", file=sys.stderr)
        return EXIT_STATUS.get(error.code, 1)
    except KeyboardInterrupt:
        print("tierline: cancelled; no file was changed.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; closing it quietly keeps Python from complaining at exit.
        sys.stderr.close()
        return EXIT_STATUS["failed"]
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tierline",
        description="Send each code task to the cheapest OpenRouter model that does it well.",
        epilog="Set your key in OPENROUTER_API_KEY; try everything without one: `tierline demo`.",
    )
    parser.add_argument("--version", action="version", version=f"tierline {version('tierline')}")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in SUBCOMMANDS:
        import_module(f"tierline.cli.{name}").add(subcommands)
    return parser
