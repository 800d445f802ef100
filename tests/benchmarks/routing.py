"""How good routing is: ``python tests/benchmarks/routing.py DATA [--only PART,…] [--json FILE] [--plot FILE.svg]``.

``DATA`` is the folder with the public sets, of tasks with outcomes and of requests with labels. Each part prints its
tables as Markdown; a note says what data and split a figure is of, and a bar that is not reached is named. Parts:

- yardstick: the measures themselves, against published figures of the same answers;
- table: the kind of task → the model, chosen on one half and scored on the other;
- kind: what a free request asks for, on sources that were not fitted on;
- tier: the order of the difficulty between two good models, and what it says of difficulty;
- curves: what the shipped decision gains beyond chance, end to end, by set and by language;
- cost: the same in dollars, where they are known;
- checks: what the checks of an answer recover of the gap, and their false alarms;
- speed: time per decision, warm and cold.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from routes import checks, curves, kind, plot, speed, spending, table, tier, yardstick
from routes.section import Section

PARTS: Mapping[str, Callable[[Path], Section | tuple[Section, ...]]] = {
    "yardstick": yardstick.measure,
    "table": table.measure,
    "kind": kind.measure,
    "tier": tier.measure,
    "curves": curves.measure,
    "cost": spending.measure,
    "checks": checks.measure,
    "speed": speed.measure,
}
_NEEDED = ("routellm-evals", "coderouterbench")
"""Folders by which the data is known."""


def main(arguments: list[str]) -> int:
    """Print the tables. 0: all bars reached; 1: some not; 2: no data folder, or no such part."""
    parser = argparse.ArgumentParser(prog="routing")
    parser.add_argument("data", nargs="?", type=Path, help="the folder with the public sets")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts with commas between: {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, help="write the tables here as well")
    parser.add_argument("--plot", type=Path, help="draw the curves here as well; needs the development extra")
    options = parser.parse_args(arguments)
    data: Path | None = options.data
    if data is None:
        sys.stderr.write("Name the folder with the public sets: python tests/benchmarks/routing.py DATA\n")
        return 2
    if not all((data / name).is_dir() for name in _NEEDED):
        sys.stderr.write(f"{data} is no folder with the public sets: it must hold {' and '.join(_NEEDED)}\n")
        return 2
    wanted = options.only.split(",")
    if unknown := [name for name in wanted if name not in PARTS]:
        sys.stderr.write(f"there is no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}\n")
        return 2
    sections = [section for name in wanted for section in _measure(name, data)]
    if options.json:
        options.json.write_text(json.dumps([asdict(section) for section in sections], indent=1) + "\n", "utf-8")
    if options.plot:
        plot.draw(data, options.plot)
    missed = [failure for section in sections for failure in section.failures]
    _say(f"{len(missed)} bars not reached" if missed else "all bars reached")
    return 1 if missed else 0


def _measure(name: str, data: Path) -> tuple[Section, ...]:
    started = time.perf_counter()
    found = PARTS[name](data)
    sections = found if isinstance(found, tuple) else (found,)
    for section in sections:
        _say("\n".join(section.lines()))
    _say(f"({name}: {time.perf_counter() - started:.0f} s, load {os.getloadavg()[0]:.1f})\n")
    return sections


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
