"""The message of a commit, from the names in the diff."""

import re
from posixpath import basename

from tierline.sandbox.answers.prompt import Prompt

MARK = "Simulated by the Tierline sandbox; no model was called."
MOST = 72
"""Characters of a subject."""

_FILE = re.compile(
    r"^diff --git \S*?a/(?P<path>.+) \S*?b/(?P=path)$(?P<new>\nnew file)?(?P<gone>\ndeleted file)?", re.MULTILINE
)
_NAME = re.compile(r"^(?:.+ => )?(?P<path>[^\n|]+?) \| (?:binary|\+\d+ -\d+)$", re.MULTILINE)


def message(prompt: Prompt) -> str:
    """Return a subject that names what is changed, and a body that says who wrote it."""
    verbs = {
        found["path"]: "Add" if found["new"] else "Remove" if found["gone"] else "Change"
        for found in _FILE.finditer(prompt.code)
    }
    paths = list(dict.fromkeys([*(found["path"] for found in _NAME.finditer(prompt.code)), *verbs]))
    if not paths:
        return f"Change what is staged\n\n{MARK}\n"
    if len(paths) == 1:
        subject = f"{verbs.get(paths[0], 'Change')} {basename(paths[0])}"
    else:
        subject = f"Change {basename(paths[0])} and {len(paths) - 1} more file{'' if len(paths) == 2 else 's'}"  # noqa: PLR2004 one more
    return f"{subject[:MOST].rstrip()}\n\n{MARK}\n"
