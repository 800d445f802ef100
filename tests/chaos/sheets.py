"""Documents whose every change is known: which text a task was about, where that stands now, what was made of it.

A sheet is a row of regions of code, each between two marker lines, with a blank line and notes behind it. Tasks are
about regions; the user writes notes, or into regions. Nobody touches the markers.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from lsprotocol import types

from tierline.edit.positions import LineIndex

PYTHON = (
    "def total_{n}(items, cache={{}}):\n    if items == None:\n        return 0\n    return sum(items) + {n}\n",
    (
        "class Cart{n}:\n    def add(self, thing):\n        try:\n            self.things.append(thing)\n"
        "        except:\n            return {n}\n"
    ),
    (
        "async def fetch_{n}(lock, rows):\n    async with lock:\n        for row in rows:\n            if row:\n"
        "                yield row + {n}\n"
    ),
)
SCRIPT = (
    "function total{n}(items) {{\n  if (items == null) return {n};\n  return items.reduce((a, b) => a + b);\n}}\n",
    (
        "const find{n} = (rows, key) => {{\n  for (const row of rows) {{\n    if (row.key === key) return row;\n  }}\n"
        "  return {n};\n}};\n"
    ),
)
REGIONS = 8


@dataclass(slots=True, eq=False)
class Place:
    """A stretch of a sheet, carried along through every change."""

    start: int
    end: int
    touched: bool = False
    """Whether something within has changed."""

    def follow(self, before: str, after: str, changes: list[tuple[int, int, str]]) -> None:
        """Take note of changes, the last one first, which made ``after`` of ``before``."""
        if self.touched or after[: self.end] == before[: self.end]:
            return
        if after.endswith(before[self.start :]):
            # Also where the change was made within: what was selected stands there whole.
            moved = len(after) - len(before)
            self.start, self.end = self.start + moved, self.end + moved
            return
        selected = before[self.start : self.end]
        if selected.strip() and before.count(selected) == after.count(selected) == 1:
            self.start = after.index(selected)
            self.end = self.start + len(selected)
            return
        moved = 0
        for start, end, text in changes:
            if end <= self.start:
                moved += len(text) - (end - start)
            elif start < self.end:
                self.touched = True
        self.start, self.end = self.start + moved, self.end + moved


@dataclass(slots=True, eq=False)
class Aim(Place):
    """What a task is about."""

    task_id: str = ""
    source: str = ""
    """The whole text when the task was begun."""
    begin: int = 0
    stop: int = 0
    """Where the selection stood in it."""

    @property
    def selection(self) -> str:
        return self.source[self.begin : self.stop]


@dataclass(slots=True, eq=False)
class Landing(Place):
    """An edit that the server had made, and for which tasks it can have been."""

    candidates: dict[str, str] = field(default_factory=dict)
    """Task id → what would be its new text."""


@dataclass(slots=True, eq=False)
class Sheet:
    uri: str
    language: str
    first: int
    """The number of its first region: no two sheets have one in common."""
    text: str = ""
    version: int = 0
    open: bool = False
    places: list[Place] = field(default_factory=list)

    def renew(self) -> None:
        """Begin with a fresh text; no task is about it."""
        codes, comment = (PYTHON, "#") if self.language == "python" else (SCRIPT, "//")
        self.text = "import os\n\n" if self.language == "python" else "'use strict';\n\n"
        for number in range(self.first, self.first + REGIONS):
            code = codes[number % len(codes)].format(n=number)
            self.text += f"{comment} <{number}\n{code}{comment} >{number}\n\n"
        self.text += f"{comment} the end\n"

    @property
    def comment(self) -> str:
        return "#" if self.language == "python" else "//"

    def region(self, number: int) -> tuple[int, int]:
        """Return where a region's code begins and ends."""
        opening, closing = f"{self.comment} <{number}\n", f"{self.comment} >{number}\n"
        return self.text.index(opening) + len(opening), self.text.index(closing)

    def aim(self, task_id: str, start: int, end: int) -> Aim:
        """Begin to follow what a task is about."""
        found = Aim(start, end, task_id=task_id, source=self.text, begin=start, stop=end)
        self.places.append(found)
        return found

    def forget(self, place: Place) -> None:
        self.places.remove(place)

    def range(self, start: int, end: int) -> types.Range:
        index = LineIndex(self.text)
        return types.Range(*(types.Position(*index.position(offset)) for offset in (start, end)))

    def offsets(self, edits: Sequence[types.TextEdit]) -> list[tuple[int, int, str]]:
        """Return edits as offsets, the last one first."""
        index = LineIndex(self.text)
        found = []
        for edit in edits:
            start, end = (index.offset(at.line, at.character) for at in (edit.range.start, edit.range.end))
            assert start is not None
            assert end is not None
            found.append((start, end, edit.new_text))
        return sorted(found, reverse=True)

    def change(self, edits: list[tuple[int, int, str]]) -> list[types.TextDocumentContentChangeEvent]:
        """Make changes, the last one first, and return what the server is told of them."""
        events: list[types.TextDocumentContentChangeEvent] = []
        before = self.text
        for start, end, text in edits:
            events.append(types.TextDocumentContentChangePartial(range=self.range(start, end), text=text))
            self.text = self.text[:start] + text + self.text[end:]
        for place in self.places:
            place.follow(before, self.text, edits)
        self.version += 1
        return events

    def landing(self, edits: list[tuple[int, int, str]]) -> Landing | None:
        """Return what the server's edits would be, unless they reach beyond all that tasks are about."""
        before = after = self.text
        for start, end, text in edits:
            after = after[:start] + text + after[end:]
        candidates, starts, ends = {}, [], []
        for aim in self.places:
            if not isinstance(aim, Aim) or aim.touched:
                continue
            head, tail = before[: aim.start], before[aim.end :]
            fits = after.startswith(head) and after.endswith(tail) and len(after) >= len(head) + len(tail)
            if fits and before[aim.start : aim.end] == aim.selection:
                candidates[aim.task_id] = after[len(head) : len(after) - len(tail)]
                starts.append(len(head))
                ends.append(len(after) - len(tail))
        if not candidates:
            return None
        return Landing(min(starts), max(ends), candidates=candidates)

    def whim(self, chance: random.Random) -> list[tuple[int, int, str]]:
        """Return what a user might change now: notes above and below the code mostly, and at times code."""
        number = chance.randrange(self.first, self.first + REGIONS)
        start, end = self.region(number)
        note = f"{self.comment} note {chance.randrange(10**6)}\n"
        kind = chance.choices(("note", "unnote", "inside", "replace"), (60, 15, 20, 5))[0]
        if kind == "note":
            below = end + len(f"{self.comment} >{number}\n\n")
            return [(below, below, note)]
        if kind == "unnote":
            at = self.text.find(f"{self.comment} note ")
            return [(at, self.text.index("\n", at) + 1, "")] if at >= 0 else []
        if end - start < len("ab\n"):
            return []
        at = chance.randrange(start + 1, end)
        return [(at, at + (kind == "replace"), "x")] if self.text[at] != "\n" or kind == "inside" else []
