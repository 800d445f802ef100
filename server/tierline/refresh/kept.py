"""The snapshots that the user's own refreshes made: the last five, the newest in force."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from tierline.files import TEMPORARY, private_folder, replace_file
from tierline.refresh.errors import NothingToRollBack, RefreshRunning
from tierline_scoring.benchmark import BENCHMARKS
from tierline_scoring.errors import SnapshotError
from tierline_scoring.snapshot import Snapshot, dump_snapshot, load_snapshot, parse_snapshot

KEPT = 5
_NAME = re.compile(r"\d{8}T\d{12}Z\.json")
_STAMP = "%Y%m%dT%H%M%S%fZ"
_ATTEMPT = "attempted"


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The snapshot that counts, and where it stands."""

    snapshot: Snapshot
    path: Path | None = None
    """``None``: the one that comes with the package."""
    problems: tuple[str, ...] = ()
    """One sentence for each kept snapshot that was passed over because it can't be read."""


class KeptSnapshots:
    """A folder of snapshots, named by the moment they were made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> list[Path]:
        """Return the kept files, the newest first; none if there is no folder yet."""
        try:
            found = [path for path in self.folder.iterdir() if _NAME.fullmatch(path.name)]
        except OSError:
            return []
        return sorted(found, key=lambda path: path.name, reverse=True)

    def in_force(self) -> InForce:
        """Return the newest kept snapshot that can be read, unless the package brings a newer one."""
        bundled = load_snapshot()
        problems: list[str] = []
        for path in self.paths():
            try:
                snapshot = _read(path, path.stat().st_mtime_ns)
            except (OSError, UnicodeDecodeError, SnapshotError) as error:
                said = error.strerror if isinstance(error, OSError) else str(error)
                problems.append(f"The snapshot {path} can't be used ({said}) and is passed over; `tierline refresh`.")
                continue
            if snapshot.as_of < bundled.as_of:
                break
            return InForce(snapshot=snapshot, path=path, problems=tuple(problems))
        return InForce(snapshot=bundled, problems=tuple(problems))

    def keep(self, snapshot: Snapshot, now: datetime) -> Path:
        """Put a snapshot in force: whole or not at all. Of the older ones the last few stay.

        Raises:
            OSError: it can't be written; the one in force stays.
        """
        private_folder(self.folder)
        path = self.folder / now.astimezone(UTC).strftime(_STAMP)
        path = path.with_name(f"{path.name}.json")
        replace_file(path, dump_snapshot(snapshot).encode())
        for old in self.paths()[KEPT:]:
            old.unlink(missing_ok=True)
        return path

    def roll_back(self) -> tuple[Path, InForce]:
        """Drop the newest kept snapshot; return it and what is in force now.

        Raises:
            NothingToRollBack: none is kept.
        """
        found = self.paths()
        if not found:
            raise NothingToRollBack("No snapshot of your own is kept; the one that comes with Tierline is in force.")
        found[0].unlink()
        return found[0], self.in_force()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock that one refresh at a time can have; the system lets go of it if the process dies.

        Raises:
            RefreshRunning: another process holds it.
        """
        private_folder(self.folder)
        try:
            with FileLock(self.folder / "lock", timeout=0):
                for unfinished in self.folder.glob(f"{TEMPORARY}*"):
                    unfinished.unlink(missing_ok=True)
                yield
        except Timeout:
            raise RefreshRunning("Another refresh is running, of this user; wait until it is done.") from None

    def attempt(self, now: datetime) -> None:
        """Note that a refresh begins now, whoever asked for it and however it ends."""
        private_folder(self.folder)
        replace_file(self.folder / _ATTEMPT, now.astimezone(UTC).isoformat().encode())

    def is_due(self, now: datetime, every: timedelta) -> bool:
        """Say whether the last attempt is at least ``every`` ago."""
        try:
            last = datetime.fromisoformat((self.folder / _ATTEMPT).read_text(encoding="ascii"))
            return not timedelta(0) <= now - last < every
        except (OSError, ValueError, TypeError):
            return True


@lru_cache(maxsize=2)
def _read(path: Path, _modified: int) -> Snapshot:
    """Read a kept file once, as long as it is the same.

    Raises:
        SnapshotError: it can't be read, or holds what this version does not know.
    """
    try:
        snapshot = parse_snapshot(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise SnapshotError("it is nested too deeply") from None
    named = {one.benchmark for evidence in snapshot.evidence.values() for one in evidence.measurements}
    if unknown := sorted(named - BENCHMARKS.keys()):
        raise SnapshotError(f"it names the benchmark {unknown[0]}, which this version does not know")
    return snapshot
