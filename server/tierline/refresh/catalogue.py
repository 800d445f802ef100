"""OpenRouter's own part: what it lists at which price, and how often its best models answer."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tierline.refresh.errors import FetchFailed, Unreachable
from tierline.refresh.fetch import Fetcher
from tierline.refresh.gather import Bodies, Get, from_cache, understood, walk
from tierline.refresh.report import Asking, Observer, Read, SourceReport, State
from tierline_scoring.build import Catalogue, catalogue_of
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.sources import openrouter_endpoints, openrouter_models
from tierline_scoring.sources.openrouter_endpoints import Endpoints


async def read_catalogue(
    fetcher: Fetcher, before: Snapshot, today: date, observe: Observer
) -> tuple[Catalogue, SourceReport]:
    """Read the listing; where that fails, the last good one, or the one in force."""
    observe(Asking(openrouter_models.SOURCE.id))
    problem, offline = "", False
    try:
        bodies = await _listing(fetcher.get)
        catalogue = _catalogue(bodies, today, before)
        unchanged = all(body.unchanged for body in bodies.values())
        state = State.UNCHANGED if unchanged else State.NEW
        fetcher.cache.put(bodies.values())
    except FetchFailed as error:
        problem, offline = str(error), isinstance(error, Unreachable)
        try:
            bodies = await _listing(from_cache(fetcher.cache))
            # nothing kept: min raises, as a day that is none does
            checked = date.fromisoformat(min(body.checked for body in bodies.values()))
            catalogue, state = _catalogue(bodies, checked, before), State.KEPT
        except (FetchFailed, ValueError):
            catalogue, state = catalogue_of(before), State.IN_FORCE
    report = SourceReport(
        id=openrouter_models.SOURCE.id,
        name=openrouter_models.SOURCE.name,
        state=state,
        figures=len(catalogue.models),
        as_of=catalogue.as_of.isoformat(),
        problem=problem,
        offline=offline,
    )
    observe(Read(report))
    return catalogue, report


async def _listing(get: Get) -> Bodies:
    return await walk((openrouter_models.LOCATION,), openrouter_models.follow, get)


def _catalogue(bodies: Bodies, as_of: date, before: Snapshot) -> Catalogue:
    """Parse the listing, and remember what was listed before.

    Raises:
        FetchFailed: it is of no known shape.
    """
    found = understood(bodies, lambda contents: openrouter_models.parse(contents, as_of=as_of))
    known = catalogue_of(before)
    listed = {one.id: one for one in (*known.identities, *found.identities)}
    now = {one.id for one in found.identities}
    gone = dict(before.no_longer_listed) | dict.fromkeys(before.models, before.as_of)
    return Catalogue(
        as_of=as_of,
        models=found.models,
        identities=tuple(listed[model_id] for model_id in sorted(listed)),
        sources=(replace(openrouter_models.SOURCE, date=as_of.isoformat()),),
        no_longer_listed={model_id: last for model_id, last in gone.items() if model_id not in now},
        former={name: model for name, model in {**before.former, **before.models}.items() if name not in now},
        left_out=found.refused,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptimes:
    """How often models answer, as far as it is known."""

    seen: Mapping[str, Endpoints]
    today: date
    before: Snapshot

    def applied_to(self, snapshot: Snapshot) -> Snapshot:
        """Return ``snapshot`` with uptimes: today's of those that were asked for, older ones of the others."""
        models = {model_id: self._model(model) for model_id, model in snapshot.models.items()}
        used = {model.uptime.source for model in models.values() if model.uptime}
        source = openrouter_endpoints.SOURCE
        known = dict(self.before.sources)
        if self.seen:
            known[source.id] = replace(source, date=self.today.isoformat())
        sources = {name: known[name] for name in sorted(used) if name in known and name not in snapshot.sources}
        return replace(snapshot, models=models, sources={**snapshot.sources, **sources})

    def _model(self, model: CatalogueModel) -> CatalogueModel:
        older = self.before.models.get(model.id)
        uptime, providers = (older.uptime, older.providers) if older else (None, ())
        if seen := self.seen.get(model.id):
            uptime, providers = seen.uptime(self.today) or uptime, seen.providers or providers
        return replace(model, uptime=uptime, providers=providers)


async def read_uptimes(
    model_ids: Sequence[str], fetcher: Fetcher, before: Snapshot, today: date, observe: Observer
) -> tuple[Uptimes, SourceReport]:
    """Ask for the endpoints of each of ``model_ids``. One that fails keeps the uptime that it had."""
    source = openrouter_endpoints.SOURCE
    observe(Asking(source.id))
    problems: list[FetchFailed] = []
    seen: dict[str, Endpoints] = {}
    unchanged: list[bool] = []

    async def ask(model_id: str) -> None:
        if any(isinstance(problem, Unreachable) for problem in problems):
            return
        location = openrouter_endpoints.location(model_id)
        try:
            body = await fetcher.get(location)
            seen[model_id] = understood(
                {location.url: body}, lambda contents: openrouter_endpoints.parse(contents[location.url])
            )
        except FetchFailed as error:
            problems.append(error)
        else:
            unchanged.append(body.unchanged)
            fetcher.cache.put([body])

    async with asyncio.TaskGroup() as group:
        for model_id in model_ids:
            group.create_task(ask(model_id))
    report = SourceReport(
        id=source.id,
        name=source.name,
        state=State.IN_FORCE if not seen else State.UNCHANGED if all(unchanged) else State.NEW,
        figures=len(seen),
        as_of=today.isoformat() if seen else "",
        problem="" if seen or not problems else str(problems[0]),
        offline=not seen and any(isinstance(problem, Unreachable) for problem in problems),
    )
    observe(Read(report))
    return Uptimes(seen=seen, today=today, before=before), report
