"""Which files are never sent, also as context: what ``.aiignore`` and ``.gitignore`` name, in gitignore's syntax."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

AI_IGNORE = ".aiignore"
GIT_IGNORE = ".gitignore"


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The ignore files of one project: path of each, relative to the project's root with ``/``, → its text."""

    files: Mapping[str, str]

    def ignored_by(self, path: str) -> str:
        """Return the ignore file that names ``path``, relative to the root; empty if none does.

        The deepest file that says anything decides, as git has it; ``.aiignore`` stands before ``.gitignore``, but
        can't take back what the other ignores. A file within an ignored folder is ignored.
        """
        for name in (AI_IGNORE, GIT_IGNORE):
            whole = PurePosixPath(path)
            for part in (*reversed(whole.parents[:-1]), whole):
                folder = part is not whole
                if found := self._verdict(name, part, folder=folder):
                    return found
        return ""

    def _verdict(self, name: str, path: PurePosixPath, *, folder: bool) -> str:
        for parent in path.parents:
            file = str(parent / name)
            if file not in self.files:
                continue
            relative = str(path.relative_to(parent)) + "/" * folder
            include = _spec(self.files[file]).check_file(relative).include
            if include is not None:
                return file if include else ""
        return ""


def _spec(text: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(text.splitlines())
