"""LiveCodeBench: contest problems with their dates, so that a model can be asked what it cannot have seen.

Its file has a row a model and problem, and its page lets the reader choose a window of dates. We take the newest
window that the page offers and that holds as many problems as the page asks for; a model counts if it was asked
nearly all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

from tierline_scoring.benchmark import FULL, Scale
from tierline_scoring.sources.decode import as_mapping, number, parse_json, rows_at, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_URL = "https://livecodebench.github.io/performances_generation.json"
_LEAST_PROBLEMS = 100
"""The page calls a window with fewer too small."""
_LEAST_SHARE = 0.95


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the mean ``pass@1`` (in %) of every model over one window.

    Raises:
        SourceError: The file has not the lists ``performances``, ``models`` and ``date_marks`` any more, or no
            window is large enough.
    """
    document = as_mapping(parse_json(bodies.get(_URL, b""), "livecodebench"))
    answers = rows_at(document, "performances", "livecodebench")
    released = {
        text_of(model.get("model_repr")): number(model.get("release_date"))
        for model in rows_at(document, "models", "livecodebench")
    }
    problems = {
        str(answer.get("question_id")): asked_on
        for answer in answers
        if (asked_on := number(answer.get("date"))) is not None
    }
    start = _start(document.get("date_marks"), problems.values())
    window = {problem for problem, asked_on in problems.items() if asked_on >= start}
    first, last = (_day(edge(problems[problem] for problem in window)) for edge in (min, max))
    tally = Tally("livecodebench")
    for name, scores in _scores(answers, window, tally).items():
        if len(scores) < _LEAST_SHARE * len(window):
            tally.leave_out("too few problems of the window")
            continue
        since = released.get(name)
        tally.figure(
            benchmark="livecodebench",
            name=name,
            score=f"{fmean(scores):.1f}",
            scale=Scale.PERCENT,
            date=last,
            metric=f"pass@1, {len(window)} problems of {first} to {last}"
            + ("; released after the first of them" if since is not None and since >= start else ""),
        )
    return tally.parsed()


def _start(marks: Any, dates: Iterable[float]) -> float:
    """Return the newest of the page's ``marks`` (milliseconds) from which on there are enough problems."""
    asked = sorted(dates)
    known = [mark for raw in (marks if isinstance(marks, list) else []) if (mark := number(raw)) is not None]
    for mark in sorted(known, reverse=True):
        if sum(asked_on >= mark for asked_on in asked) >= _LEAST_PROBLEMS:
            return mark
    raise SourceError(f"livecodebench: none of its {len(known)} date marks has {_LEAST_PROBLEMS} problems after it")


def _scores(answers: Iterable[Mapping[str, Any]], window: set[str], tally: Tally) -> Mapping[str, list[float]]:
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for answer in answers:
        if str(answer.get("question_id")) not in window:
            continue
        score = number(answer.get("pass@1"))
        if score is None or not 0.0 <= score <= FULL:
            tally.leave_out("an answer without a score")
        else:
            scores[text_of(answer.get("model"))].append(score)
    return scores


def _day(milliseconds: float) -> str:
    try:
        return datetime.fromtimestamp(milliseconds / 1000.0, UTC).date().isoformat()
    except (OverflowError, OSError, ValueError) as error:
        raise SourceError(f"livecodebench: {milliseconds} is no date in milliseconds") from error


SOURCE = BenchmarkSource(
    id="livecodebench",
    name="LiveCodeBench",
    homepage="https://livecodebench.github.io/leaderboard.html",
    format="JSON, a row a model and problem (7 MB)",
    licence="none stated",
    bundled=False,
    locations=(Location(url=_URL),),
    parse=parse,
    note="names as the page shows them, with the reasoning effort; problems up to April 2025",
)
