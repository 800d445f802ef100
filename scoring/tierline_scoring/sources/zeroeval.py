"""ZeroEval: independent zero-shot runs, one summary a benchmark, frozen in April 2025."""

from collections.abc import Mapping
from dataclasses import dataclass

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import number, parse_json, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_FOLDER = "https://raw.githubusercontent.com/WildEval/ZeroEval/main/result_dirs"
_LEAST_SHARE = 0.95
"""Of a benchmark's questions that a run must have answered; some were stopped after a few."""


@dataclass(frozen=True, slots=True)
class _Summary:
    file: str
    benchmark: str
    score: str = "Acc"
    questions: str = "Total"

    @property
    def url(self) -> str:
        return f"{_FOLDER}/{self.file}.summary.json"


_SUMMARIES = (
    _Summary("gsm", "gsm8k"),
    _Summary("mmlu-redux", "mmlu-redux"),
    _Summary("crux", "crux"),
    _Summary("math-l5", "math-l5"),
    _Summary("zebra-grid", "zebra-logic", "Puzzle Acc", "Total Puzzles"),
)


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the accuracy (in %) of every greedy run over a whole benchmark.

    Raises:
        SourceError: A summary is no list of runs with ``Model`` and an accuracy any more, or none was fetched.
    """
    tally = Tally("zeroeval")
    for summary in _SUMMARIES:
        if summary.url in bodies:
            _read(summary, bodies[summary.url], tally)
        else:
            tally.leave_out("file not fetched")
    return tally.parsed()


def _read(summary: _Summary, body: bytes, tally: Tally) -> None:
    found = parse_json(body, "zeroeval")
    runs = [run for run in found if isinstance(run, dict)] if isinstance(found, list) else []
    for key in ("Model", summary.score):
        if not any(key in run for run in runs):
            raise SourceError(f"zeroeval: no run of {summary.file} has {key!r} any more")
    whole = max((number(run.get(summary.questions)) or 0.0) for run in runs)
    for run in runs:
        answered = number(run.get(summary.questions))
        if text_of(run.get("Mode")) != "greedy":
            tally.leave_out("sampled, not greedy")
        elif answered is not None and answered < _LEAST_SHARE * whole:
            tally.leave_out("run stopped early")
        else:
            tally.figure(
                benchmark=summary.benchmark,
                name=text_of(run.get("Model")),
                score=run.get(summary.score),
                scale=Scale.PERCENT,
                metric="accuracy, zero-shot, greedy",
            )


SOURCE = BenchmarkSource(
    id="zeroeval",
    name="ZeroEval",
    homepage="https://github.com/WildEval/ZeroEval",
    format="JSON, a list of runs a benchmark",
    licence="Apache-2.0",
    bundled=True,
    locations=tuple(Location(url=summary.url, name=summary.benchmark) for summary in _SUMMARIES),
    parse=parse,
    note="independent, zero-shot, greedy; no dates; last run April 2025; a name may end in its host (@together)",
)
