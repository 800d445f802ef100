"""The lists as text: CycloneDX 1.6 for programs, a page for people."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bill_of_materials.component import Component

_LANGUAGE = {"pypi": "the server", "npm": "VS Code"}


def cyclonedx(components: Sequence[Component]) -> str:
    """Return the bill of materials; the first component is what it is about.

    No time and no serial number are in it, so that the same parts make the same bytes.
    """
    refs = {(one.ecosystem, one.name): one.purl for one in components}
    whole, *parts = components
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", **_entry(whole)}},
        "components": [{"type": "library", **_entry(one)} for one in parts],
        "dependencies": [
            {"ref": one.purl, "dependsOn": [refs[one.ecosystem, name] for name in one.needs]} for one in components
        ],
    }
    return json.dumps(bill, indent=1) + "\n"


def _entry(component: Component) -> dict[str, Any]:
    return {
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "licenses": [{"expression": component.licence}],
        "purl": component.purl,
    }


def markdown(components: Sequence[Component], command: str) -> str:
    """Return the page."""
    _, *parts = components
    counted = Counter(one.licence for one in parts).most_common()
    lines = [
        "# Licences of what comes along",
        "",
        f"Made by `{command}`; don't edit it. For programs the same is in",
        "[bill-of-materials.cdx.json](bill-of-materials.cdx.json) (CycloneDX 1.6).",
        "Tierline's own licence is MIT. The wheel holds none of these libraries: the installer brings them, at these",
        "versions or later ones. The VS Code extension has those of npm bundled in.",
        "",
        f"{len(parts)} libraries: " + ", ".join(f"{licence} {count}" for licence, count in counted) + ".",
        "",
        "| library | version | for | licence |",
        "|---|---|---|---|",
    ]
    lines += [f"| {one.name} | {one.version} | {_LANGUAGE[one.ecosystem]} | {one.licence} |" for one in parts]
    return "\n".join(lines) + "\n"
