"""The bill of materials against the lock files: whoever renews these makes it anew."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "server/docs/reference"
BILL = json.loads((REFERENCE / "bill-of-materials.cdx.json").read_text(encoding="utf-8"))
AGAIN = "run python server/bill_of_materials"


def _versions(ecosystem: str) -> dict[str, str]:
    """Names and versions in the bill, of one ecosystem."""
    return {one["name"]: one["version"] for one in BILL["components"] if one["purl"].startswith(f"pkg:{ecosystem}/")}


def test_it_has_the_versions_of_the_lock_files() -> None:
    lock = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([^\s\[=#]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, re.MULTILINE))
    assert [name for name, version in _versions("pypi").items() if pinned.get(name) != version] == [], AGAIN
    npm = json.loads((ROOT / "editors/vscode/package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = _versions("npm")
    assert {name: npm[f"node_modules/{name}"]["version"] for name in found} == found, AGAIN


def test_everything_that_is_asked_for_is_in_it_with_a_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    assert wanted - _versions("pypi").keys() == set(), AGAIN
    assert {"markdown-it", "vscode-languageclient"} <= _versions("npm").keys()
    assert [one["name"] for one in BILL["components"] if not one["licenses"][0]["expression"]] == []
    assert BILL["metadata"]["component"]["version"] == project["version"]


@pytest.mark.parametrize("file", ["bill-of-materials.cdx.json", "licences.md"])
def test_neither_list_names_a_host(file: str) -> None:
    assert "//" not in (REFERENCE / file).read_text(encoding="utf-8")


def test_every_part_that_another_needs_is_in_it() -> None:
    known = {one["bom-ref"] for one in (*BILL["components"], BILL["metadata"]["component"])}
    assert {ref for one in BILL["dependencies"] for ref in (one["ref"], *one["dependsOn"])} == known
