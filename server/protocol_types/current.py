"""Files that are made from the code: written, or checked to be current."""

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def settle(texts: Mapping[str, str], command: str, *, only_check: bool) -> int:
    """Write what is not current, by path in the repository; with ``only_check`` say it, and how to make it anew.

    Returns the exit status: 1 if ``only_check`` found a file that is not current.
    """
    made = {ROOT / name: text for name, text in texts.items()}
    stale = [file for file, text in made.items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    for file in stale:
        if only_check:
            sys.stderr.write(f"{file.relative_to(ROOT)} is not current; run {command}\n")
        else:
            file.write_text(made[file], encoding="utf-8", newline="\n")
    return 1 if stale and only_check else 0
