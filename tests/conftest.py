"""Fixtures for all rooms."""

from collections.abc import AsyncIterator, Iterator

import pytest
from support.house import CATALOGUE

from tierline.sandbox import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(CATALOGUE) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the developer's own snapshots and caches out of the tests, and the tests out of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield
