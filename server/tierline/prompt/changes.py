"""What is staged for a commit, within a budget of tokens: each file by name, then as many of its lines as fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from posixpath import basename

from tierline.prompt.pieces import LEFT_OUT, one_line
from tierline.prompt.tokens import fitting, weigh
from tierline.task import Attachment, Kind, Task

DIFF_TOKENS = 6_000
"""What a diff is cut to: a message is about what was done, not about each line of it."""
NAMES_SHARE = 0.4
"""The most of it that the list of files may have."""
_MADE = (
    "*.lock",
    "*-lock.json",
    "*-lock.yaml",
    "*.min.js",
    "*.min.css",
    "*.map",
    "*.snap",
    "*.svg",
    "go.sum",
    "*.pb.go",
)
"""Files that programs write: their lines say nothing that their names don't."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """What happens to one file."""

    path: str
    """Relative to the repository, with ``/``; of a renamed file the new one."""
    was: str = ""
    """The old path of a renamed file."""
    added: int | None
    removed: int | None
    """Lines; ``None`` for a binary file."""
    patch: str
    """Its part of the diff."""


def commit_task(
    changes: Sequence[FileChange], *, kept_back: int = 0, subjects: Sequence[str] = (), branch: str = ""
) -> Task:
    """Return the task to write the message; ``subjects`` are those of the newest commits, as examples of the style."""
    text = shown(changes, kept_back)
    examples = Attachment(
        name="earlier subjects",
        heading="Subjects of earlier commits, the newest first",
        text="\n".join(map(one_line, subjects)),
    )
    return Task(
        kind=Kind.COMMIT,
        source=text,
        start=0,
        end=len(text),
        language="diff",
        branch=branch,
        attachments=(examples,) if subjects else (),
    )


def shown(changes: Sequence[FileChange], kept_back: int = 0, tokens: float = DIFF_TOKENS) -> str:
    """Return the changes within ``tokens``; ``kept_back`` is how many files are changed too but may not be sent."""
    lines = [_name(change) for change in changes]
    names = fitting(lines, tokens * NAMES_SHARE)
    if len(names) < len(lines):
        names.append(f"… and {len(lines) - len(names)} more files")
    if kept_back:
        names.append(f"… and {kept_back} file{'' if kept_back == 1 else 's'} that may not be shown")
    left = tokens - sum(weigh(f"{line}\n") for line in names)
    patches = [_cut(change.patch, room) for change, room in zip(changes, _rooms(changes, left), strict=True)]
    return "\n".join([*names, "", *(patch for patch in patches if patch)])


def _name(change: FileChange) -> str:
    what = "binary" if change.added is None else f"+{change.added} -{change.removed}"
    renamed = f"{one_line(change.was)} => " if change.was else ""
    return f"{renamed}{one_line(change.path)} | {what}"


def _rooms(changes: Sequence[FileChange], tokens: float) -> list[float]:
    """Share the tokens out: a small patch takes what it needs, and what it leaves goes to the larger ones."""
    needs = [0.0 if _is_made(change.path) else weigh(change.patch) for change in changes]
    rooms = [0.0] * len(needs)
    order = sorted(range(len(needs)), key=needs.__getitem__)
    for number, place in enumerate(order):
        rooms[place] = min(needs[place], max(0.0, tokens) / (len(order) - number))
        tokens -= rooms[place]
    return rooms


def _is_made(path: str) -> bool:
    return any(fnmatchcase(basename(path), pattern) for pattern in _MADE)


def _cut(patch: str, tokens: float) -> str:
    lines = patch.rstrip("\n").split("\n")
    # Only what is changed counts: the head of a patch repeats the name.
    first = next((at for at, line in enumerate(lines) if line.startswith("@@")), None)
    if first is None or not tokens:
        return ""
    head = [line for line in lines[:first] if line.startswith(("diff --git", "new file", "deleted file", "rename "))]
    body = [*head, *lines[first:]]
    kept = fitting(body, tokens + 1)
    if len(kept) <= len(head) + 1:
        return ""
    return "\n".join([*kept, *([LEFT_OUT] if len(kept) < len(body) else []), ""])
