"""BigCodeBench: functions that call many libraries, frozen in April 2025. Only the Instruct prompts are taken.

The Complete prompts ask a model to go on from a docstring, which is how base models are measured.
"""

from collections.abc import Mapping

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import as_mapping, day, parse_json
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_SITE = "https://bigcode-bench.github.io"
_BENCHMARKS = {f"{_SITE}/results.json": "bigcodebench", f"{_SITE}/results-hard.json": "bigcodebench-hard"}


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read ``pass@1`` of the Instruct prompts, in %.

    Raises:
        SourceError: A file is no mapping from names to entries with ``pass@1`` any more, or none was fetched.
    """
    tally = Tally("bigcodebench")
    for url, benchmark in _BENCHMARKS.items():
        if url not in bodies:
            tally.leave_out("file not fetched")
            continue
        entries = as_mapping(parse_json(bodies[url], "bigcodebench"))
        if not any("pass@1" in as_mapping(entry) for entry in entries.values()):
            raise SourceError(f"bigcodebench: no entry of {url} has 'pass@1' any more")
        for name, raw in entries.items():
            entry = as_mapping(raw)
            if entry.get("prompted") is False:
                tally.leave_out("prompted as a base model")
                continue
            tally.figure(
                benchmark=benchmark,
                name=name.strip(),
                score=as_mapping(entry.get("pass@1")).get("instruct"),
                scale=Scale.PERCENT,
                date=day(entry.get("date")),
                metric="pass@1, greedy, Instruct",
            )
    return tally.parsed()


SOURCE = BenchmarkSource(
    id="bigcodebench",
    name="BigCodeBench leaderboard",
    homepage=_SITE,
    format="JSON, name to entry",
    licence="none stated",
    bundled=False,
    locations=tuple(Location(url=url, name=benchmark) for url, benchmark in _BENCHMARKS.items()),
    parse=parse,
    note="the date of a row is that of the model; last model April 2025",
)
