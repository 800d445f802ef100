"""A whole refresh: all sources, a new snapshot, a comparison, and only then the old one's place."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tierline.refresh.catalogue import read_catalogue, read_uptimes
from tierline.refresh.changes import changes, objections
from tierline.refresh.errors import NothingReached
from tierline.refresh.fetch import Fetcher
from tierline.refresh.gather import Gathered, gather
from tierline.refresh.kept import KeptSnapshots
from tierline.refresh.report import Asking, Building, Observer, Read, Report, SourceReport, State
from tierline_scoring.build import Catalogue, Findings, build_snapshot
from tierline_scoring.evidence import Source
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.ranking import ranked
from tierline_scoring.scored import score_models
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.sources import BenchmarkSource
from tierline_scoring.tier import Tier

CANDIDATES = 12
"""Of each tier; their uptimes are asked for, one request a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user asked for."""

    rehearse: bool = False
    """Build and compare, put nothing in force."""
    force: bool = False
    """Put it in force however bad it is."""


async def refresh(
    kept: KeptSnapshots,
    fetcher: Fetcher,
    sources: Sequence[BenchmarkSource],
    observe: Observer,
    wish: Wish = Wish(),
) -> Report:
    """Build a new snapshot from everything that can be reached, and put it in force unless it is worse.

    A report with objections and nothing written tells that it was refused.

    Raises:
        NothingReached: no source could be reached, so there is nothing new.
        RefreshRunning: another refresh is at work.
        OSError: the new snapshot can't be written; the one in force stays.
    """
    now = fetcher.now
    with kept.alone():
        if not wish.rehearse:
            kept.attempt(now)
        in_force = kept.in_force()
        async with fetcher.opened():
            catalogue, listed, gathered = await _all(fetcher, sources, in_force.snapshot, now.date(), observe)
            _someone_was_reached([listed, *(one.report for one in gathered)])
            observe(Building(figures=sum(len(one.parsed.figures) for one in gathered)))
            snapshot = _built(catalogue, sources, gathered, in_force.snapshot)
            uptimes, asked = await read_uptimes(_candidates(snapshot), fetcher, in_force.snapshot, now.date(), observe)
        snapshot = uptimes.applied_to(snapshot)
        found = changes(in_force.snapshot, snapshot)
        against = objections(found)
        report = Report(
            as_of=snapshot.as_of.isoformat(),
            sources=(listed, asked, *(one.report for one in gathered)),
            changes=found,
            objections=against,
        )
        if wish.rehearse or (against and not wish.force):
            return report
        path = kept.keep(snapshot, now)
        if found.none and in_force.path:
            # the same once more, as of a later day: it takes the place of the older, not of a different one
            in_force.path.unlink(missing_ok=True)
        return replace(report, written=path)


async def _all(
    fetcher: Fetcher, sources: Sequence[BenchmarkSource], before: Snapshot, today: date, observe: Observer
) -> tuple[Catalogue, SourceReport, list[Gathered]]:
    async def read(source: BenchmarkSource) -> Gathered:
        observe(Asking(source.id))
        one = await gather(source, fetcher, before)
        fetcher.cache.put(one.good)
        observe(Read(one.report))
        return one

    async with asyncio.TaskGroup() as group:
        listing = group.create_task(read_catalogue(fetcher, before, today, observe))
        tasks = [group.create_task(read(source)) for source in sources]
    return *listing.result(), [task.result() for task in tasks]


def _someone_was_reached(reports: Sequence[SourceReport]) -> None:
    if not any(report.state in {State.NEW, State.UNCHANGED} for report in reports) and any(
        report.offline for report in reports
    ):
        first = next(report for report in reports if report.offline)
        raise NothingReached(
            f"No source could be reached ({first.problem}); the snapshot in force stays. "
            "Check your connection and try again."
        )


def _built(
    catalogue: Catalogue, sources: Sequence[BenchmarkSource], gathered: Sequence[Gathered], before: Snapshot
) -> Snapshot:
    findings = Findings(
        figures=[figure for one in gathered for figure in one.parsed.figures],
        costs=[cost for one in gathered for cost in one.parsed.costs],
        sources=[
            Source(
                id=source.id,
                name=source.name,
                url=source.homepage,
                licence=source.licence,
                date=one.parsed.as_of or catalogue.as_of.isoformat(),
                note=source.note,
            )
            for source, one in zip(sources, gathered, strict=True)
        ],
    )
    snapshot, _ = build_snapshot(catalogue, findings, before)
    return snapshot


def _candidates(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the models of which it matters how often they answer: the best of each tier."""
    policy = ScoringPolicy()
    scored = score_models(snapshot, policy)
    return tuple(dict.fromkeys(model.id for tier in Tier for model in ranked(tier, scored, policy)[:CANDIDATES]))
