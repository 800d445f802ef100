"""The smallest replacements, in whole lines, that turn one text into another."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from itertools import accumulate

from tierline.edit.positions import LINE

MANY_LINES = 1_000
"""Beyond it lines that recur all over (blank ones, brackets) no longer serve as anchors: quadratic otherwise."""

_GAP = 2
"""Lines without a word in them, between two changes, that don't part them."""

Opcode = tuple[int, int, int, int]
"""Lines ``[i1, i2)`` of the old text become lines ``[j1, j2)`` of the new one."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Replace ``old``, which is ``[start, end)`` (code points in the old text), by ``text``."""

    start: int
    end: int
    old: str
    text: str
    id: str
    """Twelve hexadecimal digits that depend on both texts, and on how many equal hunks stand before it; on no place."""


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """Return hunks in ascending order that don't overlap or touch; none if the texts are equal.

    Between two hunks stands an equal line; but where it has no word in it, and what follows stands as deep as what
    goes before (a blank line within a block that is rewritten), the hunk goes on.
    """
    old_lines, new_lines = LINE.findall(old), LINE.findall(new)
    starts = list(accumulate(map(len, old_lines), initial=0))
    found: list[Hunk] = []
    seen: Counter[tuple[str, str]] = Counter()
    for i1, i2, j1, j2 in _joined(_changes(old_lines, new_lines), old_lines, new_lines):
        gone, come = "".join(old_lines[i1:i2]), "".join(new_lines[j1:j2])
        found.append(Hunk(starts[i1], starts[i2], gone, come, _id(gone, come, seen[gone, come])))
        seen[gone, come] += 1
    return tuple(found)


def chosen(found: Iterable[Hunk], ids: Iterable[str]) -> tuple[Hunk, ...]:
    """Return those of the hunks that are named; a name that none has is passed over."""
    wanted = set(ids)
    return tuple(hunk for hunk in found if hunk.id in wanted)


def applied(old: str, found: Iterable[Hunk]) -> str:
    """Return ``old`` with some of its hunks, in whichever order, made."""
    pieces: list[str] = []
    done = 0
    for hunk in sorted(found, key=lambda hunk: hunk.start):
        pieces += [old[done : hunk.start], hunk.text]
        done = hunk.end
    return "".join((*pieces, old[done:]))


def diff(old: str, new: str, path: str) -> str:
    """Return a unified diff for people; empty if the texts are equal."""
    lines = unified_diff(LINE.findall(old), LINE.findall(new), f"a/{path}", f"b/{path}", n=3)
    return "".join(map(_in_diff, lines))


def _in_diff(line: str) -> str:
    if line.endswith("\n"):
        return line
    return f"{line}\n" if line.endswith("\r") else f"{line}\n\\ No newline at end of file\n"


def _changes(old: list[str], new: list[str]) -> list[Opcode]:
    """Compare what stands between the lines that both begin and end with."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, gone, come, autojunk=len(come) > MANY_LINES)
    return [
        (i1 + head, i2 + head, j1 + head, j2 + head) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
    ]


def _joined(changes: list[Opcode], old: list[str], new: list[str]) -> list[Opcode]:
    joined: list[Opcode] = []
    for change in changes:
        if joined and _belongs(joined[-1], change, old, new):
            joined[-1] = (joined[-1][0], change[1], joined[-1][2], change[3])
        else:
            joined.append(change)
    return joined


def _belongs(last: Opcode, change: Opcode, old: list[str], new: list[str]) -> bool:
    between = old[last[1] : change[0]]
    if len(between) > _GAP or any(character.isalnum() for line in between for character in line):
        return False
    rewrites = last[0] < last[1] and last[2] < last[3] and change[0] < change[1] and change[2] < change[3]
    return rewrites and _depth(new[change[2]]) >= _depth(new[last[3] - 1])


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _id(old: str, new: str, ordinal: int) -> str:
    told = f"{len(old)}:{old}{new}:{ordinal}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:12]
