"""How fast Tierline is, against what it must not exceed: ``python tests/benchmarks/speed.py``.

Needs no data and no key; Linux, for memory and processor time come from ``/proc``. ``--into FILE.md`` writes the tables
into a page, between its marks, ``--plot FILE.svg`` the pictures; ``--save FILE.json`` keeps the figures, which
``compare.py`` holds against another run's. The openai client and LiteLLM are installed into a temporary environment,
unless ``--rivals PYTHON`` names one that has them. ``--only first cancel`` measures these alone, ``--share 0.2`` with a
fifth of the rounds.
"""

import argparse
import asyncio
import os
import platform
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from routes.page import Page
from routes.section import Section
from speeds import cancelling, deciding, first, growing, lasting, start, streams
from speeds.draw import draw
from speeds.figure import COLUMNS, Part, save

BEGIN, END = "<!-- made by tests/benchmarks/speed.py: begin -->", "<!-- end -->"

Measure = Callable[[float], Awaitable[Part]]


def parts(rivals: Path | None) -> dict[str, Measure]:
    """Return the parts by name; each takes the share of its rounds that is wanted."""

    def rounds(usual: int, share: float, least: int = 10) -> int:
        return max(least, round(usual * share))

    return {
        "start": lambda share: start.measure(rounds(31, share)),
        "first": lambda share: first.measure(rounds(200, share, 40), rivals),
        "streams": lambda share: streams.measure(max(2.0, 6 * share)),
        "decision": lambda share: deciding.measure(rounds(150, share, 30)),
        "cancel": lambda share: cancelling.measure(rounds(200, share, 40)),
        "growth": lambda share: growing.measure(rounds(60, share)),
        "lasting": lambda share: lasting.measure(rounds(10_000, share, 400)),
    }


def _lines(measured: Sequence[Part]) -> Iterator[str]:
    for part in measured:
        rows = tuple(figure.cells() for figure in part.figures)
        yield from Section(part.title, COLUMNS, rows, part.notes).lines()


def machine() -> str:
    """Say what it ran on."""
    system = f"{platform.system()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return f"Python {platform.python_version()} on {system}"


async def _measured(chosen: Sequence[Measure], share: float) -> list[Part]:
    found = []
    for measure in chosen:
        found.append(await measure(share))
        sys.stdout.write("\n".join(_lines(found[-1:])) + "\n")
    return found


def main(arguments: Sequence[str]) -> int:
    """Print the tables, each as soon as it is there. 0: done; 2: no page to write into."""
    parser = argparse.ArgumentParser(prog="speed", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=parts(None), metavar="PART", help=f"of {', '.join(parts(None))}")
    parser.add_argument("--share", type=float, default=1.0, help="how many of the usual rounds, 1 for all")
    parser.add_argument("--rivals", type=Path, help="a Python that has httpx, openai and litellm")
    parser.add_argument("--into", type=Path, help="a page with the two marks")
    parser.add_argument("--plot", type=Path, help="where the pictures are written")
    parser.add_argument("--save", type=Path, help="where the figures are kept")
    options = parser.parse_args(arguments)
    try:
        page = Page(options.into, BEGIN, END) if options.into else None
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    known, began, told = parts(options.rivals), time.perf_counter(), machine()
    chosen = [known[name] for name in options.only or known]
    measured = asyncio.run(_measured(chosen, options.share))
    tables = "\n".join(_lines(measured))
    sys.stdout.write(f"({told}; {time.perf_counter() - began:.0f} s)\n")
    if options.save:
        save(measured, told, options.save)
    if options.plot:
        draw(measured, options.plot)
    if page:
        page.write(f"{told}.\n\n{tables}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
