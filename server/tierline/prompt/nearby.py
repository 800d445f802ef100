"""The lines of a file around a selection, by worth: each at most once, whole, and in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from tierline.prompt.outline import enclosing, imports, indent, is_head
from tierline.prompt.pieces import LEFT_OUT
from tierline.prompt.tokens import SCRIPTS, weigh

WITHIN = 20_000
"""Code points before and behind the selection that are looked at, beyond the beginning of the file."""
TOP = 6_000
"""Code points at the beginning of a file, where its imports stand."""
NEAR_BEFORE, NEAR_AFTER = 40, 20
"""Lines that are worth more than the heads of the other functions."""
_MARK = weigh(f"{LEFT_OUT}\n")
_DEAREST_LINE = 0.25
"""The share of the budget that one line may have: generated code in a single line tells little."""
_DEAREST_CHARACTER = max(weight for _, weight in SCRIPTS)
"""More tokens than any character is of its own."""


@dataclass(slots=True)
class _Chosen:
    """The lines taken so far out of ``lines``, and the tokens that are left for more."""

    lines: Sequence[str]
    left: float
    dearest: float
    taken: set[int] = field(default_factory=set)

    def take_all(self) -> bool:
        """Take all lines, if all fit; say whether they were taken. One look at all is quicker than one at each."""
        text, long = "".join(self.lines), self.dearest / _DEAREST_CHARACTER
        if (
            "\0" in text
            or weigh(text) > self.left
            or any(len(line) > long and weigh(line) > self.dearest for line in self.lines)
        ):
            return False
        self.taken.update(range(len(self.lines)))
        return True

    def take(self, numbers: Iterable[int]) -> bool:
        """Take the lines in turn, for as long as there are tokens; say whether all were taken."""
        whole = True
        for number in numbers:
            if number in self.taken:
                continue
            line = self.lines[number]
            tokens = weigh(line)
            alone = not {number - 1, number + 1} & self.taken
            cost = tokens + (_MARK if alone else 0.0)
            if "\0" in line or tokens > self.dearest:
                whole = False
                continue
            if cost > self.left:
                return False
            self.left -= cost
            self.taken.add(number)
        return whole

    def shown(self, *, ends: bool) -> str:
        """Return the lines, with a mark in each gap; ``ends`` says whether one also stands behind the last line."""
        parts: list[str] = []
        expected = 0
        for number in sorted(self.taken):
            if number != expected and parts:
                parts.append(f"{LEFT_OUT}\n")
            line = self.lines[number]
            parts.append(line if line.endswith("\n") else f"{line}\n")
            expected = number + 1
        if parts and ends and expected < len(self.lines):
            parts.append(f"{LEFT_OUT}\n")
        return "".join(parts).strip("\n")


def nearby(source: str, start: int, end: int, tokens: float) -> tuple[str, str, str]:
    """Return the text before and behind ``source[start:end]``, and what was left out of it.

    Of most worth are the heads of what the selection stands in, then the imports, the nearest lines, the heads
    of the other functions and types, and the lines further away. A file that fits goes along whole.
    """
    before, skipped = _before(source, start)
    more = end + WITHIN < len(source)
    behind = _lines(source[end : source.rfind("\n", end, end + WITHIN) + 1 or end] if more else source[end:])
    lines = [*before, *behind]
    here = len(before)
    chosen = _Chosen(lines, tokens - _MARK, tokens * _DEAREST_LINE)
    complete = chosen.take_all() or _take_by_worth(chosen, before, source, start, end)
    first, second = _split(chosen, here)
    missing = skipped or more or not complete
    return first, second, "further lines of the file" if missing else ""


def _take_by_worth(chosen: _Chosen, before: list[str], source: str, start: int, end: int) -> bool:
    """Take lines for as long as there are tokens, the worthiest first; say whether all were taken."""
    lines, here = chosen.lines, len(before)
    whole_lines = source[source.rfind("\n", 0, start) + 1 : min(end, start + WITHIN)].split("\n")
    width = min((indent(line) for line in whole_lines if line.strip()), default=0)
    complete = [
        chosen.take(reversed(enclosing(before, width))),
        chosen.take(imports(before)),
        chosen.take(_outward(range(here - 1, -1, -1), range(here, len(lines)), NEAR_BEFORE, NEAR_AFTER)),
        chosen.take(number for number, line in enumerate(lines) if is_head(line)),
        chosen.take(_outward(range(here - 1, -1, -1), range(here, len(lines)), len(lines), len(lines))),
    ]
    return all(complete)


def _split(chosen: _Chosen, here: int) -> tuple[str, str]:
    head = _Chosen(chosen.lines[:here], 0, 0, {number for number in chosen.taken if number < here})
    tail = _Chosen(chosen.lines[here:], 0, 0, {number - here for number in chosen.taken if number >= here})
    return head.shown(ends=True), tail.shown(ends=False)


def _before(source: str, start: int) -> tuple[list[str], bool]:
    """Return the lines before the selection that are looked at, and whether there are more."""
    near = start - WITHIN
    if near <= TOP:
        return _lines(source[:start]), False
    top = source[: source.rfind("\n", 0, TOP) + 1]
    close = source[source.find("\n", near, start) + 1 or start : start]
    return [*_lines(top), f"{LEFT_OUT}\n", *_lines(close)], True


def _lines(text: str) -> list[str]:
    """Return the lines as the editor counts them; other line ends than LF stay within."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])


def _outward(before: range, behind: range, most_before: int, most_behind: int) -> Iterator[int]:
    """Yield the lines by their distance, two before for each one behind."""
    pairs = zip_longest(before[:most_before:2], before[1:most_before:2], behind[:most_behind])
    return (number for number in chain.from_iterable(pairs) if number is not None)
