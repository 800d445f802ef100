"""What got slower between two runs of ``speed.py --save``: ``python tests/benchmarks/compare.py OLD.json NEW.json``.

A figure has changed where it moved by more than three standard errors of both runs together, and by more than a
twentieth: on a machine that does other things besides, less says nothing. Exit status 1 where anything got slower.
"""

import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from routes.section import Section
from speeds.figure import Figure, load

ERRORS, LEAST = 3.0, 0.05
_SMALL = 0.1
"""Differences and exponents may be about zero, where shares of them say nothing."""


def verdict(old: Figure, new: Figure) -> str:
    """Return ``slower``, ``faster``, or nothing where the change is within the noise."""
    noise = ERRORS * math.hypot(old.noise * old.value, new.noise * new.value)
    least = max(noise, LEAST * abs(old.value), _SMALL if abs(old.value) < 1 else 0.0)
    change = new.value - old.value
    return "" if abs(change) <= least else "**slower**" if change > 0 else "faster"


def compared(old: Mapping[str, Figure], new: Mapping[str, Figure]) -> Section:
    """Return a row for each figure that both runs have."""
    both = [name for name in old if name in new]
    rows = tuple(
        (new[name].what, old[name].cells()[1], new[name].cells()[1], verdict(old[name], new[name])) for name in both
    )
    alone = sorted(old.keys() ^ new.keys())
    notes = (f"In one run alone: {', '.join(alone)}.",) if alone else ()
    return Section("Two runs", ("what", "before", "now", ""), rows, notes)


def main(arguments: Sequence[str]) -> int:
    """Print the table. 0: nothing got slower; 1: something did; 2: no two runs are named."""
    if len(arguments) != 2:
        sys.stderr.write("Name two saved runs: python tests/benchmarks/compare.py OLD.json NEW.json\n")
        return 2
    table = compared(*(load(Path(name)) for name in arguments))
    sys.stdout.write("\n".join(table.lines()) + "\n")
    return int(any("slower" in row[-1] for row in table.rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
