"""What Tierline adds to a request, against bare httpx: ``python tests/benchmarks/overhead.py [ROUNDS]``.

Needs no data. The sandbox answers with 200 chunks at once, so that nothing hides behind a model's slowness. Each round
asks it in every way, one after the other, on warm connections: so all ways share the machine's moods, and what counts
are the ratios.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from overheads.apart import sandbox_apart
from overheads.asking import open_sandbox, requests
from overheads.steps import steps

ROUNDS = 150


def main(arguments: list[str]) -> int:
    """Print the tables."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    with tempfile.TemporaryDirectory() as folder, sandbox_apart(open_sandbox) as base_url:
        for section in (asyncio.run(requests(base_url, Path(folder), rounds)), asyncio.run(steps(Path(folder)))):
            sys.stdout.write("\n".join(section.lines()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
