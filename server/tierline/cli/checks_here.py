"""What ``tierline doctor`` finds on this machine, without the network."""

import json
import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tierline.cli.finding import Finding, fail, homely, ok, warn

if TYPE_CHECKING:
    from tierline.settings import Settings

OLD_SNAPSHOT = timedelta(days=14)
LAST_ERRORS = 5
LEAST_FREE_BYTES = 100_000_000
VARIABLES = (
    *("TIERLINE_BASE_URL", "TIERLINE_SETTINGS", "TIERLINE_KEYRING", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"),
    *("NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"),
)
"""Those of the environment that change what Tierline does. Their only secret is a proxy's password, which is hidden."""


def versions() -> Iterator[Finding]:
    """Tierline, Python, the system, and the libraries."""
    system = f"{platform.system()} {platform.release()} ({platform.machine()})"
    yield ok("tierline", f"{version('tierline')} on Python {platform.python_version()}, {system}")
    found, missing = {}, []
    for wanted in requires("tierline") or ():
        name = wanted.partition(";")[0].split(">")[0].split("<")[0].split("=")[0].split("[")[0].strip()
        if "extra ==" in wanted:
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield fail(
            "libraries", f"missing: {', '.join(missing)}", f"install them: {sys.executable} -m pip install -U tierline"
        )
        return
    main = ", ".join(f"{name} {found[name]}" for name in ("httpx", "pygls", "pydantic", "rich") if name in found)
    yield ok("libraries", f"all {len(found)} are there: {main}, …", **found)


def settings() -> Iterator[Finding]:
    """The settings that differ from the defaults, where they come from, and what is wrong with them."""
    from tierline.app import SETTINGS_VARIABLE, settings_path

    path = settings_path()
    for name in VARIABLES:
        if value := os.environ.get(name) or os.environ.get(name.lower()):
            yield ok("environment", f"{name} = {homely(value)}", **{name: homely(value)})
    if not path.exists():
        if os.environ.get(SETTINGS_VARIABLE):
            yield fail("settings", f"{homely(path)} does not exist", f"correct or unset {SETTINGS_VARIABLE}")
        else:
            yield ok("settings", f"all at their defaults; there is no {homely(path)}")
        return
    chosen, problems = _read(path)
    for problem in problems:
        yield fail("settings", problem, f"edit {homely(path)}")
    said = chosen.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"rules"})
    # A command that prints the key may hold what it needs for that.
    said |= {name: "set" for name in said if "key" in name.lower()}
    told = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in said.items()]
    told += [f"{len(chosen.rules)} rules of your own"] if chosen.rules else []
    changed = ", ".join(told) or "all at their defaults"
    yield ok("settings", f"{changed} (from {homely(path)})", file=homely(path), **said)


def key_command() -> str:
    """Return the user's command that prints the key; empty where the settings file has none, or can't be read."""
    from tierline.app import settings_path

    path = settings_path()
    return _read(path)[0].key_command if path.exists() else ""


def _read(path: Path) -> "tuple[Settings, tuple[str, ...]]":
    """Return the settings that can be used, and every problem."""
    from tierline.settings import BadSettings, Settings, read_file, read_rules

    try:
        chosen, problems = read_file(path, homely(path))
    except BadSettings as error:
        return Settings(), (str(error),)
    return chosen, (*problems, *read_rules(chosen.rules, homely(path))[1])


def snapshot() -> Iterator[Finding]:
    """The prices and benchmarks in force, and their age."""
    from tierline.app import kept_snapshots

    kept = kept_snapshots()
    found = kept.in_force()
    for problem in found.problems:
        yield warn("snapshot", problem, "tierline refresh")
    age = datetime.now(UTC).date() - found.snapshot.as_of
    origin = f"from {homely(found.path)}" if found.path else "as they come with Tierline"
    said = (
        f"prices and benchmarks of {found.snapshot.as_of}, {max(0, age.days)} days old, "
        f"{len(found.snapshot.models)} models, {origin}"
    )
    facts = {"asOf": found.snapshot.as_of.isoformat(), "ageDays": age.days, "models": len(found.snapshot.models)}
    if age > OLD_SNAPSHOT:
        yield warn("snapshot", said, "tierline refresh", **facts)
    else:
        yield ok("snapshot", said, **facts)


def ledger() -> Iterator[Finding]:
    """The ledger, where there is one."""
    from tierline.app import user_ledger
    from tierline.cli.tables import counted
    from tierline.ledger.errors import LedgerError, NoLedger

    book = user_ledger()
    try:
        tasks = book.tasks()
    except NoLedger:
        yield ok("ledger", "none yet; it begins with the first task")
        return
    except LedgerError as error:
        yield warn("ledger", str(error), "move the file away, and a new one is begun")
        return
    unknown = sum(call.cost_usd is None for task in tasks for call in task.calls)
    facts = {"tasks": len(tasks), "unknownCosts": unknown, "bytes": book.path.stat().st_size}
    said = f"{counted(len(tasks), 'task')}, {counted(facts['bytes'], 'byte')}"
    yield ok("ledger", said + (f"; {counted(unknown, 'call')} of unknown cost" if unknown else ""), **facts)


def log() -> Iterator[Finding]:
    """The last warnings and errors in the log."""
    from tierline.log import log_file

    path = log_file()
    grave = [line for line in _lines(path) if line.get("level") in ("warning", "error", "critical")][-LAST_ERRORS:]
    if not grave:
        yield ok(
            "log", f"no warnings in {homely(path)}" if path.exists() else f"nothing yet; it will be {homely(path)}"
        )
        return
    for line in grave:
        request = f" [{line['request']}]" if line.get("request") else ""
        error = line.get("error") or {}
        came = f" ({error.get('type', '')} at {(error.get('frames') or [''])[-1]})" if error else ""
        said = f"{str(line.get('at', ''))[:19]}{request} {line.get('message', '')}{came}"
        yield warn("log", said, f"see {homely(path)}" if line is grave[-1] else "", **line)


def _lines(path: Path) -> list[dict[str, Any]]:
    """Return what can be read of the log."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    found = []
    for line in text.splitlines():
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict):
            found.append(said)
    return found


def places() -> Iterator[Finding]:
    """The folders that Tierline writes to."""
    from platformdirs import user_cache_path, user_data_path, user_state_path

    from tierline.app import settings_path
    from tierline.log import log_file

    folders = {
        "settings": settings_path().parent,
        "state": user_state_path("tierline", appauthor=False),
        "log": log_file().parent,
        "data": user_data_path("tierline", appauthor=False),
        "cache": user_cache_path("tierline", appauthor=False),
    }
    for name, folder in folders.items():
        yield _place(name, folder)


def _place(name: str, folder: Path) -> Finding:
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    used = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if name != "settings" else 0
    said = f"{name}: {homely(folder)}" + (f", {used:,} bytes" if used else "" if folder.exists() else ", not made yet")
    facts = {"folder": homely(folder), "bytes": used}
    if not os.access(there, os.W_OK):
        return warn(
            "places", f"{said}; it can't be written to", f"give yourself the right to write {homely(there)}", **facts
        )
    if shutil.disk_usage(there).free < LEAST_FREE_BYTES:
        return warn("places", f"{said}; the disk is nearly full", "make room", **facts)
    open_to = (
        os.name != "nt" and name in ("state", "log") and folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077
    )
    if open_to:
        return warn("places", f"{said}; others can look into it", f"chmod 700 {homely(folder)}", **facts)
    return ok("places", said, **facts)
