"""A document whose characters know who they are: wherever they go, they can be found again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from tierline.edit.changes import Change


@dataclass
class Oracle:
    """Cells of a character and a number that no other one ever has."""

    cells: list[tuple[str, int]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    @property
    def text(self) -> str:
        return "".join(character for character, _ in self.cells)

    def marks(self, start: int, end: int) -> tuple[int, ...]:
        return tuple(number for _, number in self.cells[start:end])

    def change(self, change: Change) -> None:
        self.cells[change.start : change.end] = [(character, next(self.numbers)) for character in change.text]

    def where(self, marks: Sequence[int]) -> int | None:
        """Return where these characters stand, all of them, in a row; ``None`` if they don't any more."""
        numbers = [number for _, number in self.cells]
        if not marks or marks[0] not in numbers:
            return None
        start = numbers.index(marks[0])
        return start if tuple(numbers[start : start + len(marks)]) == tuple(marks) else None


def oracle_of(text: str) -> Oracle:
    found = Oracle()
    found.change(Change(0, 0, text))
    return found


def units(text: str, encoding: str) -> int:
    return (
        len(text.encode(f"{encoding}-le" if encoding != "utf-8" else encoding))
        // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    )


def position(text: str, offset: int, encoding: str) -> tuple[int, int]:
    """Return line and character by walking there: slow, and by LSP's definition."""
    line = start = at = 0
    while at < offset:
        if text.startswith("\r\n", at):
            if at + 1 == offset:
                break
            at += 2
        elif text[at] in "\r\n":
            at += 1
        else:
            at += 1
            continue
        line, start = line + 1, at
    return line, units(text[start:offset], encoding)


def offset(text: str, line: int, character: int, encoding: str) -> int:
    """Return the place of a position, by trying them all."""
    return next(at for at in range(len(text) + 1) if position(text, at, encoding) == (line, character))


def edited(text: str, edits: Iterable[tuple[tuple[int, int], tuple[int, int], str]], encoding: str) -> str:
    """Return the text that an editor has after text edits, all of them told in the text as it was."""
    places = sorted((offset(text, *start, encoding), offset(text, *end, encoding), new) for start, end, new in edits)
    for start, end, new in reversed(places):
        text = text[:start] + new + text[end:]
    return text
