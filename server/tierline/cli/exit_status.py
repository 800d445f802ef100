"""What a script can rely on: one exit status for each thing that can go wrong."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tierline.cli.terminal import fitted

if TYPE_CHECKING:
    from tierline.task import TierlineError

EXIT_STATUS: Mapping[str, int] = {
    "failed": 1,
    "bad-usage": 2,
    "no-key": 10,
    "bad-key": 11,
    "no-credit": 12,
    "key-limit": 13,
    "forbidden": 14,
    "unknown-model": 15,
    "no-model": 16,
    "refused": 17,
    "model-failed": 18,
    "flagged": 19,
    "no-network": 20,
    "rate-limited": 21,
    "free-limit": 22,
    "provider-failed": 23,
    "timeout": 24,
    "broken-stream": 25,
    "empty-answer": 26,
    "unreadable-answer": 27,
    "model-unavailable": 28,
    "bad-request": 29,
    "no-file": 30,
    "range-outside": 31,
    "binary-file": 32,
    "file-too-large": 33,
    "too-long": 34,
    "file-changed": 35,
    "empty-selection": 36,
    "no-instruction": 37,
    "no-edit": 38,
    "read-only": 39,
    "bad-settings": 40,
    "over-budget": 41,
    "port-taken": 42,
    "no-output": 43,
    "worse-snapshot": 44,
    "refresh-running": 45,
    "no-rollback": 46,
    "no-plot": 47,
    "no-ledger": 48,
    "bad-ledger": 49,
    "newer-ledger": 50,
    "no-keyring": 51,
    "ignored-file": 52,
    "resting": 53,
    "no-prompt": 54,
    "no-answer": 55,
    "no-test-file": 56,
    "no-git": 57,
    "no-repository": 58,
    "nothing-staged": 59,
    "internal": 70,
}
"""Exit status of each error's ``code``; 0 is success."""

INTERRUPTED = 130
READER_GONE = 141
_NAME_WIDTH = 21
_COLUMNS = 3


def status_of(code: str) -> int:
    """Return the exit status of an error's code."""
    return EXIT_STATUS.get(code, EXIT_STATUS["failed"])


def complain(error: "TierlineError") -> int:
    """Say on standard error what went wrong, in one sentence and what is noted on it; return the exit status."""
    for sentence in (str(error), *getattr(error, "__notes__", ())):
        say(sentence)
    return status_of(error.code)


def say(sentence: str) -> None:
    """Print a sentence on standard error."""
    print(fitted(f"tierline: {sentence}"), file=sys.stderr)


def table() -> str:
    """Return all statuses in three columns, for ``--help``."""
    named = {"done": 0, **EXIT_STATUS, "cancelled (Ctrl-C)": INTERRUPTED, "reader gone (SIGPIPE)": READER_GONE}
    cells = [f"{status:3} {name:{_NAME_WIDTH}}" for name, status in named.items()]
    rows = -(-len(cells) // _COLUMNS)
    lines = ["  ".join(cells[row::rows]).rstrip() for row in range(rows)]
    return "exit status:\n" + "\n".join(lines)
