"""The smallest replacements, in whole lines, that turn one text into another."""

from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff


@dataclass(frozen=True, slots=True)
class Hunk:
    """Replace ``[start, end)`` (code points in the old text) by ``text``."""

    start: int
    end: int
    text: str


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """Return hunks in ascending order that don't overlap; none if the texts are equal."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in old_lines:
        starts.append(starts[-1] + len(line))
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    return tuple(
        Hunk(starts[i1], starts[i2], "".join(new_lines[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def apply(old: str, changes: tuple[Hunk, ...]) -> str:
    """Return ``old`` with ``changes`` made."""
    for hunk in reversed(changes):
        old = old[: hunk.start] + hunk.text + old[hunk.end :]
    return old


def diff(old: str, new: str, path: str) -> str:
    """Return a unified diff for people; empty if the texts are equal."""
    lines = unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{path}", f"b/{path}", n=3)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
