"""``FILE:START-END``: a part of a file, read with care."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tierline.edit.positions import LineIndex
from tierline.engine.intake import check
from tierline.task import Kind, Task, TierlineError

LARGEST_FILE_BYTES = 2 * 1024 * 1024
_TARGET = re.compile(r"(?P<path>.+?)(?::(?P<start>\d+)(?:-(?P<end>\d+))?)?$", re.DOTALL)

LANGUAGES = {
    ".py": "python",
    ".pyi": "python",
    ".js": "javascript",
    ".mjs": "javascript",
    ".jsx": "javascriptreact",
    ".ts": "typescript",
    ".tsx": "typescriptreact",
    ".go": "go",
    ".rs": "rust",
    ".java": "java",
    ".c": "c",
    ".h": "c",
    ".cc": "cpp",
    ".cpp": "cpp",
    ".hpp": "cpp",
    ".cs": "csharp",
    ".rb": "ruby",
    ".php": "php",
    ".lua": "lua",
    ".kt": "kotlin",
    ".swift": "swift",
    ".sql": "sql",
    ".sh": "shellscript",
    ".bash": "shellscript",
    ".html": "html",
    ".css": "css",
    ".md": "markdown",
}
"""LSP language ids by the file name's ending; an editor would tell us, here nobody does."""


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

    def write(self, text: str) -> None:
        """Replace the file's text, unless somebody else changed the file meanwhile.

        Raises:
            BadTarget: it changed, or can't be written.
        """
        try:
            if self.path.read_bytes() != self.raw:
                raise BadTarget(
                    f"{self.path} changed meanwhile; nothing was written. Run the task again.", "file-changed"
                )
            self.path.write_bytes(text.encode("utf-8"))
        except OSError as error:
            raise BadTarget(f"{self.path} can't be written ({error.strerror}); check it.", "no-file") from None


def read(target: str) -> Target:
    """Read ``FILE``, ``FILE:LINE`` or ``FILE:START-END``; lines count from 1, the end is included.

    Raises:
        BadTarget: no such file, a range outside it, or nothing that could be code.
    """
    found = _TARGET.match(target)
    if not found:
        raise BadTarget("Name a file, as FILE:START-END.", "bad-usage")
    # A file may really be called "name:12".
    path = Path(target) if Path(target).is_file() else Path(found["path"])
    raw = _bytes(path)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadTarget(f"{path} is not UTF-8 text; Tierline works on text files only.", "binary-file") from None
    first, last = (found["start"], found["end"]) if str(path) == found["path"] else (None, None)
    start, end = _offsets(path, text, first, last)
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
        path=_shown_path(target.path),
        language=LANGUAGES.get(target.path.suffix.lower(), ""),
        instruction=instruction.strip(),
    )
    check(task)
    return task


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise BadTarget(f"{path} is a folder; name a file in it.", "no-file")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_BYTES:
            raise BadTarget(
                f"{path} has {size:,} bytes, more than the {LARGEST_FILE_BYTES:,} that Tierline reads; "
                "copy the part you mean into a smaller file.",
                "file-too-large",
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadTarget(f"There is no file {path}{_similar(path)}; check the name.", "no-file") from None
    except OSError as error:
        raise BadTarget(f"{path} can't be read ({error.strerror}); check it.", "no-file") from None
    if b"\0" in raw:
        raise BadTarget(f"{path} is a binary file; Tierline works on text files only.", "binary-file")
    return raw


def _similar(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return ""
    close = get_close_matches(path.name, names, n=1)
    return f" (did you mean {path.parent / close[0]}?)" if close else ""


def _offsets(path: Path, text: str, first: str | None, last: str | None) -> tuple[int, int]:
    if first is None:
        return 0, len(text)
    index = LineIndex(text, "utf-32")
    # The empty "line" after a final line end is none that people count.
    lines = index.line_count - (not text or text.endswith(("\n", "\r")))
    start, end = int(first), int(last or first)
    if not 1 <= start <= end <= lines:
        raise BadTarget(
            f"Lines {start}-{end} lie outside {path}, which has {lines} lines; name a range from 1 to {lines}.",
            "range-outside",
        )
    begin, stop = index.offset(start - 1, 0), index.offset(end, 0)
    return begin or 0, len(text) if stop is None else stop


def _shown_path(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return Path(*path.resolve().parts[-3:]).as_posix()
