"""What rests, kept in a small file, so that the next start does not run into the same walls.

The file is a convenience: one that can't be read or written is as good as none.
"""

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from tierline.switch import Outages
from tierline.switch.outages import Circuit
from tierline.task import Tier

_TIERS = {tier.value: tier for tier in Tier}
_LONGEST_S = 25 * 3600.0
"""A rest further off is a mistake, of a clock or of the file."""
_MOST_BYTES = 256 * 1024


class KeptOutages:
    """The file at ``path``; only what still rests is in it, by subject, with its end in epoch seconds.

    What rests behind one address says nothing about another: the file is of one ``base_url``.
    """

    def __init__(self, path: Path, base_url: str) -> None:
        self._path = path
        self._base_url = base_url

    def read(self, now: float) -> Outages:
        """Return what still rests at ``now``. Never fails."""
        try:
            raw = self._path.read_bytes()
            said = json.loads(raw) if len(raw) <= _MOST_BYTES else None
        except (OSError, ValueError, RecursionError):
            return Outages()
        entries = said.get("resting") if isinstance(said, dict) and said.get("baseUrl") == self._base_url else None
        if not isinstance(entries, dict):
            return Outages()
        circuits: dict[str, Circuit] = {}
        for name, entry in entries.items():
            circuit = _circuit(entry)
            if circuit and now < (circuit.until or 0.0) <= now + _LONGEST_S:
                circuits[_TIERS.get(name) or name] = circuit
        return Outages(circuits)

    def write(self, outages: Outages, now: float) -> None:
        """Keep what rests at ``now``. Never fails."""
        resting = {
            str(subject): {"until": circuit.until, "failures": circuit.failures}
            for subject, circuit in outages.resting(now).items()
        }
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Whole or not at all: another editor may read it at this moment.
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"baseUrl": self._base_url, "resting": resting}, file)
            Path(name).replace(self._path)


def _circuit(entry: Any) -> Circuit | None:
    if not isinstance(entry, dict):
        return None
    until, failures = entry.get("until"), entry.get("failures")
    if isinstance(until, bool) or not isinstance(until, int | float):
        return None
    return Circuit(failures=failures if type(failures) is int and failures > 0 else 1, until=float(until))
