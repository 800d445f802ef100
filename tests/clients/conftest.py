"""One editor of each kind for all scenarios, without any client of ours, and a table of what each of them can do."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from support.machine import unavailable
from support.programs import ended
from support.stage import CLIENTS, Stage, stage

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIMIT = "limit"

Table = dict[str, dict[str, str]]
table = pytest.StashKey[Table]()
failed = pytest.StashKey[bool]()


def installed(*command: str | Path) -> str:
    """Run a script that prints the path of what it has installed, or found."""
    done = ended(command, within_s=600)
    if done.returncode:
        unavailable(f"{Path(command[0]).name}: {done.stderr.strip()[-500:]}")
    return done.stdout.split()[-1]


def neovim() -> tuple[list[str], dict[str, str]]:
    suite = os.environ.get("NVIM_SUITE", "newest")
    nvim = installed(ROOT / "tests" / "editors" / "nvim" / "get-nvim.sh", ROOT / ".cache" / "nvim" / suite)
    return [nvim, "--clean", "--headless", "-c", f"luafile {HERE / 'nvim' / 'puppet.lua'}"], {}


def vscode_languageclient() -> tuple[list[str], dict[str, str]]:
    folder = HERE / "vscode"
    node = shutil.which("node") or unavailable("Node is not installed")
    lock, mark = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
        done = ended(npm, within_s=300, cwd=folder)
        if done.returncode:
            unavailable(f"npm ci failed: {done.stderr.strip()[-500:]}")
    # Where `require("vscode")` finds what stands in for the editor.
    return [node, str(folder / "puppet.js")], {"NODE_PATH": str(folder / "api")}


def emacs_eglot() -> tuple[list[str], dict[str, str]]:
    emacs = installed(HERE / "emacs" / "get-emacs.sh")
    return [emacs, "-Q", "--batch", "-l", str(HERE / "emacs" / "puppet.el")], {}


class Theatre:
    """Holds the stage of one editor from test to test; after a failure the next test gets a new one."""

    def __init__(self, client: str, folder: Path) -> None:
        self.client = client
        self._folder = folder
        self._stack = AsyncExitStack()
        self._stage: Stage | None = None
        self._raised = 0

    async def stage(self) -> Stage:
        if self._stage is None:
            start = dict(zip(CLIENTS, (neovim, vscode_languageclient, emacs_eglot), strict=True))[self.client]
            self._raised += 1
            folder = self._folder / str(self._raised)
            folder.mkdir()
            self._stage = await self._stack.enter_async_context(stage(*start(), folder))
        self._stage.begin()
        return self._stage

    async def close(self) -> None:
        self._stage = None
        await self._stack.aclose()


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=CLIENTS)
async def theatre(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Theatre]:
    opened = Theatre(request.param, tmp_path_factory.mktemp("stage"))
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session", name="stage")
async def fixture_stage(theatre: Theatre, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """An editor with a server that has been started already, most often; each test has files of its own."""
    found = await theatre.stage()
    yield found
    if found.spent or request.node.stash.get(failed, False):
        await theatre.close()


@pytest.fixture
def client(theatre: Theatre) -> str:
    """Name of the editor."""
    return theatre.client


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[failed] = report.failed
        limit = next((value for name, value in report.user_properties if name == LIMIT), "")
        row = item.config.stash.setdefault(table, {}).setdefault(item.originalname, {})
        name = item.callspec.params["theatre"]
        # Of the variants of a scenario, the worst is told.
        row[name] = (
            "failed"
            if report.failed
            else next((v for v in (row.get(name), limit) if v not in {None, "", "yes"}), "yes")
        )
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each editor can do, as a table in Markdown."""
    rows = terminalreporter.config.stash.get(table, {})
    if not rows:
        return
    terminalreporter.section("scenarios by client")
    terminalreporter.write_line(f"| | {' | '.join(CLIENTS)} |")
    terminalreporter.write_line("|---" * (len(CLIENTS) + 1) + "|")
    for name, cells in rows.items():
        sentence = name.removeprefix("test_").replace("_", " ")
        terminalreporter.write_line(f"| {sentence} | {' | '.join(cells.get(c, '') for c in CLIENTS)} |")
