"""The editor, the packaged extension, and one run of all scenarios that the tests look at."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
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


@pytest.fixture(scope="session")
def played(
    editor: Path, vsix: Path, server_command: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, dict[str, Any]]]:
    """What became of each scenario, by its name: one editor plays them all."""
    shots = Path(os.environ.get("TIERLINE_SHOTS") or CACHE / "shots")
    work = tmp_path_factory.mktemp("vscode")
    keep_books(work / "state" / "tierline")
    done = subprocess.run(
        ["node", str(HERE / "drive.mjs"), *map(str, (editor, vsix, work, shots))],
        env=os.environ | {"TIERLINE_CMD": server_command},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert reports, done.stderr
    yield {report["name"]: report for report in reports}
    # The profile and its logs: tens of megabytes that nobody reads after a good run.
    if done.returncode == 0:
        shutil.rmtree(work)
