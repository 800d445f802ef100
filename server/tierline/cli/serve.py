"""``tierline serve``: the language server."""

import argparse
import os
import signal
from functools import partial
from typing import TYPE_CHECKING

from tierline.cli.exit_status import INTERRUPTED
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
    from tierline.app import answers_folder, prompts_folder, refresh_apart, refresh_is_due
    from tierline.cli.options import user_settings
    from tierline.lsp.refreshing import Refresher
    from tierline.lsp.server import create_server, quiet_logs
    from tierline.lsp.serving import serve_io, serve_tcp

    quiet_logs()
    server = create_server(
        partial(_open, sandbox=options.sandbox),
        user_settings,
        answers_folder,
        Refresher(run=refresh_apart, is_due=refresh_is_due),
        prompts_folder=prompts_folder(),
    )
    if options.tcp is None:
        # Nobody is there to be told anything: whoever types Ctrl-C has started it by hand, or the editor with it.
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
        return serve_io(server)
    try:
        return serve_tcp(server, "127.0.0.1", options.tcp)
    except KeyboardInterrupt:
        # That is how it is meant to be stopped.
        return 0
    except OSError as error:
        raise PortTaken(f"Can't listen on port {options.tcp} ({error.strerror}); name another one.") from None


def _open(settings: "Settings", *, sandbox: bool) -> "AbstractAsyncContextManager[Service]":
    from tierline.app import open_service

    return open_service(settings, sandbox=sandbox)
