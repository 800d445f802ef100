"""The snapshots of one's own: which is in force, how many stay, how to go back."""

import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tierline.refresh.errors import NothingToRollBack, RefreshRunning
from tierline.refresh.kept import KEPT, KeptSnapshots
from tierline_scoring.snapshot import Snapshot, load_snapshot

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def snapshot(day: int, month: int = 12) -> Snapshot:
    return replace(load_snapshot(), as_of=date(2026, month, day))


def test_without_one_of_ones_own_the_bundled_one_is_in_force(kept: KeptSnapshots) -> None:
    assert kept.in_force().snapshot is load_snapshot()
    assert kept.in_force().path is None


def test_the_newest_is_in_force_and_comes_back_as_it_was(kept: KeptSnapshots) -> None:
    for day in (1, 2):
        path = kept.keep(snapshot(day), NOW + timedelta(days=day))
    assert kept.in_force().path == path
    assert kept.in_force().snapshot == snapshot(2)


def test_a_newer_bundled_one_beats_those_kept(kept: KeptSnapshots) -> None:
    kept.keep(snapshot(1, month=1), NOW)
    assert kept.in_force().snapshot is load_snapshot()


def test_the_last_five_stay(kept: KeptSnapshots) -> None:
    paths = [kept.keep(snapshot(1), NOW + timedelta(hours=hour)) for hour in range(KEPT + 2)]
    assert KEPT == 5
    assert kept.paths() == paths[:1:-1]


@pytest.mark.parametrize("broken", [b"", b"{", b'{"schema": 999}', b"\xff\xfe", b"[" * 5000, b"null"])
def test_a_broken_one_is_said_and_passed_over(kept: KeptSnapshots, broken: bytes) -> None:
    good = kept.keep(snapshot(1), NOW)
    bad = kept.keep(snapshot(2), NOW + timedelta(days=1))
    bad.write_bytes(broken)
    found = kept.in_force()
    assert found.path == good
    (said,) = found.problems
    assert str(bad) in said
    assert "tierline refresh" in said


def test_one_that_names_an_unknown_benchmark_is_passed_over(kept: KeptSnapshots) -> None:
    path = kept.keep(snapshot(1), NOW)
    path.write_text(path.read_text(encoding="utf-8").replace('"aa-coding"', '"of-the-future"'), encoding="utf-8")
    assert kept.in_force().path is None
    assert "of-the-future" in kept.in_force().problems[0]


def test_going_back_drops_the_newest_and_ends_at_the_bundled_one(kept: KeptSnapshots) -> None:
    first, second = (kept.keep(snapshot(day), NOW + timedelta(days=day)) for day in (1, 2))
    dropped, now = kept.roll_back()
    assert (dropped, now.path) == (second, first)
    assert kept.roll_back()[1].snapshot is load_snapshot()
    with pytest.raises(NothingToRollBack, match="comes with Tierline"):
        kept.roll_back()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_nobody_else_can_read_them(kept: KeptSnapshots) -> None:
    path = kept.keep(snapshot(1), NOW)
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_refresh_is_due_once_a_day_whoever_asked_for_the_last(kept: KeptSnapshots) -> None:
    day = timedelta(days=1)
    assert kept.is_due(NOW, day)
    kept.attempt(NOW)
    assert not kept.is_due(NOW + timedelta(hours=23), day)
    assert kept.is_due(NOW + day, day)
    # a clock that was put back must not put it off for ever
    assert kept.is_due(NOW - timedelta(hours=1), day)


def test_a_second_process_is_refused_and_a_dead_one_holds_nothing(kept: KeptSnapshots) -> None:
    code = (
        "import sys, pathlib; from tierline.refresh.kept import KeptSnapshots\n"
        "with KeptSnapshots(pathlib.Path(sys.argv[1])).alone():\n    print('mine', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(kept.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"mine\n"
        with pytest.raises(RefreshRunning, match="Another refresh"), kept.alone():
            pytest.fail("two held the lock")
        other.kill()
    with kept.alone():
        assert Path(kept.folder).is_dir()
