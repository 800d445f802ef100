"""A world to fetch from, and folders that nobody else uses."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from refresh.world import SOURCES, World, settled

from tierline.refresh.cache import BodyCache
from tierline.refresh.fetch import Fetcher, FetchLimits
from tierline.refresh.kept import KeptSnapshots
from tierline.refresh.report import Report
from tierline.refresh.run import Wish, refresh

DAY_1 = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PATIENT = FetchLimits(connect_s=5, silence_s=5, total_s=20)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as running:
        yield settled(running)


@pytest.fixture
def kept(tmp_path: Path) -> KeptSnapshots:
    return KeptSnapshots(tmp_path / "snapshots")


@pytest.fixture
def cache(tmp_path: Path) -> BodyCache:
    return BodyCache(tmp_path / "sources")


@pytest.fixture
def fetcher_of(world: World, cache: BodyCache) -> Callable[..., Fetcher]:
    def make(now: datetime = DAY_1, **more: Any) -> Fetcher:
        return Fetcher(**{"cache": cache, "base_urls": world.base_urls, "now": now, "limits": PATIENT} | more)

    return make


@pytest.fixture
def refreshed(kept: KeptSnapshots, fetcher_of: Callable[..., Fetcher]) -> Callable[..., Any]:
    """Refreshes; the first time by force, for the bundled snapshot is larger than this world."""

    async def run(now: datetime = DAY_1, wish: Wish | None = None, sources: Any = SOURCES, **more: Any) -> Report:
        wish = wish or Wish(force=not kept.paths())
        return await refresh(kept, fetcher_of(now, **more), sources, lambda _progress: None, wish)

    return run
