"""What is staged in a git repository, asked of git itself: nothing is written, no program of the repository runs."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from tierline.prompt.changes import FileChange
from tierline.settings.ignored import ignored
from tierline.task import TierlineError

LONGEST_BYTES = 4 * 1024 * 1024
"""Of one answer of git's; a diff that is longer is cut."""
WITHIN_S = 20.0
SUBJECTS = 10

_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.quotepath=off", "-c", "color.ui=false", "--no-pager")
"""A repository's settings can name programs; those that a diff would run are switched off."""
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C.UTF-8",
}
_DIFF = (
    "diff", "--cached", "--no-ext-diff", "--no-textconv", "--no-color", "-M", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip


class NoCommit(TierlineError):
    """There is nothing to write a message for; ``code`` says why."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What is staged, without what may not be sent."""

    root: Path
    """The repository's top folder."""
    changes: tuple[FileChange, ...]
    kept_back: int
    """Files that are staged too, and ignored by an ignore file."""
    subjects: tuple[str, ...]
    """Of the newest commits, the newest first."""


def staged(near: Path) -> Staged:
    """Return what is staged in the repository around ``near``, a file or a folder. Blocks until git has answered.

    Raises:
        NoCommit: there is no git, no repository, or nothing staged that may be sent.
    """
    folder = next((place for place in (near, *near.parents) if place.is_dir()), near)
    root = Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    found = _changes(root)
    if not found:
        raise NoCommit(
            "Nothing is staged; stage what the commit is to hold (git add), then ask again.", "nothing-staged"
        )
    sent = tuple(change for change in found if not _is_ignored(change, root))
    if not sent:
        raise NoCommit(
            "All that is staged is kept back by ignore files, so there is nothing to write about.", "nothing-staged"
        )
    try:
        log = _git(root, "log", f"-{SUBJECTS}", "--format=%s")
    except NoCommit:
        # The first commit has none before it.
        log = ""
    subjects = tuple(line for line in log.splitlines() if line.strip())
    return Staged(root=root, changes=sent, kept_back=len(found) - len(sent), subjects=subjects)


def _is_ignored(change: FileChange, root: Path) -> bool:
    return any(ignored(root / path, root) for path in (change.path, change.was) if path)


def _changes(root: Path) -> list[FileChange]:
    """Return each file's change. Git tells counts and patches in the same order."""
    counted = _counts(_git(root, *_DIFF, "--numstat", "-z"))
    patches = _git(root, *_DIFF, "--patch")
    starts = [at for at, line in _lines(patches) if line.startswith("diff --git ")]
    parts = [patches[start:end] for start, end in zip(starts, [*starts[1:], len(patches)], strict=False)]
    # What was cut off at the end has a name and counts still.
    parts += [""] * (len(counted) - len(parts))
    return [
        FileChange(path=path, was=was, added=added, removed=removed, patch=part)
        for (added, removed, was, path), part in zip(counted, parts, strict=False)
    ]


def _lines(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found


def _counts(text: str) -> list[tuple[int | None, int | None, str, str]]:
    found = []
    fields = iter(text.split("\0"))
    for field in fields:
        added, tab, rest = field.partition("\t")
        removed, _, path = rest.partition("\t")
        if not tab:
            continue
        was = ""
        if not path:
            was, path = next(fields, ""), next(fields, "")
        found.append((_number(added), _number(removed), was, path))
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _git(folder: Path, *arguments: str) -> str:
    """Return what git says, cut at ``LONGEST_BYTES``.

    Raises:
        NoCommit: there is no git, it objects, or it takes too long.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 the words are ours
            ["git", *_SAFE, *arguments],  # noqa: S607 where git is, the user's PATH says
            cwd=folder,
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        raise NoCommit(f"git can't be started ({error.strerror}); install it, or see to your PATH.", "no-git") from None
    timer = Timer(WITHIN_S, process.kill)
    timer.start()
    try:
        with process:
            out = process.stdout.read(LONGEST_BYTES) if process.stdout else b""
            cut = len(out) == LONGEST_BYTES
            if cut:
                process.kill()
            said = process.stderr.read(LONGEST_BYTES) if process.stderr else b""
            status = process.wait()
    finally:
        late = not timer.is_alive()
        timer.cancel()
    if status and not cut:
        raise _objection(folder, said.decode("utf-8", "replace"), late=late)
    return out.decode("utf-8", "replace")


def _objection(folder: Path, said: str, *, late: bool) -> NoCommit:
    if late:
        return NoCommit(f"git did not answer within {WITHIN_S:g} s; try again.", "no-git")
    if "not a git repository" in said:
        return NoCommit(f"{folder.name or folder} lies in no git repository; open a file of one.", "no-repository")
    first = next((line for line in said.splitlines() if line.strip()), "it gave no reason")
    return NoCommit(f"git objects: {first.removeprefix('fatal: ')}", "no-git")
