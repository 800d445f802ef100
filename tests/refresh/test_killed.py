"""Killed at any point, a refresh leaves the old snapshot whole, and nothing in the way of the next one."""

import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from refresh.world import LISTING, Answer, World, catalogue, listing

from tierline.refresh.kept import KeptSnapshots
from tierline.refresh.report import Report

TESTS = Path(__file__).parents[1]


def killed(world: World, folder: Path, point: str) -> int:
    code = f"import sys; sys.path.insert(0, {str(TESTS)!r}); from refresh.dying import main; main(*sys.argv[1:])"
    command = [sys.executable, "-c", code, world.base_urls["https://"], str(folder), point]
    return subprocess.run(command, check=False, timeout=120).returncode


@pytest.mark.parametrize("point", ["asking", "read", "building", "synced", "renamed", "never"])
async def test_the_snapshot_in_force_is_whole_wherever_it_was_killed(
    world: World,
    kept: KeptSnapshots,
    refreshed: Callable[..., Awaitable[Report]],
    tmp_path: Path,
    point: str,
) -> None:
    await refreshed()
    (old,) = kept.paths()
    before = old.read_bytes()
    world.answers[LISTING] = Answer(listing(catalogue()[1:]))
    status = killed(world, tmp_path, point)
    assert status == (0 if point == "never" else -signal.SIGKILL)
    assert old.read_bytes() == before
    found = kept.in_force()
    assert found.problems == ()
    new = point in {"renamed", "never"}
    assert len(found.snapshot.models) == len(catalogue()) - new
    assert (found.path != old) == new


async def test_the_next_refresh_finds_nothing_in_its_way(
    world: World, kept: KeptSnapshots, refreshed: Callable[..., Awaitable[Report]], tmp_path: Path
) -> None:
    await refreshed()
    world.answers[LISTING] = Answer(listing(catalogue()[1:]))
    killed(world, tmp_path, "synced")
    assert list(kept.folder.glob(".unfinished-*"))
    killed(world, tmp_path, "never")
    assert not list(kept.folder.glob(".unfinished-*"))
    assert len(kept.in_force().snapshot.models) == len(catalogue()) - 1
