"""EvalPlus: HumanEval and MBPP with many more tests, frozen in December 2024."""

from collections.abc import Mapping

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import as_mapping, parse_json
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_URL = "https://evalplus.github.io/results.json"
_BENCHMARKS = {"humaneval": "humaneval", "humaneval+": "humaneval-plus", "mbpp+": "mbpp-plus"}


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read ``pass@1`` (in %) of every model that was prompted as a chat model.

    Raises:
        SourceError: The file is no mapping from names to entries with ``pass@1`` any more.
    """
    entries = as_mapping(parse_json(bodies.get(_URL, b""), "evalplus"))
    if not any("pass@1" in as_mapping(entry) for entry in entries.values()):
        raise SourceError("evalplus: no entry has 'pass@1' any more")
    tally = Tally("evalplus")
    for name, raw in entries.items():
        entry = as_mapping(raw)
        if entry.get("prompted") is False:
            tally.leave_out("prompted as a base model")
            continue
        scores = as_mapping(entry.get("pass@1"))
        for published, benchmark in _BENCHMARKS.items():
            tally.figure(
                benchmark=benchmark,
                name=name.strip(),
                score=scores.get(published),
                scale=Scale.PERCENT,
                metric="pass@1, greedy",
            )
    return tally.parsed()


SOURCE = BenchmarkSource(
    id="evalplus",
    name="EvalPlus leaderboard",
    homepage="https://evalplus.github.io",
    format="JSON, name to entry",
    licence="Apache-2.0",
    bundled=True,
    locations=(Location(url=_URL),),
    parse=parse,
    note="greedy pass@1; no dates in the file; last model December 2024",
)
