"""``requirements-dev.txt`` pins what ``pyproject.toml`` asks for, all of it, with hashes, and says not from where."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
PINS = re.findall(r"^([^\s\[=]+)(?:\[[^\]]*\])?==([^\s;\\]+)((?:.*\\\n)+(?: {4}--hash=.*\n?)+)", LOCK, re.MULTILINE)
PINNED = {canonicalize_name(name): version for name, version, _ in PINS}


def _wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [Requirement(line) for line in (*project["dependencies"], *extras["dev"], *extras["docs"])]


def _behind(requirement: Requirement, seen: set[str]) -> Iterator[str]:
    """Yield the names of all that ``requirement`` brings along on this machine."""
    try:
        lines = requires(requirement.name) or []
    except PackageNotFoundError:
        return
    for inner in map(Requirement, lines):
        name = canonicalize_name(inner.name)
        extras = requirement.extras or {""}
        if name not in seen and (not inner.marker or any(inner.marker.evaluate({"extra": one}) for one in extras)):
            seen.add(name)
            yield name
            yield from _behind(inner, seen)


@pytest.mark.parametrize("requirement", _wanted(), ids=str)
def test_every_requirement_is_pinned_within_its_bounds_with_all_that_it_brings(requirement: Requirement) -> None:
    version = PINNED.get(canonicalize_name(requirement.name))
    assert version is not None, "CONTRIBUTING.md says how to renew the lock file"
    assert requirement.specifier.contains(version, prereleases=True)
    assert [name for name in _behind(requirement, set()) if name not in PINNED] == []


def test_every_pin_has_hashes_and_no_line_says_where_from() -> None:
    assert len(re.findall(r"^[^\s#]", LOCK, re.MULTILINE)) == len(PINS) > 0
    assert re.findall(r"https?://|--index|--find-links| @ ", LOCK) == []
    npm = (ROOT / "editors/vscode/package-lock.json").read_text(encoding="utf-8")
    assert '"resolved": "http' not in npm
