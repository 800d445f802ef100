"""``FILE:START-END``: a part of a file, read with care."""

import os
import re
import stat
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tierline.cli.languages import LANGUAGES
from tierline.cli.project import root_above
from tierline.edit.positions import LineIndex
from tierline.engine.intake import check
from tierline.settings import branch_in
from tierline.task import Kind, Task, TierlineError

BYTE_ORDER_MARK = "\ufeff"
LARGEST_FILE_BYTES = 2 * 1024 * 1024
_TARGET = re.compile(r"(?P<path>.+?)(?::(?P<start>\d+)(?:-(?P<end>\d+))?)?$", re.DOTALL)


class BadTarget(TierlineError):
    """The part of a file that was named can't be worked on; ``code`` says why."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A file as it was read: its bytes (to see later whether it changed) and its text."""

    path: Path
    raw: bytes
    text: str
    start: int
    end: int


def read(target: str) -> Target:
    """Read ``FILE``, ``FILE:LINE`` or ``FILE:START-END``; lines count from 1, the end is included.

    Raises:
        BadTarget: no such file, a range outside it, or nothing that could be code.
    """
    found = _TARGET.match(target)
    if not found:
        raise BadTarget("Name a file, as FILE:START-END.", "bad-usage")
    # A file may really be called "name:12".
    path = Path(target) if os.path.lexists(target) else Path(found["path"])
    raw = _bytes(path)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadTarget(f"{shown(path)} is not UTF-8 text; Tierline works on text files only.", "binary-file") from None
    first, last = (found["start"], found["end"]) if str(path) == found["path"] else (None, None)
    start, end = _offsets(path, text, first, last)
    if text.startswith(BYTE_ORDER_MARK):
        # It is no part of the code, and stays where it is.
        start, end = max(start, 1), max(end, 1)
    return Target(path=path, raw=raw, text=text, start=start, end=end)


def task_of(target: Target, kind: Kind, instruction: str) -> Task:
    """Return the task of ``kind`` on ``target``.

    Raises:
        NotATask: there is nothing to work on, too much of it, or no instruction where one is needed.
    """
    task = Task(
        kind=kind,
        source=target.text,
        start=target.start,
        end=target.end,
        path=_task_path(target.path),
        language=LANGUAGES.get(target.path.suffix.lower(), ""),
        instruction=instruction.strip(),
        branch=branch_in(root_above(target.path)),
    )
    check(task)
    return task


def _bytes(path: Path) -> bytes:
    try:
        mode, size = path.stat().st_mode, path.stat().st_size
        if stat.S_ISDIR(mode):
            raise BadTarget(f"{shown(path)} is a folder; name a file in it.", "no-file")
        if not stat.S_ISREG(mode):
            # A pipe or a device may never end, and can't be read twice.
            raise BadTarget(f"{shown(path)} is not an ordinary file; copy what it holds into one.", "no-file")
        if size > LARGEST_FILE_BYTES:
            raise BadTarget(
                f"{shown(path)} has {size:,} bytes, more than the {LARGEST_FILE_BYTES:,} that Tierline reads; "
                "copy the part you mean into a smaller file.",
                "file-too-large",
            )
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BadTarget(_missing(path), "no-file") from None
    except (OSError, ValueError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it has a NUL character in its name"
        raise BadTarget(f"{shown(path)} can't be read ({cause}); check it.", "no-file") from None
    if b"\0" in raw:
        raise BadTarget(f"{shown(path)} is a binary file; Tierline works on text files only.", "binary-file")
    return raw


def _missing(path: Path) -> str:
    file, colon, lines = str(path).rpartition(":")
    if colon and Path(file).is_file():
        return f"{shown(Path(lines))} names no lines of {shown(Path(file))}; write {shown(Path(file))}:START-END."
    return f"There is no file {shown(path)}{_similar(path)}; check the name."


def _similar(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return ""
    close = get_close_matches(path.name, names, n=1, cutoff=0.75)
    return f" (did you mean {shown(path.parent / close[0])}?)" if close else ""


def _offsets(path: Path, text: str, first: str | None, last: str | None) -> tuple[int, int]:
    if first is None:
        return 0, len(text)
    index = LineIndex(text, "utf-32")
    # The empty "line" after a final line end is none that people count.
    lines = index.line_count - (not text or text.endswith(("\n", "\r")))
    name = shown(path)
    if not lines:
        raise BadTarget(f"{name} is empty and has no lines to name; leave the range out.", "range-outside")
    start, end = _number(first), _number(last or first)
    if end < start:
        raise BadTarget(
            f"The range {first}-{last} ends before it starts; write {name}:{last}-{first}.", "range-outside"
        )
    if start < 1 or end > lines:
        said = f"Lines {first}-{last} lie" if last else f"Line {first} lies"
        raise BadTarget(f"{said} outside {name}; name lines from 1 to {lines}.", "range-outside")
    begin, stop = index.offset(start - 1, 0), index.offset(end, 0)
    return begin or 0, len(text) if stop is None else stop


def _number(digits: str) -> int:
    # No file has a line of ten digits, and Python refuses to read thousands of them.
    return int(digits) if len(digits.lstrip("0")) < len("1000000000") else sys.maxsize


def shown(path: Path) -> str:
    """Return a path as valid Unicode in one line, whatever bytes its name is made of."""
    name = str(path).encode("utf-8", "replace").decode("utf-8")
    return "".join(character if character.isprintable() else "?" for character in name)


def _task_path(path: Path) -> str:
    root = root_above(path)
    try:
        near = path.resolve().relative_to(root or Path.cwd())
    except (ValueError, OSError):
        # Outside a project and the working folder (or that is gone) only the nearest folder says something.
        near = Path(*path.absolute().parts[-2:])
    return shown(near).replace(os.sep, "/")
