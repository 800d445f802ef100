"""The files of kept answers: one each, whole or not there, their user's alone, shared by all editors and the terminal.

What can't be read (a damaged file, one of another version) is passed over with a line in the log, and left alone.
"""

import json
import logging
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from filelock import FileLock

from tierline.files import TEMPORARY, private_folder, replace_file
from tierline.kept.answer import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import TypeAdapter

VERSION = 1
"""Of a file's shape. Fields that came later have defaults, so that what an older Tierline kept is read as it is."""
MOST = 200
MOST_BYTES = 16 * 1024 * 1024
"""Of all files together; the newest answer is kept whatever its size."""
LARGEST_BYTES = 8 * 1024 * 1024
"""What is larger was not written by us."""
LOCK_WITHIN_S = 10.0

_NAME = re.compile(r"\d{14}-[0-9a-f]{16}\.json")

log = logging.getLogger("tierline")


def new_key(at: float) -> str:
    """Return a key for an answer that came at ``at`` (epoch seconds): keys sort by time."""
    return f"{max(0, round(at * 1000)):014d}-{uuid4().hex[:16]}"


def time_of(key: str) -> float:
    """Return when the answer of a key came; epoch seconds."""
    return int(key.partition("-")[0]) / 1000


class AnswerStore:
    """The files in ``folder``. All methods block; call them from one thread at a time."""

    def __init__(self, folder: Path, *, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self._most = most
        self._most_bytes = most_bytes
        self._seen: dict[str, tuple[int, int]] = {}
        """Time and size of each file that was read or written."""

    def news(self) -> dict[str, Kept]:
        """Return what others wrote since the last look, by key; at first everything."""
        found = {}
        for path in self._paths():
            with suppress(OSError):
                stamp = _stamp(path)
                if self._seen.get(path.name) != stamp:
                    self._seen[path.name] = stamp
                    kept = _read(path)
                    if kept:
                        found[kept.key] = kept
        return found

    def all(self) -> list[Kept]:
        """Return everything that can be read, the newest first."""
        self._seen.clear()
        return sorted(self.news().values(), key=lambda kept: kept.key, reverse=True)

    def put(self, kept: Kept) -> Kept:
        """Write an answer, with what others decided on it since the last look; return it as it was written.

        The oldest go beyond the bounds of count and size.

        Raises:
            OSError: it can't be written; what was there is untouched.
        """
        private_folder(self.folder)
        path = self.folder / f"{kept.key}.json"
        with self._alone():
            there = _read(path) if path.exists() and _stamp(path) != self._seen.get(path.name) else None
            kept = kept.joined(there) if there else kept
            replace_file(path, _dumped(kept))
            self._seen[path.name] = _stamp(path)
            self._prune()
        return kept

    def _alone(self) -> FileLock:
        # Its ``Timeout`` is an ``OSError``.
        return FileLock(self.folder / "lock", timeout=LOCK_WITHIN_S, mode=0o600)

    def _paths(self) -> "list[Path]":
        """Return the files, the oldest first; none if there is no folder yet."""
        try:
            found = [path for path in self.folder.iterdir() if _NAME.fullmatch(path.name)]
        except OSError:
            return []
        return sorted(found, key=lambda path: path.name)

    def _prune(self) -> None:
        for unfinished in self.folder.glob(f"{TEMPORARY}*"):
            # Of a process that was stopped in the middle: whoever writes holds the lock.
            unfinished.unlink(missing_ok=True)
        sizes = list(_sizes(self._paths()))
        total = sum(size for _, size in sizes)
        for place, (path, size) in enumerate(sizes[:-1]):
            if len(sizes) - place <= self._most and total <= self._most_bytes:
                return
            with suppress(OSError):
                path.unlink()
            self._seen.pop(path.name, None)
            total -= size


def _sizes(paths: "list[Path]") -> "Iterator[tuple[Path, int]]":
    for path in paths:
        # Another process may have removed it.
        with suppress(OSError):
            yield path, path.stat().st_size


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino


def _read(path: Path) -> Kept | None:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ValueError("it is too large")  # noqa: TRY301 one place that says what is wrong with a file
        said = json.loads(path.read_bytes())
        if said["version"] > VERSION:
            log.warning("the kept answer %s is of a later version of Tierline; update this one to see it", path.name)
            return None
        if said["version"] != VERSION:
            raise ValueError("it is of no version")  # noqa: TRY301 the same
        kept = _adapter().validate_python(said["answer"], strict=False)
        if f"{kept.key}.json" != path.name:
            raise ValueError("it has another's name")  # noqa: TRY301 the same
    except OSError:
        return None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        # Its words would quote the answer.
        log.warning("the kept answer %s can't be read (%s) and is passed over", path.name, type(error).__name__)
        return None
    return kept


def _dumped(kept: Kept) -> bytes:
    # By ``json``, because a text may hold half a surrogate pair, which UTF-8 can't.
    said: dict[str, Any] = {"version": VERSION, "answer": _adapter().dump_python(kept, mode="json")}
    return json.dumps(said).encode("ascii")


@cache
def _adapter() -> "TypeAdapter[Kept]":
    from pydantic import TypeAdapter

    return TypeAdapter(Kept)
