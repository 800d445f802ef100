"""``tierline schema``: what clients and the server say to each other, for programs."""

import argparse
import json


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subcommands.add_parser(
        "schema",
        help="print the JSON Schema of the language server's own messages",
        description="Print the JSON Schema (draft 2020-12) of the language server's own messages, by their names.",
    )
    parser.set_defaults(call=_schema)


def _schema(_options: argparse.Namespace) -> int:
    from tierline.lsp.protocol.schema import protocol_schema

    print(json.dumps(protocol_schema(), indent=2, ensure_ascii=False))
    return 0
