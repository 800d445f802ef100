"""Which files are never sent, also as context: what ``.aiignore`` and ``.gitignore`` name, in gitignore's syntax."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

AI_IGNORE = ".aiignore"
GIT_IGNORE = ".gitignore"


@dataclass(frozen=True, slots=True)
class Ignored:
    """Why a file is kept back."""

    file: str
    """The ignore file that names it, relative to the root."""
    pattern: str
    """The line that does."""


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The ignore files of one project: path of each, relative to the project's root with ``/``, → its text."""

    files: Mapping[str, str]
    elsewhere: Sequence[tuple[str, str, str]] = ()
    """Name, folder that its patterns are relative to, and text of what git reads beside ``.gitignore``
    (``.git/info/exclude``, the user's global excludes); what comes first counts more."""

    def ignored_by(self, path: str) -> str:
        """Return the ignore file that names ``path``, relative to the root; empty if none does."""
        found = self.match(path)
        return found.file if found else ""

    def match(self, path: str) -> Ignored | None:
        """Return what keeps ``path``, relative to the root, from being sent; ``None`` if nothing does.

        The deepest file that says anything decides, as git has it; ``.aiignore`` stands before ``.gitignore``, but
        can't take back what the other ignores. A file within an ignored folder is ignored.
        """
        whole = PurePosixPath(path)
        for name in (AI_IGNORE, GIT_IGNORE):
            for part in (*reversed(whole.parents[:-1]), whole):
                if found := self._verdict(name, part, folder=part is not whole):
                    return found
        return None

    def _verdict(self, name: str, path: PurePosixPath, *, folder: bool) -> Ignored | None:
        inner = [(str(parent / name), str(parent), self.files.get(str(parent / name))) for parent in path.parents]
        for file, top, text in (*inner, *(self.elsewhere if name == GIT_IGNORE else ())):
            if text is None or not path.is_relative_to(top):
                continue
            spec = _spec(text)
            said = spec.check_file(str(path.relative_to(top)) + "/" * folder)
            if said.include is not None and said.index is not None:
                return Ignored(file, str(spec.patterns[said.index].pattern)) if said.include else None
        return None


@lru_cache(maxsize=128)
def _spec(text: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(text.splitlines())
