"""A whole refresh against a real server: what changes, what stays, what is refused."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from refresh.world import BOARD, LISTING, SOURCES, Answer, World, catalogue, entry, listing, per_token, table

from tierline.refresh.cache import BodyCache
from tierline.refresh.errors import NothingReached, RefreshRunning
from tierline.refresh.kept import KeptSnapshots
from tierline.refresh.report import Report, SourceReport, State
from tierline.refresh.run import Wish
from tierline_scoring.tier import Tier

DAY_2 = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
Refreshed = Callable[..., Awaitable[Report]]


def source(report: Report, name: str) -> SourceReport:
    return next(one for one in report.sources if one.id == name)


async def test_a_refresh_puts_todays_listing_and_its_tiers_in_force(kept: KeptSnapshots, refreshed: Refreshed) -> None:
    report = await refreshed()
    snapshot = kept.in_force().snapshot
    assert report.written == kept.in_force().path
    assert snapshot.models.keys() == {row["id"] for row in catalogue()}
    assert snapshot.as_of.isoformat() == "2026-11-20"
    assert all(change.after for change in report.changes.tiers.values())
    assert snapshot.models[report.changes.tiers[Tier.MINIMUM].after[0]].is_free


async def test_models_in_and_out_prices_and_tiers_are_told(world: World, refreshed: Refreshed) -> None:
    first = await refreshed()
    gone = first.changes.tiers[Tier.MAXIMUM].after[0]
    rows = [row for row in catalogue() if row["id"] != gone]
    rows[10]["pricing"] = {"prompt": per_token("0.60"), "completion": per_token("0.90")}
    rows.append(entry("vendor-9/new", "0.05", "0.05", 0.3))
    world.answers[LISTING] = Answer(listing(rows), etag='"list-2"')
    changes = (await refreshed(DAY_2)).changes
    assert changes.models_in == ("vendor-9/new",)
    assert changes.models_out == (gone,)
    assert [change.id for change in changes.prices] == [rows[10]["id"]]
    assert tuple(map(float, changes.prices[0].after)) == (0.6, 0.9)
    assert gone in changes.tiers[Tier.MAXIMUM].before
    assert gone not in changes.tiers[Tier.MAXIMUM].after


async def test_a_model_that_went_is_remembered_with_its_last_day(
    world: World, kept: KeptSnapshots, refreshed: Refreshed
) -> None:
    await refreshed()
    gone, *rows = catalogue()
    world.answers[LISTING] = Answer(listing(rows))
    await refreshed(DAY_2)
    assert kept.in_force().snapshot.no_longer_listed[gone["id"]].isoformat() == "2026-11-20"


async def test_an_unchanged_source_is_asked_conditionally_and_costs_no_rows(world: World, refreshed: Refreshed) -> None:
    first = await refreshed()
    second = await refreshed(DAY_2)
    assert world.requests(BOARD)[-1].headers["if-none-match"] == '"board-1"'
    assert world.requests(LISTING)[-1].headers["if-none-match"] == '"list-1"'
    assert source(second, "board").state is State.UNCHANGED
    assert source(second, "board").figures == source(first, "board").figures > 0


async def test_the_same_once_more_takes_the_place_of_the_older_one(kept: KeptSnapshots, refreshed: Refreshed) -> None:
    await refreshed()
    report = await refreshed(DAY_2)
    assert report.changes.none
    assert kept.paths() == [report.written]
    assert kept.in_force().snapshot.as_of.isoformat() == "2026-11-21"


FAULTS = {
    "500": Answer(b"{}", 500),
    "gone": Answer(b"", 404),
    "web page": Answer(b"<!DOCTYPE html><title>We moved</title>", headers={"Content-Type": "text/html"}),
    "another shape": Answer(b'{"rows": [{"name": "x"}]}'),
    "no rows": Answer(b'{"rows": []}'),
    "cut off": Answer(table(catalogue()), cut=True),
    "busy for hours": Answer(b"", 429, headers={"Retry-After": "7200"}),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_source_that_fails_costs_only_itself_and_its_last_good_rows_stay(
    world: World, refreshed: Refreshed, fault: str
) -> None:
    first = await refreshed()
    world.answers[BOARD] = FAULTS[fault]
    for day in (DAY_2, DAY_2.replace(day=22)):
        report = await refreshed(day)
        failed = source(report, "board")
        assert failed.state is State.KEPT
        assert failed.problem
        assert failed.figures == source(first, "board").figures
        assert report.written
        assert report.changes.after == first.changes.after
        assert source(report, "openrouter-catalogue").problem == ""


async def test_without_kept_answers_the_rows_in_force_stay(world: World, refreshed: Refreshed, tmp_path: Path) -> None:
    first = await refreshed()
    world.answers[BOARD] = FAULTS["500"]
    report = await refreshed(DAY_2, cache=BodyCache(tmp_path / "emptied"))
    assert source(report, "board").state is State.IN_FORCE
    assert report.changes.after == first.changes.after


async def test_a_listing_that_fails_leaves_the_prices_of_its_last_day(
    world: World, kept: KeptSnapshots, refreshed: Refreshed
) -> None:
    await refreshed()
    world.answers[LISTING] = FAULTS["500"]
    await refreshed(DAY_2)
    assert kept.in_force().snapshot.as_of.isoformat() == "2026-11-20"
    assert len(kept.in_force().snapshot.models) == len(catalogue())


async def test_a_snapshot_that_loses_a_third_of_its_models_is_refused_unless_forced(
    world: World, kept: KeptSnapshots, refreshed: Refreshed
) -> None:
    await refreshed()
    before = kept.in_force()
    world.answers[LISTING] = Answer(listing(catalogue()[::2]))
    report = await refreshed(DAY_2)
    assert any("10 models" in said and "20" in said for said in report.objections)
    assert report.written is None
    assert kept.in_force().path == before.path
    assert (await refreshed(DAY_2, Wish(force=True))).written == kept.in_force().path != before.path


async def test_a_snapshot_that_loses_a_third_of_its_figures_is_refused(
    world: World, kept: KeptSnapshots, refreshed: Refreshed
) -> None:
    await refreshed()
    before = kept.in_force().path
    world.answers[BOARD] = Answer(table(catalogue(), short_of=14))
    report = await refreshed(DAY_2)
    assert any("figures" in said for said in report.objections)
    assert kept.in_force().path == before


async def test_a_snapshot_that_loses_a_tier_is_refused(world: World, kept: KeptSnapshots, refreshed: Refreshed) -> None:
    await refreshed()
    before = kept.in_force().path
    world.answers[LISTING] = Answer(listing([row for row in catalogue() if not row["id"].endswith(":free")]))
    report = await refreshed(DAY_2)
    assert any("no model for minimum" in said for said in report.objections)
    assert kept.in_force().path == before


async def test_a_rehearsal_tells_everything_and_changes_nothing(
    world: World, kept: KeptSnapshots, refreshed: Refreshed
) -> None:
    await refreshed()
    paths = kept.paths()
    world.answers[LISTING] = Answer(listing(catalogue()[1:]))
    report = await refreshed(DAY_2, Wish(rehearse=True))
    assert report.changes.models_out == (catalogue()[0]["id"],)
    assert report.written is None
    assert kept.paths() == paths


async def test_with_no_network_everything_stays_as_it_is(kept: KeptSnapshots, refreshed: Refreshed) -> None:
    await refreshed()
    before = [(path, path.read_bytes()) for path in kept.paths()]
    with World() as gone:
        nowhere = gone.base_urls
    with pytest.raises(NothingReached, match=r"openrouter\.ai") as told:
        await refreshed(DAY_2, base_urls=nowhere)
    assert told.value.code == "no-network"
    assert [(path, path.read_bytes()) for path in kept.paths()] == before


async def test_two_refreshes_at_once_do_not_meet(kept: KeptSnapshots, refreshed: Refreshed) -> None:
    with kept.alone(), pytest.raises(RefreshRunning):
        await refreshed()
    assert (await refreshed()).written


async def test_uptimes_are_asked_of_the_best_models_and_stay_with_their_day(
    world: World, kept: KeptSnapshots, refreshed: Refreshed
) -> None:
    best = (await refreshed()).changes.tiers[Tier.DEFAULT].after[0]
    endpoint = b'{"provider_name": "Acme", "status": 0, "uptime_last_1d": 99.25}'
    address = f"openrouter.ai/api/v1/models/{best}/endpoints"
    world.answers[address] = Answer(b'{"data": {"id": "%s", "endpoints": [%s]}}' % (best.encode(), endpoint))
    await refreshed(DAY_2)
    uptime = kept.in_force().snapshot.models[best].uptime
    assert uptime
    assert (uptime.percent, uptime.date.isoformat()) == (99.25, "2026-11-21")
    del world.answers[address]
    await refreshed(DAY_2.replace(day=22))
    assert kept.in_force().snapshot.models[best].uptime == uptime


async def test_each_address_is_asked_once_however_many_sources_read_it(world: World, refreshed: Refreshed) -> None:
    await refreshed(sources=SOURCES)
    assert len(world.requests(LISTING)) == 1
