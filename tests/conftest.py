"""Fixtures for all rooms."""

import signal
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import HealthCheck, settings
from support.house import CATALOGUE
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

from tierline.sandbox import Sandbox

# Speed is no property of the code: the first draw reads constants out of all our modules, and machines are shared.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.register_profile("nightly", settings.get_profile("house"), max_examples=20_000, print_blob=True)
settings.load_profile("house")

# Started in the background from a script, this process ignores Ctrl-C, and all that it starts does too.
signal.signal(signal.SIGINT, signal.default_int_handler)


TOGETHER = {"tests/editors/vscode/": "VS Code", "tests/editors/": "editors", "tests/clients/": "editors"}
"""Folders whose tests share editors that are fetched, installed and started once."""


EDITOR_S = 1200


class ByFile(LoadScopeScheduling):
    """Tests of one file, or of one sort of real editors, run one after the other in one process."""

    def _split_scope(self, nodeid: str) -> str:
        return next(
            (name for folder, name in TOGETHER.items() if nodeid.startswith(folder)), nodeid.split("::", maxsplit=1)[0]
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("editor"):
            # The first of them fetches and starts its editor.
            item.add_marker(pytest.mark.timeout(EDITOR_S))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return ByFile(config, log)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(CATALOGUE) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the developer's own snapshots and caches out of the tests, and the tests out of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield
