"""``GET /benchmarks`` of OpenRouter: what it lists of others, and its own runs with their cost per task.

Models are named by their permanent slug, which is the ``canonical_slug`` of the listing and not always the id.
"""

from collections.abc import Mapping
from typing import Any

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import as_mapping, day, parse_json, rows_at, text_of
from tierline_scoring.sources.openrouter_model_benchmarks import take_indices, take_rating
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed
from tierline_scoring.sources.tally import Tally

_ID = "openrouter-benchmark-runs"
_RUNS = {
    "gpqa_diamond": "gpqa",
    "tau_bench_verified_airline": "tau-airline",
}


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read all rows, of whichever publisher.

    Raises:
        SourceError: The answer tells of an error (no key), has another shape or nothing that we know.
    """
    tally = Tally(_ID)
    as_of = ""
    for body in bodies.values():
        document = parse_json(body, _ID)
        seen = day(as_mapping(as_mapping(document).get("meta")).get("as_of"))
        as_of = max(as_of, seen)
        for row in rows_at(document, "data", _ID):
            _take(tally, row, seen)
    return tally.parsed(as_of)


def _take(tally: Tally, row: Mapping[str, Any], seen: str) -> None:
    slug, publisher = text_of(row.get("model_permaslug")), text_of(row.get("source"))
    if "/" not in slug:  # Design Arena's own name, which OpenRouter did not map
        tally.leave_out("not mapped by OpenRouter")
    elif publisher == "artificial-analysis":
        take_indices(tally, slug, row, own_id=False, date=seen)
    elif publisher == "design-arena":
        take_rating(tally, slug, row, own_id=False, date=seen)
    elif publisher == "openrouter":
        _take_run(tally, slug, row, seen)
    else:
        tally.leave_out("another publisher")


def _take_run(tally: Tally, slug: str, row: Mapping[str, Any], seen: str) -> None:
    benchmark = _RUNS.get(text_of(row.get("benchmark_type")))
    if benchmark is None:
        tally.leave_out("another benchmark")
        return
    run = day(row.get("last_run_timestamp")) or seen
    metric = f"accuracy over {row['total_tasks']} tasks" if row.get("total_tasks") else "accuracy"
    tally.figure(
        benchmark=benchmark, name=slug, score=row.get("accuracy"), scale=Scale.FRACTION, date=run, metric=metric
    )
    tally.cost(
        benchmark=benchmark, name=slug, usd_per_task=row.get("avg_cost_per_task"), date=run, metric="billed, average"
    )


SOURCE = BenchmarkSource(
    id=_ID,
    name="OpenRouter: benchmarks, its own runs among them",
    homepage="https://openrouter.ai/rankings",
    format="JSON rows",
    licence="CC BY 4.0",
    bundled=True,
    locations=(Location(url="https://openrouter.ai/api/v1/benchmarks", key="openrouter"),),
    parse=parse,
    note="30 requests a minute; cite the source and the day of the data",
)
