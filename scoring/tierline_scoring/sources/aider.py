"""aider's leaderboards: exercises solved by editing files, two tries each.

The polyglot board has 225 exercises in six languages; the older one 133 in Python, up to December 2024. Of several
runs of one name the newest counts, of one day the one that stands first; the edit format, the reasoning effort and
the thinking budget of that run are told in ``metric``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import day, decode, number
from tierline_scoring.sources.flat_yaml import read_flat_list
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_FOLDER = "https://raw.githubusercontent.com/Aider-AI/aider/main/aider/website/_data"
_LEAST_SHARE = 0.95
"""Of the exercises that a run must have done; a run stopped early says little."""
_QUANTISED = re.compile(r"^ollama/|:|GGUF|[-_]q\d_", re.IGNORECASE)
"""How names tell a copy of lower precision, which is not the model that anyone serves."""

_Run = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class _Board:
    file: str
    benchmark: str
    exercises: int

    @property
    def url(self) -> str:
        return f"{_FOLDER}/{self.file}"


_BOARDS = (
    _Board("polyglot_leaderboard.yml", "aider-polyglot", 225),
    _Board("edit_leaderboard.yml", "aider-edit", 133),
)


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read ``pass_rate_2`` (in %), and from ``total_cost`` and ``completion_tokens`` what one exercise took.

    Raises:
        SourceError: A file is no flat YAML list of runs with ``model`` and ``pass_rate_2`` any more, or none was
            fetched.
    """
    tally = Tally("aider")
    for board in _BOARDS:
        if board.url in bodies:
            _read(board, decode(bodies[board.url], "aider"), tally)
        else:
            tally.leave_out("file not fetched")
    return tally.parsed()


def _read(board: _Board, text: str, tally: Tally) -> None:
    runs = read_flat_list(text, "aider")
    for key in ("model", "pass_rate_2", "date"):
        if not any(key in run for run in runs):
            raise SourceError(f"aider: no run of {board.file} has {key!r} any more")
    for run in sorted(runs, key=lambda run: day(run.get("date")), reverse=True):
        done = number(run.get("test_cases"))
        if run.get("editor_model") or run.get("edit_format") == "architect":
            tally.leave_out("two models together")
        elif _QUANTISED.search(run.get("model") or ""):
            tally.leave_out("a quantised copy")
        elif done is not None and not _LEAST_SHARE * board.exercises <= done <= board.exercises:
            tally.leave_out("run stopped early, or over other exercises")
        else:
            _take(run, board, done, tally)


def _take(run: _Run, board: _Board, exercises: float | None, tally: Tally) -> None:
    name, ran_on, metric = run.get("model") or "", day(run.get("date")), _metric(run)
    tally.figure(
        benchmark=board.benchmark,
        name=name,
        score=run.get("pass_rate_2"),
        scale=Scale.PERCENT,
        date=ran_on,
        metric=metric,
    )
    if not exercises:
        return
    usd, tokens = number(run.get("total_cost")), number(run.get("completion_tokens"))
    tally.cost(
        benchmark=board.benchmark,
        name=name,
        usd_per_task=usd / exercises if usd else None,  # 0.0000 stands for a price that aider did not know
        tokens_per_task=tokens / exercises if tokens and tokens > 0.0 else None,
        date=ran_on,
        metric=metric,
    )


def _metric(run: _Run) -> str:
    settings = ("edit_format", "reasoning_effort", "thinking_tokens")
    return "; ".join(["pass_rate_2", *(f"{key}={run[key]}" for key in settings if run.get(key))])


SOURCE = BenchmarkSource(
    id="aider",
    name="aider leaderboards, polyglot and code editing",
    homepage="https://aider.chat/docs/leaderboards/",
    format="YAML, a list of flat mappings",
    licence="Apache-2.0",
    bundled=True,
    locations=tuple(Location(url=board.url, name=board.benchmark) for board in _BOARDS),
    parse=parse,
    note="pass rate of the second try; runs of November 2023 to October 2025; the cost is at the prices of its day",
)
