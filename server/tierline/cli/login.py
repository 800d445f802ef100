"""``tierline login``: a key from OpenRouter's own page, kept in the operating system's keyring."""

import argparse
import sys


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subcommands.add_parser(
        "login",
        help="log in at OpenRouter in your browser, and keep the key in the keyring",
        description="Log in at OpenRouter in your browser. The key it gives is kept in the keyring of this machine.",
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the page to open")
    parser.set_defaults(call=_login)


def _login(options: argparse.Namespace) -> int:
    import asyncio

    from tierline.app import log_in
    from tierline.credentials import Key
    from tierline.credentials.places import keep

    def show(page: str) -> None:
        print(f"Log in here: {page}", flush=True)
        if not options.no_browser:
            import webbrowser

            webbrowser.open(page)

    keep(Key(asyncio.run(log_in(show)), "the log-in"))
    print("Logged in; the key is kept in this machine's keyring.", file=sys.stderr)
    return 0
