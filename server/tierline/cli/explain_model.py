"""``tierline explain-model``: every number of one model, with its source."""

import argparse
import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tierline.task import TierlineError

if TYPE_CHECKING:
    from tierline_scoring.explain import Explanation
    from tierline_scoring.figure import Figure


class UnknownModelId(TierlineError):
    """The snapshot lists no such model."""

    code = "unknown-model"


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json

    parser = subcommands.add_parser("explain-model", help="trace every number of a model to its source")
    parser.add_argument("id", metavar="ID", help="an OpenRouter id, such as author/model or author/model:free")
    add_json(parser)
    parser.set_defaults(call=_explain)


def _explain(options: argparse.Namespace) -> int:
    from tierline_scoring.errors import UnknownModel
    from tierline_scoring.explain import explain
    from tierline_scoring.snapshot import load_snapshot

    try:
        found = explain(load_snapshot(), options.id)
    except UnknownModel as error:
        raise UnknownModelId(str(error)) from None
    if options.json:
        print(json.dumps(_plain(found), ensure_ascii=False, indent=2, default=str))
    else:
        print("\n".join(_lines(found)))
    return 0


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    return value


def _lines(found: "Explanation") -> Iterator[str]:
    model = found.model
    yield f"{model.id} ({model.name}), as listed on {found.as_of}"
    yield (
        f"price: ${model.prompt_usd_per_mtok} in, ${model.completion_usd_per_mtok} out, "
        f"${model.average_usd_per_mtok} on average, per million tokens [{model.price_source}]"
    )
    yield f"context: {model.context_length:,} tokens, at most {model.max_completion_tokens or '?'} of them answered"
    if model.expires:
        yield f"announced to end on {model.expires} [{model.metadata_source}]"
    yield ""
    if found.scored is None:
        yield f"Not scored: {found.unscored}."
    else:
        for name, figure in (
            ("Overall", found.scored.overall),
            ("Value = Overall / (average cost + 0.01)", found.scored.value),
            ("Criteria", found.scored.criteria),
            ("Coding ability, in standard deviations", found.scored.ability),
        ):
            yield from _figure(name, figure, "")
    yield ""
    for tier, standing in found.standings.items():
        yield f"{tier}: {standing.place or 'not chosen'}: {standing.why}"
        if standing.rank:
            yield f"  rank {standing.rank} of {standing.of} eligible"
        for holds, sentence in standing.eligibility.conditions if standing.eligibility else ():
            yield f"  {'yes' if holds else 'no '}  {sentence}"
    yield from _measurements(found)
    yield "\nSources:"
    for source in found.sources.values():
        yield f"  [{source.id}] {source.name}, {source.date}, {source.licence}, {source.url}"


def _figure(name: str, figure: "Figure", indent: str) -> Iterator[str]:
    interval = "" if figure.low == figure.high else f" ({figure.low:.2f} to {figure.high:.2f})"
    sources = f" [{', '.join(figure.sources)}]" if figure.sources and not figure.parts else ""
    note = f": {figure.note}" if figure.note else ""
    yield f"{indent}{name}: {figure.value:.2f}{interval}, {figure.origin}{note}{sources}"
    for part in figure.parts:
        yield from _figure(f"{part.weight:g} of {part.name}", part.figure, f"{indent}  ")


def _measurements(found: "Explanation") -> Iterator[str]:
    from tierline_scoring.benchmark import BENCHMARKS

    yield "\nMeasurements (the figure that counts for each benchmark is marked *):"
    for entry in found.evidence.measurements:
        mark = "*" if entry.chosen else " "
        inherited = f", inherited from {entry.inherited_from}" if entry.inherited_from else ""
        yield (
            f"  {mark} {BENCHMARKS[entry.benchmark].name}: {entry.value:.2f} (published as {entry.published} "
            f'for "{entry.name}", {entry.date}{inherited}; matched by {entry.matched}) [{entry.source}]'
        )
    if not found.evidence.measurements:
        yield "    none"
