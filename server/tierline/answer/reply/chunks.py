"""Replies that say what to change: unified diffs, search and replace, patches. Read, not yet placed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tierline.answer.fences import Block
from tierline.answer.reply.reading import Shape

_SEARCH = re.compile(r"^[ ]{0,3}<{5,9} ?(?:SEARCH|ORIGINAL)\b.*$")
_DIVIDER = re.compile(r"^[ ]{0,3}={5,9}[ ]*$")
_REPLACE = re.compile(r"^[ ]{0,3}>{5,9} ?(?:REPLACE|UPDATED)?\b.*$")
_SEARCH_HEAD = re.compile(r"^(?::(?:start|end)_line:.*|-{5,9})$")
_HUNK = re.compile(r"^@@(?:.*@@)?")
_FILE_HEAD = re.compile(r"^(?:diff --git |index [0-9a-f]+\.\.|(?:new|deleted) file mode |similarity index |rename )")
_PATCH_BEGIN, _PATCH_END = "*** Begin Patch", "*** End Patch"
_DIFFS = frozenset({"diff", "patch", "udiff"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines, without their ends, that are to become others."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunks:
    """All the changes of a reply; ``why`` says why they can't be made, whatever the document is."""

    shape: Shape
    chunks: tuple[Chunk, ...]
    why: str = ""


def chunks_in(text: str, blocks: Sequence[Block]) -> Chunks | None:
    """Return the changes that a reply describes; ``None`` if it has none of these forms.

    ``text`` has LF; ``blocks`` are its code blocks.
    """
    lines = text.split("\n")
    if any(map(_SEARCH.match, lines)):
        return _search_replace(lines)
    if any(line.strip() == _PATCH_BEGIN for line in lines):
        return _patch(lines)
    parts = [block for block in blocks if _is_diff(block.text, block.language)]
    if not parts and not blocks and _is_diff(text, ""):
        parts = [Block(text[min(_starts(text)) :], "diff")]
    if not parts:
        return None
    return Chunks(Shape.DIFF, tuple(chunk for part in parts for chunk in _hunks(part.text.split("\n"))))


def _search_replace(lines: Sequence[str]) -> Chunks:
    chunks: list[Chunk] = []
    old: list[str] | None = None
    new: list[str] | None = None
    for line in lines:
        if old is None:
            old = [] if _SEARCH.match(line) else None
        elif new is None:
            if _DIVIDER.match(line):
                new = []
            elif old or not _SEARCH_HEAD.match(line):
                old.append(line)
        elif _REPLACE.match(line):
            chunks.append(Chunk(tuple(old), tuple(new)))
            old = new = None
        elif not (_DIVIDER.match(line) and not new):
            new.append(line)
    why = "it ends within a block of search and replace" if old is not None else ""
    return Chunks(Shape.SEARCH_REPLACE, tuple(chunks), why)


def _patch(lines: Sequence[str]) -> Chunks:
    first = next(place for place, line in enumerate(lines) if line.strip() == _PATCH_BEGIN)
    inside = lines[first + 1 :]
    end = next((place for place, line in enumerate(inside) if line.strip() == _PATCH_END), None)
    if end is None:
        return Chunks(Shape.PATCH, (), "its patch has no end")
    told = [line for line in inside[:end] if line.startswith("*** ")]
    others = [line for line in told if not line.startswith(("*** Update File:", "*** End of File"))]
    if others or sum(line.startswith("*** Update File:") for line in told) > 1:
        return Chunks(Shape.PATCH, (), "its patch is about other files, too")
    return Chunks(Shape.PATCH, tuple(_hunks([line for line in inside[:end] if not line.startswith("*** ")])))


def _is_diff(text: str, language: str) -> bool:
    lines = text.split("\n")
    if language in _DIFFS:
        return any(line.startswith(("+", "-")) for line in lines)
    return bool(_starts(text)) and any(line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"} for line in lines)


def _starts(text: str) -> list[int]:
    """Return where a diff begins: at the names of files, or at a hunk's numbers."""
    return [found.start() for found in re.finditer(r"^(?:--- .*\n\+\+\+ |@@ -\d.* @@)", text, re.MULTILINE)]


def _hunks(lines: Sequence[str]) -> list[Chunk]:
    hunks: list[list[str]] = [[]]
    for place, line in enumerate(lines):
        names = _names_files(lines, place) or (place > 0 and _names_files(lines, place - 1))
        if _HUNK.match(line) or names or _FILE_HEAD.match(line):
            hunks.append([])
        elif not line.startswith("\\"):
            hunks[-1].append(line)
    return [_chunk(hunk) for hunk in hunks if any(line[:1] in {"+", "-"} for line in hunk)]


def _names_files(lines: Sequence[str], place: int) -> bool:
    """Whether two lines name files; a comment (``-- x``) that goes, with marks before it, looks almost like that."""
    pair = [*lines[place : place + 3], "", ""]
    named = pair[0].startswith("--- ") and pair[1].startswith("+++ ")
    return named and (pair[2].startswith("@@") or not any(line.strip() for line in lines[:place]))


def _chunk(hunk: Sequence[str]) -> Chunk:
    """Read one hunk; a line without a mark is one that stays, its first blank lost by the model."""
    lines = list(hunk)
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    marked = [(line[:1], line[1:]) if line[:1] in {" ", "+", "-"} else (" ", line) for line in lines]
    return Chunk(
        tuple(line for mark, line in marked if mark != "+"), tuple(line for mark, line in marked if mark != "-")
    )
