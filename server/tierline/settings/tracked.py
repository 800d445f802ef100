"""Which files git follows, read from its index: no process is started, for a repository can say which would be."""

from collections.abc import Iterator
from pathlib import Path

from tierline.settings.checkout import git_folder, read_small_bytes

_LARGEST_BYTES = 64 * 1024 * 1024
_HEADER, _FIXED = 12, 62
"""Bytes before the first entry, and of each entry before its path; see gitformat-index(5)."""
_FLAGS, _EXTENDED = 60, 0x40
_PACKED = 4
"""The version whose paths leave out what they share with the one before."""

_known: dict[Path, tuple[tuple[int, int, int], frozenset[bytes]]] = {}
"""By the path of an index: how it stood when it was read, and the paths in it."""


def is_tracked(file: Path, repository: Path) -> bool:
    """Return whether git follows ``file``, which lies in ``repository``; false where that can't be told."""
    try:
        index = git_folder(repository / ".git") / "index"
        found = index.stat()
        as_it_stands = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = _known.get(index)
        if known is None or known[0] != as_it_stands:
            known = (as_it_stands, frozenset(paths_in(read_small_bytes(index, _LARGEST_BYTES))))
            _known[index] = known
        return file.relative_to(repository).as_posix().encode() in known[1]
    except (OSError, ValueError, IndexError):
        return False


def paths_in(index: bytes) -> Iterator[bytes]:
    """Yield the paths of an index of version 2, 3 or 4. Takes about 1 µs each.

    Raises:
        ValueError, IndexError: it is no such index, or ends too soon.
    """
    version, entries = int.from_bytes(index[4:8]), int.from_bytes(index[8:_HEADER])
    if index[:4] != b"DIRC" or version not in {2, 3, _PACKED}:
        raise ValueError("no index that is known")
    at, path = _HEADER, b""
    for _ in range(entries):
        start = at
        at += _FIXED + (2 if index[at + _FLAGS] & _EXTENDED else 0)
        kept = b""
        if version == _PACKED:
            dropped, at = _number(index, at)
            kept = path[: len(path) - dropped]
        end = index.index(b"\0", at)
        path = kept + index[at:end]
        yield path
        # Up to the next multiple of eight bytes, at least one of them NUL.
        at = end + 1 if version == _PACKED else start + (end - start) // 8 * 8 + 8


def _number(index: bytes, at: int) -> tuple[int, int]:
    """Return the number of variable length at ``at``, and where it ends; as git packs offsets."""
    number = index[at] & 0x7F
    while index[at] & 0x80:
        at += 1
        number = (number + 1) << 7 | index[at] & 0x7F
    return number, at + 1
