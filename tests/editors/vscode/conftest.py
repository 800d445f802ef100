"""The editor, the packaged extension, and one run of all scenarios that the tests look at."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import pytest
from support.machine import server_program, unavailable
from support.rows import call, row

from tierline.ledger import Budget, Hold
from tierline.ledger.spent import Charge
from tierline.ledger.store import Ledger
from tierline.ledger.till import Till
from tierline.task import Kind, Tier

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
EXTENSION = ROOT / "editors" / "vscode"
CACHE = ROOT / ".cache" / "vscode"

Npm = Callable[..., subprocess.CompletedProcess[str]]

DRIVER_S = 13 * 60
"""Seconds after which the driver is ended; it ends by itself before, unless it hangs."""
GRACE_S = 30

MISSING = 3
"""Exit status of the install script where the machine lacks something that it may not or can't install."""


def undrivable(why: str) -> NoReturn:
    unavailable(f"no VS Code to drive: {why}")


def run_npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["npm", "--no-audit", "--no-fund", *arguments],
        cwd=EXTENSION,
        env=os.environ | {"PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="session")
def npm() -> Npm:
    """Runs npm in the extension's folder, with its node_modules as the lock file says."""
    if shutil.which("npm") is None:
        undrivable("npm is not installed")
    lock = EXTENSION / "package-lock.json"
    installed = EXTENSION / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        done = run_npm("ci")
        if done.returncode != 0:
            undrivable(f"npm ci failed: {done.stderr.strip()[-500:]}")
    return run_npm


@pytest.fixture(scope="session")
def vsix(npm: Npm) -> Path:
    done = npm("run", "package")
    assert done.returncode == 0, done.stdout + done.stderr
    return EXTENSION / "dist" / "tierline.vsix"


@pytest.fixture(scope="session")
def editor() -> Path:
    """The folder that the editor is installed in."""
    if shutil.which("node") is None:
        undrivable("Node is not installed")
    done = subprocess.run(["sh", str(HERE / "install.sh")], capture_output=True, text=True, check=False, timeout=600)
    if done.returncode == MISSING:
        undrivable(done.stderr.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return CACHE


@pytest.fixture(scope="session")
def server_command() -> str:
    return server_program()


def keep_books(folder: Path) -> None:
    """Begin a ledger as three weeks of work leave it."""
    folder.mkdir(parents=True)
    path, now = folder / "ledger.sqlite3", datetime.now().astimezone()
    ledger, till = Ledger(path), Till(path)
    hold = Hold(key="of this month", at=now, worst_usd=Decimal("0.0421"))
    till.hold(hold, Budget())
    till.settle(Charge(hold=hold, cost_usd=hold.worst_usd), now)
    till.close()
    kinds = (Kind.FIX, Kind.EXPLAIN, Kind.DOCUMENT, Kind.FIX, Kind.REFACTOR, Kind.EXPLAIN, Kind.TEST)
    for number in range(40):
        tier = {0: Tier.MINIMUM, 5: Tier.MAXIMUM}.get(number % 7, Tier.DEFAULT)
        model, usd = _ANSWERS[tier]
        cost = None if number == 11 else Decimal(usd) * (1 + number % 5)
        answer = call(tier, model, cost_usd=cost, prompt_tokens=900 + 40 * number, completion_tokens=300 + 25 * number)
        facts = {
            "kind": kinds[number % 7],
            "tier": tier,
            "model": model,
            "answered_tier": tier,
            "answered_model": model,
        }
        begun = now - timedelta(days=(number * 5) % 21, hours=2)
        ledger.add(replace(row(**facts, calls=(answer,), project="shop" if number % 3 else "api"), at=begun))


_ANSWERS = {
    Tier.MINIMUM: ("acme/gratis:free", "0"),
    Tier.DEFAULT: ("acme/plain", "0.00021"),
    Tier.MAXIMUM: ("acme/fine", "0.0021"),
}


def scenario_of(item: pytest.Item) -> str | None:
    """Return the name of the scenario that a test looks at."""
    parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return parameters.get("scenario")


@pytest.fixture(scope="session")
def played(
    request: pytest.FixtureRequest,
    editor: Path,
    vsix: Path,
    server_command: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, dict[str, Any]]]:
    """What became of each scenario that is looked at, by its name: one editor plays them all."""
    wanted = [name for name in map(scenario_of, request.session.items) if name]
    shots = Path(os.environ.get("TIERLINE_SHOTS") or CACHE / "shots")
    work = tmp_path_factory.mktemp("vscode")
    keep_books(work / "state" / "tierline")
    told, said = work / "reports.jsonl", work / "stderr"
    status = run_to_its_end(
        ["node", str(HERE / "drive.mjs"), *map(str, (editor, vsix, work, shots)), f"^({'|'.join(wanted)})$"],
        os.environ | {"TIERLINE_CMD": server_command},
        told,
        said,
    )
    reports = [json.loads(line) for line in told.read_text().splitlines() if line.startswith("{")]
    found = {report["name"]: report for report in reports if "name" in report}
    unplayed = f"never played; the driver ended with {status}: {said.read_text()[-2000:]}"
    yield {name: found.get(name, {"ok": False, "error": unplayed}) for name in wanted}
    # The profile and its logs: tens of megabytes that nobody reads after a good run.
    if status == 0:
        shutil.rmtree(work)


def run_to_its_end(command: list[str], env: dict[str, str], output: Path, errors: Path) -> int:
    """Run the driver, and end whatever is left of it and of what it started; return its exit status.

    Its output goes to files: whoever outlives it would keep a pipe open.
    """
    with output.open("wb") as out, errors.open("wb") as err:
        driver = subprocess.Popen(command, env=env, stdout=out, stderr=err, start_new_session=True)
    try:
        return driver.wait(DRIVER_S)
    except subprocess.TimeoutExpired:
        driver.terminate()
        with suppress(subprocess.TimeoutExpired):
            driver.wait(GRACE_S)
        return driver.poll() or 1
    finally:
        groups = [
            driver.pid,
            *(json.loads(line)["group"] for line in output.read_text().splitlines() if '"group"' in line),
        ]
        for group in groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        driver.wait()
