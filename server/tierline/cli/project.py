"""The project that a file lies in: its top folder, and its rules."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from tierline.settings import project_in, root_of

if TYPE_CHECKING:
    from tierline.settings import Settings
    from tierline.switch import CustomRule

log = logging.getLogger("tierline")


def root_above(file: Path) -> Path | None:
    """Return the top folder of the project that ``file`` lies in; ``None`` if it lies in none."""
    try:
        return root_of(file.resolve())
    except OSError:
        return None


def project_rules(file: Path, settings: "Settings") -> "tuple[CustomRule, ...]":
    """Return the rules of the project that ``file`` lies in; what is wrong with them is said."""
    if settings.project_rules == "ignore":
        return ()
    project = project_in(root_above(file))
    for problem in project.problems:
        log.warning("%s", problem)
    return project.rules
