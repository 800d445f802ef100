"""models.dev: figures that contributors keep by hand beside each model, each with a link to where it stands.

Taken are those of Scale's boards, which publish no data of their own, and what vendors report of themselves.
Figures of boards that we read ourselves, or that may not be passed on, are left to these.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import as_mapping, parse_json, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_ID = "models-dev"
_BENCHMARKS = {
    "swe bench pro": "swe-bench-pro",
    "swe bench verified": "swe-bench-verified",
    "swe atlas codebase qna": "swe-atlas-qna",
    "swe atlas test writing": "swe-atlas-tests",
    "swe atlas refactoring": "swe-atlas-refactoring",
    "livecodebench": "livecodebench",
    "gpqa diamond": "gpqa",
    "scicode": "scicode",
}
"""Name as written, without its bracket and in one spelling → benchmark."""
_INDEPENDENT = "labs.scale.com"
_READ_ELSEWHERE = ("aider.chat", "artificialanalysis.ai", "openrouter.ai", "swebench.com", "livecodebench.github.io")
_COMMON_HARNESS = "mini-swe-agent"
_BRACKET = re.compile(r"\s*\(([^)]*)\)\s*$")
_SPELLING = re.compile(r"[\s_-]+")


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the figures of all models.

    Raises:
        SourceError: The answer has another shape, or no model has figures any more.
    """
    tally = Tally(_ID)
    for body in bodies.values():
        document = as_mapping(parse_json(body, _ID))
        models = as_mapping(document.get("models")) or document
        if not any(isinstance(model, dict) and text_of(model.get("name")) for model in models.values()):
            raise SourceError(f"{_ID}: the answer is no table of models any more")
        for model_id, model in models.items():
            figures = as_mapping(model).get("benchmarks")
            for figure in sorted(_objects(figures), key=_by_trust):
                _take(tally, model_id, figure)
    return tally.parsed()


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _by_trust(figure: Mapping[str, Any]) -> tuple[bool, bool]:
    """Put independent boards first, then the harness that all models share: the first of a kind counts."""
    common = _COMMON_HARNESS in text_of(figure.get("name")).lower()
    return _host(figure) != _INDEPENDENT, not common


def _host(figure: Mapping[str, Any]) -> str:
    return (urlsplit(text_of(figure.get("source"))).hostname or "").removeprefix("www.")


def _take(tally: Tally, model_id: str, figure: Mapping[str, Any]) -> None:
    title = text_of(figure.get("name"))
    host = _host(figure)
    bare = _SPELLING.sub(" ", _BRACKET.sub("", title)).lower()
    benchmark = _BENCHMARKS.get(bare)
    if host.endswith(_READ_ELSEWHERE):
        tally.leave_out("of a board read elsewhere")
    elif benchmark is None:
        tally.leave_out("another benchmark")
    else:
        run = _BRACKET.search(title)
        parts = (text_of(figure.get("metric")), run[1] if run else "", host)
        tally.figure(
            benchmark=benchmark,
            name=model_id,
            score=figure.get("score"),
            scale=Scale.PERCENT,
            metric="; ".join(filter(None, parts)),
            self_reported=host != _INDEPENDENT,
        )


SOURCE = BenchmarkSource(
    id=_ID,
    name="models.dev",
    homepage="https://models.dev/",
    format="JSON, a model by its id, with a list of figures",
    licence="MIT",
    bundled=True,
    locations=(Location(url="https://models.dev/models.json"),),
    parse=parse,
    note="kept by hand, each figure with its link",
)
