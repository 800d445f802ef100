"""What ignore files say of a file on the disk: the nested ones, those of the whole repository, the user's own."""

import os
import re
from pathlib import Path, PurePosixPath

from tierline.privacy.ignore import AI_IGNORE, GIT_IGNORE, Ignored, IgnoreRules
from tierline.settings.checkout import git_folder, read_small
from tierline.settings.tracked import is_tracked
from tierline.task import TierlineError

_LONGEST_BYTES = 256 * 1024
_EXCLUDES = re.compile(r"^[ \t]*excludesfile[ \t]*=[ \t]*\"?(.+?)\"?[ \t]*$", re.IGNORECASE | re.MULTILINE)

_known: dict[Path, tuple[tuple[int, int, int], str]] = {}
"""By the path of an ignore file: how it stood when it was read, and what was in it."""


class IgnoredFile(TierlineError):
    """The file is one of those that are never sent."""

    code = "ignored-file"


def ignored(file: Path, root: Path | None) -> Ignored | None:
    """Return what keeps ``file`` from being sent; ``None`` where nothing does, or it lies in no project.

    ``root`` is the project's top folder, if it has one. ``.aiignore`` counts from there down, git's own ignore files
    within the repository, and not for files that it follows although a pattern names them. Of a link both names count,
    its own and the one it leads to. Never fails; what can't be read says nothing.
    """
    found = _named(file, root)
    try:
        real = file.resolve()
        return found or (_named(real, root and root.resolve()) if real != file else None)
    except (OSError, RuntimeError):
        return found


def _named(file: Path, root: Path | None) -> Ignored | None:
    repository = next((folder for folder in file.parents if os.path.lexists(folder / ".git")), None)
    tops = [folder for folder in (root, repository) if folder and file.is_relative_to(folder)]
    if not tops:
        return None
    base = min(tops, key=lambda folder: len(folder.parts))
    files: dict[str, str] = {}
    for folder in file.parents:
        if not folder.is_relative_to(base):
            break
        names = [AI_IGNORE] + [GIT_IGNORE] * bool(repository and folder.is_relative_to(repository))
        for name in names:
            if text := _text(folder / name):
                files[(folder / name).relative_to(base).as_posix()] = text
    elsewhere = _beside(repository, repository.relative_to(base).as_posix()) if repository else []
    if not files and not elsewhere:
        return None
    found = IgnoreRules(files, elsewhere).match(file.relative_to(base).as_posix())
    by_git = found is not None and PurePosixPath(found.file).name != AI_IGNORE
    return None if by_git and repository and is_tracked(file, repository) else found


def refusal(path: str, found: Ignored) -> IgnoredFile:
    """Return the error that says why a task on ``path`` is not sent, and how it could be."""
    return IgnoredFile(
        f"{path} is not sent: {found.file} has the line '{found.pattern}'. "
        "Take it out there, or set sendIgnored to ask."
    )


def question(path: str, found: Ignored) -> str:
    """Return what the user is asked who wants to be."""
    return f"{found.file} keeps {path} back by its line '{found.pattern}'. May it be sent this time?"


def _beside(repository: Path, top: str) -> list[tuple[str, str, str]]:
    """Return what git reads beside the ``.gitignore`` files, in the order of its weight."""
    found = []
    try:
        own = git_folder(repository / ".git")
    except (OSError, ValueError):
        return []
    # A worktree shares this file with the repository it belongs to.
    if text := _text(own / (_text(own / "commondir").strip() or ".") / "info" / "exclude"):
        found.append((".git/info/exclude", top, text))
    if (excludes := _global_excludes()) and (text := _text(excludes)):
        found.append((str(excludes), top, text))
    return found


def _global_excludes() -> Path | None:
    """Return the user's own excludes, as ``core.excludesFile`` names them or where git looks without it."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "git"
    for settings in (home / ".gitconfig", config / "config"):
        if named := list(_EXCLUDES.finditer(_text(settings))):
            return home / str(named[-1][1]).removeprefix("~/")
    return config / "ignore"


def _text(path: Path) -> str:
    """Return what is in a small file, read again only after it changed; empty where there is none."""
    try:
        found = path.stat()
        as_it_stands = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = _known.get(path)
        if known is None or known[0] != as_it_stands:
            known = (as_it_stands, read_small(path, _LONGEST_BYTES))
            _known[path] = known
    except (OSError, ValueError):
        return ""
    return known[1]
