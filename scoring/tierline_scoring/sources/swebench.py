"""SWE-bench Verified as solved by one and the same agent, mini-SWE-agent, which has nothing but a shell.

Until September 2026 these runs had a board of their own, ``bash-only``; now they stand among all others on
``Verified``. The folder's name tells them in both. Its makers warn that versions 1 and 2 of the agent are
not comparable, so they are two benchmarks here.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import day, parse_json, rows_at, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_URL = "https://raw.githubusercontent.com/swe-bench/swe-bench.github.io/master/data/leaderboards.json"
_BOARDS = ("bash-only", "verified")
"""In the order in which a run that stands on both is read: the first names the model alone."""
_MINI = re.compile(r"\d{8}_mini-v(\d+)\.")
_BENCHMARKS = {"0": "swe-bench-mini-1", "1": "swe-bench-mini-1", "2": "swe-bench-mini-2"}
_PREFIX = "mini-SWE-agent + "


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the share resolved (in %) and the dollars an instance, of every run with mini-SWE-agent.

    Raises:
        SourceError: The file has neither of the boards, or no such run on them.
    """
    runs = list(_runs(parse_json(bodies.get(_URL, b""), "swe-bench")))
    tally = Tally("swe-bench")
    seen = set()
    for run in sorted(runs, key=lambda run: day(run.get("date")), reverse=True):
        folder = text_of(run.get("folder"))
        mini = _MINI.match(folder)
        if mini is None:
            tally.leave_out("another agent")
        elif mini[1] not in _BENCHMARKS:
            tally.leave_out("a version of the agent that is not known here")
        elif folder not in seen:
            seen.add(folder)
            _take(run, _BENCHMARKS[mini[1]], tally)
    return tally.parsed()


def _runs(document: Any) -> Iterator[Mapping[str, Any]]:
    boards = {text_of(board.get("name")).lower(): board for board in rows_at(document, "leaderboards", "swe-bench")}
    found = [boards[name] for name in _BOARDS if name in boards]
    if not found:
        raise SourceError("swe-bench: neither board, Verified or bash-only, is in the file any more")
    for board in found:
        yield from rows_at(board, "results", "swe-bench")


def _take(run: Mapping[str, Any], benchmark: str, tally: Tally) -> None:
    name, ran_on = text_of(run.get("name")).removeprefix(_PREFIX), day(run.get("date"))
    effort, version = text_of(run.get("reasoning_effort")), text_of(run.get("mini-swe-agent_version"))
    metric = f"resolved; mini-SWE-agent {version}".rstrip() + (f"; reasoning_effort={effort}" if effort else "")
    tally.figure(
        benchmark=benchmark,
        name=name,
        score=run.get("resolved"),
        scale=Scale.PERCENT,
        date=ran_on,
        metric=metric,
    )
    tally.cost(
        benchmark=benchmark,
        name=name,
        usd_per_task=run.get("instance_cost"),
        date=ran_on,
        metric=metric,
    )


SOURCE = BenchmarkSource(
    id="swe-bench",
    name="SWE-bench Verified, mini-SWE-agent",
    homepage="https://www.swebench.com",
    format="JSON, boards with runs (4 MB)",
    licence="CC BY-NC 4.0",
    bundled=False,
    locations=(Location(url=_URL),),
    parse=parse,
    note="non-commercial: read by your own refresh only; newest run of February 2026",
)
