"""The smallest replacements, in whole lines, that turn one text into another."""

from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff

from tierline.edit.positions import LINE

MANY_LINES = 2_000
"""Beyond it lines that recur all over (blank ones, brackets) no longer serve as anchors: quadratic otherwise."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Replace ``[start, end)`` (code points in the old text) by ``text``."""

    start: int
    end: int
    text: str


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """Return hunks in ascending order that don't overlap; none if the texts are equal."""
    old_lines, new_lines = LINE.findall(old), LINE.findall(new)
    starts = [0]
    for line in old_lines:
        starts.append(starts[-1] + len(line))
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=len(new_lines) > MANY_LINES)
    return tuple(
        Hunk(starts[i1], starts[i2], "".join(new_lines[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def diff(old: str, new: str, path: str) -> str:
    """Return a unified diff for people; empty if the texts are equal."""
    lines = unified_diff(LINE.findall(old), LINE.findall(new), f"a/{path}", f"b/{path}", n=3)
    return "".join(map(_in_diff, lines))


def _in_diff(line: str) -> str:
    if line.endswith("\n"):
        return line
    return f"{line}\n" if line.endswith("\r") else f"{line}\n\\ No newline at end of file\n"
