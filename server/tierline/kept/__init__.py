"""Answers that were paid for: kept until the user has decided, over closed documents, crashes and restarts.

``answer``, ``anchor`` and ``placing`` are pure; ``store`` has the files.
"""

from tierline.edit.waiting import State as HunkState
from tierline.kept.answer import DECIDED, Kept, KeptHunk, Rival, State, hunks_of
from tierline.kept.store import AnswerStore, new_key, time_of

__all__ = [
    "DECIDED",
    "AnswerStore",
    "HunkState",
    "Kept",
    "KeptHunk",
    "Rival",
    "State",
    "hunks_of",
    "new_key",
    "time_of",
]
