"""``tierline logout``: the key out of the keyring."""

import argparse
import sys


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subcommands.add_parser(
        "logout",
        help="forget the key that the keyring holds",
        description="Take the key out of the keyring. At OpenRouter it stays valid until you delete it there.",
    )
    parser.set_defaults(call=_logout)


def _logout(_: argparse.Namespace) -> int:
    from tierline.credentials.places import forget

    if forget():
        said = "The key is out of the keyring; delete it at openrouter.ai/settings/keys if it must not work any more."
    else:
        said = "The keyring holds no key."
    print(said, file=sys.stderr)
    return 0
