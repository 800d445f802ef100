"""What asking MAXIMUM once more is worth, through the engine: ``python tests/benchmarks/escalation.py DATA``.

``DATA`` is the folder with the public sets: answers of a cheap model whose outcome is known, and the outcome of a dear
one. Each task goes through ``engine.run`` and the real client to the sandbox, a real HTTP server, whose models say what
was published. ``--into FILE.md`` writes the tables into a page as well, between its two marks.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from escalations.languages import languages
from escalations.measured import discrimination, run, thresholds, ways
from escalations.never import never
from escalations.pairs import pairs
from routes.page import Page
from routes.section import Section

BEGIN, END = "<!-- made by tests/benchmarks/escalation.py: begin -->", "<!-- end -->"
_NEEDED = "debugbench-python3"


async def measure(data: Path) -> tuple[Section, ...]:
    """Return all tables."""
    cases = await run(pairs(data))
    return (
        discrimination(cases),
        thresholds(cases),
        ways(cases),
        await never(),
        await languages(),
    )


def main(arguments: list[str]) -> int:
    """Print the tables. 0: done; 2: no data folder, or no page to write into."""
    parser = argparse.ArgumentParser(prog="escalation")
    parser.add_argument("data", nargs="?", type=Path, help="the folder with the public sets")
    parser.add_argument("--into", type=Path, help="write the tables into this page as well, between its marks")
    options = parser.parse_args(arguments)
    data: Path | None = options.data
    if data is None:
        sys.stderr.write("Name the folder with the public sets: python tests/benchmarks/escalation.py DATA\n")
        return 2
    if not (data / _NEEDED).is_dir():
        sys.stderr.write(f"{data} is no folder with the public sets: it must hold {_NEEDED}\n")
        return 2
    try:
        page = Page(options.into, BEGIN, END) if options.into else None
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    started = time.perf_counter()
    tables = "\n".join("\n".join(section.lines()) for section in asyncio.run(measure(data)))
    sys.stdout.write(f"{tables}\n({time.perf_counter() - started:.0f} s)\n")
    if page:
        page.write(tables)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
