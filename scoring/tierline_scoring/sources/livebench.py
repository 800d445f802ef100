"""LiveBench: questions renewed with each release, whose date is in the names of its files.

Scores of two releases are not comparable, so only the newest is read. A category's score is the mean of its
tasks, as on the site.
"""

import re
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from tierline_scoring.benchmark import FULL, Scale
from tierline_scoring.sources.decode import as_mapping, decode, number, parse_csv, parse_json, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_LISTING = "https://api.github.com/repos/LiveBench/new-livebench/contents/public"
_SITE = "https://livebench.ai"
_FILE = re.compile(r"(table|categories|cost)_(20\d\d_\d\d_\d\d)\.(?:csv|json)$")
_BENCHMARKS = {
    "Coding": "livebench-coding",
    "Agentic Coding": "livebench-agentic-coding",
    "Reasoning": "livebench-reasoning",
    "Mathematics": "livebench-mathematics",
    "Data Analysis": "livebench-data-analysis",
    "Language": "livebench-language",
    "IF": "livebench-if",
}


def follow(location: Location, body: bytes) -> tuple[Location, ...]:
    """Return the table, the categories and, if there is one, the costs of the newest release that is listed.

    Raises:
        SourceError: The answer is no listing of files, or holds no whole release.
    """
    if location.url != _LISTING:
        return ()
    listing = parse_json(body, "livebench")
    if not isinstance(listing, list):
        raise SourceError(f"livebench: no listing of files ({text_of(as_mapping(listing).get('message'))[:200]})")
    releases: dict[str, dict[str, str]] = {}
    for entry in listing:
        name = text_of(as_mapping(entry).get("name"))
        if found := _FILE.match(name):
            releases.setdefault(found[2], {})[found[1]] = name
    whole = [release for release, files in releases.items() if {"table", "categories"} <= files.keys()]
    if not whole:
        raise SourceError("livebench: no release with a table and categories is listed any more")
    files = releases[max(whole)]
    return tuple(Location(url=f"{_SITE}/{files[kind]}", name=kind) for kind in sorted(files))


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the scores of each category (in %), and what a question of it costs and takes in tokens.

    Raises:
        SourceError: The table or the categories are missing, or a category counts a task that the table has not.
    """
    found = {match[1]: (match[2], body) for url, body in bodies.items() if (match := _FILE.search(url))}
    if missing := [kind for kind in ("table", "categories") if kind not in found]:
        raise SourceError(f"livebench: the {missing[0]} of the release was not fetched")
    release = found["table"][0].replace("_", "-")
    tally = Tally("livebench")
    categories = _categories(parse_json(found["categories"][1], "livebench"), tally)
    tasks = {task for category in categories.values() for task in category}
    rows = parse_csv(decode(found["table"][1], "livebench"), {"model", *tasks}, "livebench")
    for row in rows:
        for benchmark, counted in categories.items():
            scores = _numbers(row, "", counted)
            tally.figure(
                benchmark=benchmark,
                name=row["model"],
                score=_mean(scores),
                scale=Scale.PERCENT,
                date=release,
                metric=f"release {release}; mean of {len(counted)} tasks",
            )
    if "cost" in found:
        try:
            _read_costs(decode(found["cost"][1], "livebench"), categories, release, tally)
        except SourceError:
            tally.leave_out("costs not understood")
    return tally.parsed()


def _categories(document: Any, tally: Tally) -> Mapping[str, Sequence[str]]:
    """Return benchmark → its tasks."""
    categories = {}
    for name, tasks in as_mapping(document).items():
        if name in _BENCHMARKS and isinstance(tasks, list) and tasks:
            categories[_BENCHMARKS[name]] = [text_of(task) for task in tasks]
        else:
            tally.leave_out("a category that is not known here")
    if not categories:
        raise SourceError("livebench: none of its categories is known any more")
    return categories


def _read_costs(text: str, categories: Mapping[str, Sequence[str]], release: str, tally: Tally) -> None:
    """Read dollars (``task``) and questions (``nq_task``) in all, and mean tokens of an answer (``out_task``)."""
    for row in parse_csv(text, ("model",), "livebench"):
        for benchmark, tasks in categories.items():
            questions = _numbers(row, "nq_", tasks)
            asked = sum(questions)
            if not asked:
                tally.leave_out("a cost without its count of questions")
                continue
            usd, tokens = _numbers(row, "", tasks), _numbers(row, "out_", tasks)
            answered = sum(mean * count for mean, count in zip(tokens, questions, strict=False))
            tally.cost(
                benchmark=benchmark,
                name=row["model"],
                usd_per_task=sum(usd) / asked if usd else None,
                tokens_per_task=answered / asked if answered > 0.0 else None,
                date=release,
                metric=f"release {release}; a question",
            )


def _mean(scores: Sequence[float]) -> str:
    """Return the mean to the site's two decimals; the worst offender if one is off the scale, lest a mean hides it."""
    if not scores:
        return ""
    return f"{fmean(scores):.2f}" if max(scores) <= FULL else str(max(scores))


def _numbers(row: Mapping[str, str], prefix: str, tasks: Sequence[str]) -> list[float]:
    """Return the cell of every task, or nothing if one is missing or negative."""
    cells = [number(row.get(f"{prefix}{task}")) for task in tasks]
    known = [cell for cell in cells if cell is not None and cell >= 0.0]
    return known if len(known) == len(cells) else []


SOURCE = BenchmarkSource(
    id="livebench",
    name="LiveBench",
    homepage=_SITE,
    format="CSV, model by task, with JSON of the categories; the file names change with each release",
    licence="none stated in its repository",
    bundled=False,
    locations=(Location(url=_LISTING, name="files"),),
    parse=parse,
    follow=follow,
    note="the newest release only; a name holds its reasoning effort; costs are at the list prices of the release",
)
