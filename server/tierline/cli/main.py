"""``tierline``: the subcommands, and the edge where whatever went wrong becomes a sentence and an exit status."""

import io
import json
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tierline import __version__
from tierline.cli.exit_status import EXIT_STATUS, INTERRUPTED, READER_GONE, complain, say
from tierline.cli.parser import Parser
from tierline.log import in_request, keep_log, new_request
from tierline.task import TierlineError

SUBCOMMANDS = (
    "run",
    "commit_message",
    "route",
    "models",
    "explain_model",
    "refresh",
    "usage",
    "answers",
    "replay",
    "demo",
    "serve",
    "schema",
    "sandbox",
    "login",
    "logout",
    "doctor",
)
"""One module each; what is heavy in them is imported only when their turn comes."""

TRACEBACK_VARIABLE = "TIERLINE_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit status. Errors are one sentence on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _settle_encoding()
    keep_log()
    in_request(new_request())
    if given[:1] != ["serve"]:
        _say_warnings()
    try:
        status = _answered(given)
        # Here, where an error can still be told; at exit it could not.
        if not sys.stdout.closed:
            sys.stdout.flush()
    except KeyboardInterrupt:
        say("cancelled; no file was changed.")
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return READER_GONE
    except OSError as error:
        _forget_output()
        say(f"The system refused ({error.strerror or error}); check the disk and try again.")
        return EXIT_STATUS["no-output"]
    except Exception as error:
        # The edge: whatever else happens is our mistake. Its own words are left out, for they might hold a secret.
        logging.getLogger("tierline").debug("a command failed", exc_info=error)
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        say(_bug(error))
        return EXIT_STATUS["internal"]
    return status


def _answered(arguments: Sequence[str]) -> int:
    try:
        return _dispatch(arguments)
    except SystemExit as done:
        # argparse leaves after --help and --version.
        return int(done.code or 0)
    except TierlineError as error:
        if "--json" in arguments:
            print(json.dumps({"error": {"code": error.code, "message": str(error)}}, ensure_ascii=False))
        return complain(error)


def _dispatch(arguments: Sequence[str]) -> int:
    parser = build_parser(arguments[0] if arguments else "")
    if not arguments:
        parser.print_help(sys.stderr)
        return EXIT_STATUS["bad-usage"]
    options = parser.parse_args(arguments)
    status: int = options.call(options)
    return status


def build_parser(command: str = "") -> Parser:
    """Return the parser of the whole command line, or of ``command`` alone where that is one: the others cost time."""
    module = command.replace("-", "_")
    parser = Parser(
        prog="tierline",
        description="Send each code task to the cheapest OpenRouter model that does it well.",
        epilog="Set your key in OPENROUTER_API_KEY, or run tierline login. To try it without one: tierline demo\n"
        "Exit statuses: tierline run --help",
    )
    parser.add_argument("--version", action="version", version=f"tierline {__version__}")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in [module] if module in SUBCOMMANDS else SUBCOMMANDS:
        import_module(f"tierline.cli.{name}").add(subcommands)
    return parser


class _Saying(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say(record.getMessage())


def _say_warnings() -> None:
    """Print what is logged as a warning on standard error; a server has a log instead."""
    log = logging.getLogger("tierline")
    if not any(isinstance(handler, _Saying) for handler in log.handlers):
        log.addHandler(_Saying(logging.WARNING))


def _settle_encoding() -> None:
    """Make every character printable: files and pipes get UTF-8 to the letter, a terminal what it can show."""
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if sys.stdout.isatty():
        sys.stdout.reconfigure(errors="replace")
    else:
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def _forget_output() -> None:
    # Python flushes standard output at exit, and would complain about the same error once more.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stderr.flush()


def _bug(error: Exception) -> str:
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f" at {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
    return (
        f"This is a mistake in Tierline ({type(error).__name__}{where}); please report it. "
        f"With {TRACEBACK_VARIABLE}=1 all of it is shown."
    )
