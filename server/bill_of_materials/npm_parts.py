"""The libraries that are bundled into the VS Code extension: what its sources import, and what that needs."""

import json
import re
from pathlib import Path

from bill_of_materials.component import Component

_IMPORT = re.compile(r"""^(?:import|export)\b[^"']*["']((?:@[\w.-]+/)?[a-z][\w.-]*)""", re.MULTILINE)


def npm_components(extension: Path) -> list[Component]:
    """Return the libraries, by name, as ``package-lock.json`` pins them.

    Raises:
        LookupError: one is not pinned, or the lock file says no licence of it.
    """
    lock = json.loads((extension / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    sources = (file.read_text(encoding="utf-8") for file in sorted((extension / "src").rglob("*.ts")))
    waiting = sorted({name for text in sources for name in _IMPORT.findall(text) if f"node_modules/{name}" in lock})
    found: dict[str, Component] = {}
    while waiting:
        name = waiting.pop()
        entry = lock[f"node_modules/{name}"]
        needs = tuple(sorted(entry.get("dependencies", {})))
        found[name] = Component(
            ecosystem="npm", name=name, version=entry["version"], licence=entry["license"], needs=needs
        )
        waiting += [inner for inner in needs if inner not in found]
    return [found[name] for name in sorted(found)]
