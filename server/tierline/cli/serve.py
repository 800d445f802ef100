"""``tierline serve``: the language server."""

import argparse
from functools import partial
from typing import TYPE_CHECKING

from tierline.task import TierlineError

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from tierline.lsp.service import Service
    from tierline.settings import Settings


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
    from tierline.app import answers_folder, refresh_apart, refresh_is_due
    from tierline.cli.options import user_settings
    from tierline.lsp.refreshing import Refresher
    from tierline.lsp.server import create_server, quiet_logs

    quiet_logs()
    server = create_server(
        partial(_open, sandbox=options.sandbox),
        user_settings,
        answers_folder,
        Refresher(run=refresh_apart, is_due=refresh_is_due),
    )
    if options.tcp is None:
        server.start_io()
        return 0
    try:
        server.start_tcp("127.0.0.1", options.tcp)
    except KeyboardInterrupt:
        # That is how it is meant to be stopped.
        return 0
    except OSError as error:
        raise PortTaken(f"Can't listen on port {options.tcp} ({error.strerror}); name another one.") from None
    return 0


def _open(settings: "Settings", *, sandbox: bool) -> "AbstractAsyncContextManager[Service]":
    from tierline.app import open_service

    return open_service(settings, sandbox=sandbox)
