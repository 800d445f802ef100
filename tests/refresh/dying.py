"""A refresh that is killed at one point: ``python dying.py BASE_URL FOLDER POINT``.

``POINT`` is a step that the refresh tells (``asking``, ``read``, ``building``), ``synced`` (the new file is whole,
under another name), ``renamed`` (it has just got its name), or ``never``.
"""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from refresh.world import SOURCES

from tierline.refresh.cache import BodyCache
from tierline.refresh.fetch import Fetcher
from tierline.refresh.kept import KeptSnapshots
from tierline.refresh.report import Progress
from tierline.refresh.run import Wish, refresh

LATER = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(base_url: str, folder: str, point: str) -> None:
    rename = os.replace

    def replace(source: str, target: str) -> None:
        is_snapshot = str(target).endswith("Z.json")
        if is_snapshot and point == "synced":
            die()
        rename(source, target)
        if is_snapshot and point == "renamed":
            die()

    os.replace = replace

    def observe(progress: Progress) -> None:
        if type(progress).__name__.lower() == point:
            die()

    fetcher = Fetcher(cache=BodyCache(Path(folder) / "sources"), base_urls={"https://": base_url}, now=LATER)
    asyncio.run(refresh(KeptSnapshots(Path(folder) / "snapshots"), fetcher, SOURCES, observe, Wish()))


if __name__ == "__main__":
    main(*sys.argv[1:])
