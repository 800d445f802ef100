"""``tierline explain-model``: every number of one model, with its source."""

import argparse
import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tierline.task import TierlineError


class UnknownModelId(TierlineError):
    """The snapshot lists no such model."""

    code = "unknown-model"


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json, words

    parser = subcommands.add_parser(
        "explain-model",
        help="trace every number of a model to its source",
        description="Trace every number of a model to its source; say where it stands in each tier.",
    )
    parser.add_argument("id", type=words, metavar="ID", help="an OpenRouter id: author/model or author/model:free")
    add_json(parser)
    parser.set_defaults(call=_explain)


def _explain(options: argparse.Namespace) -> int:
    from tierline.app import active_snapshot
    from tierline_scoring.errors import UnknownModel
    from tierline_scoring.explain import explain

    try:
        found = explain(active_snapshot(), options.id)
    except UnknownModel as error:
        sentence = str(error)
        advice = "" if sentence.endswith("?") else "; see `tierline models`, or openrouter.ai/models for all ids."
        raise UnknownModelId(f"{sentence[0].upper()}{sentence[1:]}{advice}") from None
    if options.json:
        print(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    else:
        from tierline.cli.explanation import Explained
        from tierline.cli.terminal import console, print_lines

        out = console()
        print_lines(Explained(found, out.width if out.is_terminal else None).lines())
    return 0


def _plain(value: Any) -> Any:
    """Return JSON with camelCase names, as in all other payloads; prices are numbers, dates ISO 8601."""
    if dataclasses.is_dataclass(value):
        return {_camel(entry.name): _plain(getattr(value, entry.name)) for entry in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
