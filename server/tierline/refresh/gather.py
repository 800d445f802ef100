"""One source: fetch it, follow it, parse it; where that fails, what it gave before."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tierline.refresh.cache import Body, BodyCache
from tierline.refresh.errors import FetchFailed, NeedsKey, Unreachable
from tierline.refresh.fetch import Fetcher
from tierline.refresh.report import SourceReport, State
from tierline_scoring.build import figures_of
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.sources import BenchmarkSource, Location, Parsed

MOST_REQUESTS = 400
"""Of one source. LMArena's rows come by the hundred."""

T = TypeVar("T")
Get = Callable[[Location], Awaitable[Body | None]]
Bodies = dict[str, Body]

TRIPPED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What a parser raises that meets a shape it does not know: ``SourceError``, or what it did not think of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one source gave, and how."""

    parsed: Parsed
    report: SourceReport
    good: tuple[Body, ...] = field(default=(), repr=False)
    """Answers that its parser understood; worth keeping."""


async def gather(source: BenchmarkSource, fetcher: Fetcher, before: Snapshot) -> Gathered:
    """Read one source. Never raises for what the source does wrong: the report says it."""
    problems: list[str] = []
    try:
        bodies = await walk(source.locations, source.follow, _with_spares(source, fetcher, problems))
        parsed = _dated(understood(bodies, source.parse), bodies)
    except FetchFailed as error:
        return await _kept(source, fetcher.cache, before, error)
    unchanged = all(body.unchanged for body in bodies.values())
    return Gathered(
        parsed=parsed,
        report=_report(source, State.UNCHANGED if unchanged else State.NEW, parsed, "; ".join(problems)),
        good=tuple(bodies.values()),
    )


def _dated(parsed: Parsed, bodies: Bodies) -> Parsed:
    """Give rows that the source does not date the day on which they were its current answer."""
    day = max(body.checked for body in bodies.values())
    return replace(
        parsed,
        figures=tuple(figure if figure.date else replace(figure, date=day) for figure in parsed.figures),
        costs=tuple(cost if cost.date else replace(cost, date=day) for cost in parsed.costs),
        as_of=parsed.as_of or day,
    )


def _with_spares(source: BenchmarkSource, fetcher: Fetcher, problems: list[str]) -> Get:
    """Return a getter for which one of several addresses may fail: its parser says whether the others suffice.

    A page that another one names may not: half a table would look like a table.
    """
    spare = {location.url for location in source.locations} if len(source.locations) > 1 else set()

    async def get(location: Location) -> Body | None:
        try:
            return await fetcher.get(location)
        except FetchFailed as error:
            if location.url not in spare:
                raise
            if len(problems) + 1 == len(spare):
                raise
            problems.append(f"{location.name or location.url} {error}")
            return fetcher.cache.get(location.url)

    return get


async def walk(
    start: tuple[Location, ...], follow: Callable[[Location, bytes], tuple[Location, ...]], get: Get
) -> Bodies:
    """Fetch ``start`` and whatever their answers name, each once; leave out those for which ``get`` has nothing.

    Raises:
        FetchFailed: one of them can't be had, an answer is of no known shape, or there is no end to them.
    """
    bodies: Bodies = {}
    asked: set[str] = set()
    todo = start
    while todo:
        asked |= {location.url for location in todo}
        if len(asked) > MOST_REQUESTS:
            raise FetchFailed(f"names more than {MOST_REQUESTS} things to fetch")
        answers = [(location, body) for location, body in zip(todo, await _all(get, todo), strict=True) if body]
        bodies |= {location.url: body for location, body in answers}
        named = (further for location, body in answers for further in _shaped(body, follow, location, body.content))
        todo = tuple({further.url: further for further in named if further.url not in asked}.values())
    return bodies


async def _all(get: Get, locations: tuple[Location, ...]) -> list[Body | None]:
    tasks = [asyncio.ensure_future(get(location)) for location in locations]
    try:
        return await asyncio.gather(*tasks)
    finally:
        # the first failure is the source's; what is still under way would be for nothing
        for task in tasks:
            task.cancel()


def understood(bodies: Bodies, parse: Callable[[Mapping[str, bytes]], T]) -> T:
    """Parse.

    Raises:
        FetchFailed: the answers are of no shape that ``parse`` knows.
    """
    some = next(iter(bodies.values()), None)
    return _shaped(some, parse, {url: body.content for url, body in bodies.items()})


def _shaped(body: Body | None, read: Callable[..., T], *arguments: object) -> T:
    try:
        return read(*arguments)
    except TRIPPED as error:
        if body and body.content.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
            raise FetchFailed("answered with a web page instead of data") from error
        said = str(error) or type(error).__name__
        raise FetchFailed(f"sent what can't be read ({said})") from error


async def _kept(source: BenchmarkSource, cache: BodyCache, before: Snapshot, error: FetchFailed) -> Gathered:
    """Return the last good rows: those of the kept answers, else those in the snapshot in force."""
    said, offline = str(error), isinstance(error, Unreachable)
    try:
        bodies = await walk(source.locations, source.follow, from_cache(cache))
        parsed = _dated(understood(bodies, source.parse), bodies) if bodies else Parsed()
    except FetchFailed:
        parsed = Parsed()
    if not parsed.figures and not parsed.costs:
        figures = figures_of(before, source.id, self_reported=source.self_reported)
        known = before.sources.get(source.id)
        parsed = Parsed(figures=figures, as_of=known.date if known else "")
        state = State.IN_FORCE if figures else State.NO_KEY if isinstance(error, NeedsKey) else State.MISSING
        return Gathered(parsed=parsed, report=_report(source, state, parsed, said, offline=offline))
    return Gathered(parsed=parsed, report=_report(source, State.KEPT, parsed, said, offline=offline))


def from_cache(cache: BodyCache) -> Get:
    """Return a getter of kept answers; the parser says whether those that there are suffice."""

    async def get(location: Location) -> Body | None:
        return cache.get(location.url)

    return get


def _report(
    source: BenchmarkSource, state: State, parsed: Parsed, problem: str = "", *, offline: bool = False
) -> SourceReport:
    return SourceReport(
        id=source.id,
        name=source.name,
        state=state,
        figures=len(parsed.figures) + len(parsed.costs),
        as_of=parsed.as_of,
        problem=problem,
        offline=offline,
    )
