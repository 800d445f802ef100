"""Answers that were paid for: kept until the user has decided, over closed documents, crashes and restarts.

``answer``, ``anchor`` and ``placing`` are pure; ``store`` has the files.
"""

from tierline.kept.answer import HunkState, Kept, KeptHunk, Rival, State
from tierline.kept.placing import Placed
from tierline.kept.store import AnswerStore

__all__ = ["AnswerStore", "HunkState", "Kept", "KeptHunk", "Placed", "Rival", "State"]
