"""``tierline serve``: the language server."""

import argparse
import os
import signal
import threading
from functools import partial
from typing import TYPE_CHECKING

from tierline.cli.exit_status import INTERRUPTED
from tierline.task import TierlineError

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from tierline.lsp.service import Service
    from tierline.settings import Settings


_LAST_WORDS_S = 0.3
"""How long an answer under way may take to leave after ``exit``."""


class PortTaken(TierlineError):
    """The port can't be listened on."""

    code = "port-taken"


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import port

    parser = subcommands.add_parser(
        "serve",
        help="start the language server on standard input and output",
        description="Start the language server on standard input and output, as editors do.",
    )
    parser.add_argument("--tcp", type=port, metavar="PORT", help="listen on a port of this machine instead (debugging)")
    parser.add_argument(
        "--sandbox", action="store_true", help="ask the built-in stand-in of OpenRouter: no key, no model, no cost"
    )
    parser.set_defaults(call=_serve)


def _serve(options: argparse.Namespace) -> int:
    from tierline.app import answers_folder, prompts_folder, refresh_apart, refresh_is_due
    from tierline.cli.options import user_settings
    from tierline.lsp.refreshing import Refresher
    from tierline.lsp.server import create_server, quiet_logs

    quiet_logs()
    server = create_server(
        partial(_open, sandbox=options.sandbox),
        user_settings,
        answers_folder,
        Refresher(run=refresh_apart, is_due=refresh_is_due),
        prompts_folder=prompts_folder(),
    )
    if options.tcp is None:
        # The thread that waits for input can't be interrupted: a Ctrl-C in a terminal ends the process as it is.
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
        server.at_exit = _end_soon
        server.start_io()
        return server.exit_status
    try:
        server.start_tcp("127.0.0.1", options.tcp)
    except KeyboardInterrupt:
        # That is how it is meant to be stopped.
        return 0
    except OSError as error:
        raise PortTaken(f"Can't listen on port {options.tcp} ({error.strerror}); name another one.") from None
    return 0


def _end_soon(status: int) -> None:
    """End the process although its input is still open, for the thread that reads it can't be interrupted."""
    end = threading.Timer(_LAST_WORDS_S, os._exit, (status,))
    end.daemon = True
    end.start()


def _open(settings: "Settings", *, sandbox: bool) -> "AbstractAsyncContextManager[Service]":
    from tierline.app import open_service

    return open_service(settings, sandbox=sandbox)
