"""Artificial Analysis' API, version 2: indices, evaluations, and what running the index cost.

Two answers are read, whichever came: ``data/llms/models`` has the evaluations, ``language/models/free`` the
indices and the cost. A row stands for one effort of a model; its slug says which (``gpt-oss-120b-low``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import as_mapping, number, parse_json, rows_at, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_ID = "artificial-analysis"
_MOST_PAGES = 50
_PREFIX = "artificial_analysis_"
_INDICES = {
    "intelligence_index": "aa-intelligence",
    "coding_index": "aa-coding",
    "agentic_index": "aa-agentic",
    "math_index": "aa-math",
}
_EVALUATIONS = {
    "mmlu_pro": "mmlu-pro",
    "gpqa": "gpqa",
    "gpqa_diamond": "gpqa",
    "hle": "hle",
    "livecodebench": "livecodebench",
    "scicode": "scicode",
    "math_500": "math-500",
    "aime": "aime-2024",
    "aime_25": "aime-2025",
    "ifbench": "ifbench",
    "lcr": "aa-lcr",
    "aa_lcr": "aa-lcr",
    "terminalbench_hard": "terminal-bench-hard",
    "terminalbench_v2_1": "terminal-bench-2.1",
    "terminalbench_v4_0": "terminal-bench-4.0",
    "tau2": "tau2-telecom",
    "tau2_telecom": "tau2-telecom",
    "tau_banking": "tau-banking",
}
"""Key → benchmark, in both answers' spellings."""


def follow(location: Location, body: bytes) -> tuple[Location, ...]:
    """Return the next page, where the answer comes in pages and names one.

    Raises:
        SourceError: The answer is not JSON, or has more pages than there are models.
    """
    pages = as_mapping(as_mapping(parse_json(body, _ID)).get("pagination"))
    page = int(number(pages.get("page")) or 0)
    if not page or pages.get("has_more") is not True:
        return ()
    if page >= _MOST_PAGES:
        raise SourceError(f"{_ID}: more than {_MOST_PAGES} pages")
    parts = urlsplit(location.url)
    return (replace(location, url=urlunsplit(parts._replace(query=urlencode({"page": page + 1})))),)


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the rows of all answers.

    Raises:
        SourceError: An answer tells of an error (no key), or has another shape.
    """
    tally = Tally(_ID)
    answers = [parse_json(body, _ID) for body in bodies.values()]
    rows = [(answer, row) for answer in answers for row in rows_at(answer, "data", _ID)]
    own = _own_ids(row for _, row in rows)
    for answer, row in rows:
        slug = text_of(row.get("slug"))
        name = own.get(slug, slug)
        version = as_mapping(answer).get("intelligence_index_version")
        _take_scores(tally, name, as_mapping(row.get("evaluations")), version, own_id=slug in own)
        _take_cost(tally, name, row, version, own_id=slug in own)
    return tally.parsed()


def _own_ids(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Map slug → OpenRouter id where a row names one that no other row names: else efforts would be mixed."""
    slugs: dict[str, set[str]] = {}
    for row in rows:
        if model_id := text_of(row.get("openrouter_api_id")):
            slugs.setdefault(model_id, set()).add(text_of(row.get("slug")))
    return {slug: model_id for model_id, (slug, *others) in slugs.items() if slug and not others}


def _take_scores(tally: Tally, name: str, scores: Mapping[str, Any], version: Any, *, own_id: bool) -> None:
    for key, score in scores.items():
        index = _INDICES.get(key.removeprefix(_PREFIX))
        benchmark = index or _EVALUATIONS.get(key)
        if score is None or benchmark is None:
            if score is not None:
                tally.leave_out("another benchmark")
            continue
        tally.figure(
            benchmark=benchmark,
            name=name,
            score=score,
            scale=Scale.PERCENT if index else Scale.FRACTION,
            metric=_index(version) if index else "accuracy",
            own_id=own_id,
        )


def _take_cost(tally: Tally, name: str, row: Mapping[str, Any], version: Any, *, own_id: bool) -> None:
    """Take dollars and tokens a task. Only the tokens of the whole run are told; the two costs tell its tasks."""
    cost = as_mapping(row.get(f"{_PREFIX}intelligence_index_cost"))
    per_task = as_mapping(cost.get("cost_per_task")).get("total_cost")
    whole, single = number(cost.get("total_cost")), number(per_task)
    spent = number(as_mapping(row.get(f"{_PREFIX}intelligence_index_token_counts")).get("output_tokens"))
    tokens = spent * single / whole if spent and single and whole and min(spent, single, whole) > 0 else None
    tally.cost(
        benchmark="aa-intelligence",
        name=name,
        usd_per_task=per_task,
        tokens_per_task=tokens,
        metric=_index(version),
        own_id=own_id,
    )


def _index(version: Any) -> str:
    return f"index, version {version}" if version is not None else "index"


SOURCE = BenchmarkSource(
    id=_ID,
    name="Artificial Analysis",
    homepage="https://artificialanalysis.ai/",
    format="JSON rows, a page at a time",
    licence="API terms of Artificial Analysis: attribution",
    bundled=False,
    locations=(
        Location(
            url="https://artificialanalysis.ai/api/v2/data/llms/models", key="artificial-analysis", name="evaluations"
        ),
        Location(
            url="https://artificialanalysis.ai/api/v2/language/models/free?page=1",
            key="artificial-analysis",
            name="indices and cost",
        ),
    ),
    parse=parse,
    follow=follow,
    note="needs a key of its own; undated",
)
