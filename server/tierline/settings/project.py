"""What a project says of itself: its top folder, its branch, and the rules in ``.tierline/rules.json``."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from tierline.settings.checkout import branch_of, read_small
from tierline.settings.rules import read_project_rules
from tierline.switch import CustomRule

RULES_FILE = Path(".tierline", "rules.json")
_LONGEST_BYTES = 64 * 1024
_MARKS = (".git", RULES_FILE.parts[0])

_known: dict[Path, tuple[tuple[int, int, int], "Project"]] = {}
"""By the path of a rules file: how it stood when it was read, and what was in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The rules that a project brings, and a sentence for each thing in its file that was left out."""

    rules: tuple[CustomRule, ...] = ()
    problems: tuple[str, ...] = ()


NONE = Project()


def root_of(file: Path) -> Path | None:
    """Return the nearest folder above ``file`` that is the top of a project; ``None`` if there is none."""
    return next((folder for folder in file.parents if any(os.path.lexists(folder / mark) for mark in _MARKS)), None)


def project_in(root: Path | None) -> Project:
    """Return what the project in ``root`` brings; nothing where it has no rules. Never fails."""
    if root is None:
        return NONE
    path = root / RULES_FILE
    try:
        found = path.stat()
        as_it_stands = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = _known.get(path)
        if known is None or known[0] != as_it_stands:
            known = (as_it_stands, _read(path))
            _known[path] = known
    except (FileNotFoundError, NotADirectoryError):
        return NONE
    except OSError as error:
        return _unusable(error.strerror or str(error))
    return known[1]


def branch_in(root: Path | None) -> str:
    """Return the branch that is checked out in ``root``; empty if unknown."""
    return branch_of(root) if root else ""


def _read(path: Path) -> Project:
    try:
        raw = json.loads(read_small(path, _LONGEST_BYTES))
    except UnicodeDecodeError:
        return _unusable("it is not UTF-8 text")
    except (ValueError, RecursionError) as error:
        return _unusable(str(error))
    rules, problems = read_project_rules(raw, RULES_FILE.as_posix())
    return Project(rules=rules, problems=problems)


def _unusable(cause: str) -> Project:
    return Project(problems=(f"{RULES_FILE.as_posix()} can't be read ({cause}); correct it.",))
