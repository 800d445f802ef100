"""The libraries that the server needs at run time: versions from the lock file, licences from what is installed."""

import re
from collections.abc import Iterator
from importlib.metadata import metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bill_of_materials.component import Component

_SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""A classifier of a package that gives no expression → what it means, read in the packages that have it."""


def python_components(lock: Path) -> list[Component]:
    """Return Tierline itself first, then all that it brings along on this machine, by name.

    Raises:
        LookupError: a package is not pinned, or says no licence that is known here.
    """
    pinned = {
        canonicalize_name(name): version
        for name, version in re.findall(
            r"^([^\s\[=#]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    found = {name: tuple(sorted(set(_needs(name)))) for name in _reached("tierline", set())}
    return [
        Component(
            ecosystem="pypi",
            name=name,
            version=metadata(name)["Version"] if name == "tierline" else pinned[name],
            licence=_licence(name),
            needs=needs,
        )
        for name, needs in sorted(found.items(), key=lambda item: (item[0] != "tierline", item[0]))
    ]


def _needs(name: str) -> Iterator[str]:
    for line in requires(name) or ():
        requirement = Requirement(line)
        if not requirement.marker or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _reached(name: str, seen: set[str]) -> set[str]:
    seen.add(name)
    for inner in _needs(name):
        if inner not in seen:
            _reached(inner, seen)
    return seen


def _licence(name: str) -> str:
    said = metadata(name)
    if expression := said["License-Expression"]:
        return expression
    classifiers = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier", []) if line.startswith("License")]
    known = [_SPDX[one] for one in classifiers if one in _SPDX]
    if not known and said["License"] in _SPDX.values():
        known = [said["License"]]
    if not known:
        raise LookupError(f"{name} says no licence that is known here: read it, and add it to the table")
    return " OR ".join(known)
