"""aider's polyglot leaderboard: 225 exercises in six languages, solved by editing files, two tries each.

Of several runs of one name the newest counts, of one day the one that stands first; the edit format, the
reasoning effort and the thinking budget of that run are told in ``metric``.
"""

from collections.abc import Mapping

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import day, decode, number
from tierline_scoring.sources.flat_yaml import read_flat_list
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_URL = "https://raw.githubusercontent.com/Aider-AI/aider/main/aider/website/_data/polyglot_leaderboard.yml"
_BENCHMARK = "aider-polyglot"
_LEAST_SHARE = 0.95
"""Of the exercises that a run must have done; a run stopped early says little."""

_Run = Mapping[str, str | None]


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read ``pass_rate_2`` (in %), and from ``total_cost`` and ``completion_tokens`` what one exercise took.

    Raises:
        SourceError: The file is no flat YAML list of runs with ``model`` and ``pass_rate_2`` any more.
    """
    runs = read_flat_list(decode(bodies.get(_URL, b""), "aider"), "aider")
    for key in ("model", "pass_rate_2", "date"):
        if not any(key in run for run in runs):
            raise SourceError(f"aider: no run has {key!r} any more")
    tally = Tally("aider")
    for run in sorted(runs, key=lambda run: day(run.get("date")), reverse=True):
        if run.get("editor_model") or run.get("edit_format") == "architect":
            tally.leave_out("two models together")
        elif _share_done(run) < _LEAST_SHARE:
            tally.leave_out("run stopped early")
        else:
            _take(run, tally)
    return tally.parsed()


def _take(run: _Run, tally: Tally) -> None:
    name, ran_on, metric = run.get("model") or "", day(run.get("date")), _metric(run)
    tally.figure(
        benchmark=_BENCHMARK,
        name=name,
        score=run.get("pass_rate_2"),
        scale=Scale.PERCENT,
        date=ran_on,
        metric=metric,
    )
    exercises = number(run.get("test_cases"))
    if not exercises or exercises < 0.0:
        return
    usd, tokens = number(run.get("total_cost")), number(run.get("completion_tokens"))
    tally.cost(
        benchmark=_BENCHMARK,
        name=name,
        usd_per_task=usd / exercises if usd else None,  # 0.0000 stands for a price that aider did not know
        tokens_per_task=tokens / exercises if tokens and tokens > 0.0 else None,
        date=ran_on,
        metric=metric,
    )


def _metric(run: _Run) -> str:
    settings = ("edit_format", "reasoning_effort", "thinking_tokens")
    return "; ".join(["pass_rate_2", *(f"{key}={run[key]}" for key in settings if run.get(key))])


def _share_done(run: _Run) -> float:
    done, of = number(run.get("test_cases")), number(run.get("total_tests"))
    return done / of if done is not None and of else 1.0


SOURCE = BenchmarkSource(
    id="aider",
    name="aider polyglot leaderboard",
    homepage="https://aider.chat/docs/leaderboards/",
    format="YAML, a list of flat mappings",
    licence="Apache-2.0",
    bundled=True,
    locations=(Location(url=_URL),),
    parse=parse,
    note="pass rate of the second try; runs of December 2024 to October 2025; the cost is at the prices of its day",
)
