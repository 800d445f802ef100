"""Where the findings of a review stand in the reviewed code: numbers of models are often wrong, quotes seldom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from tierline.answer.remarks import Remark

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_CLOSER = re.compile(r"[)}\]]|end\b")
MOST_LINES = 200
"""Of a block that goes along with the line that heads it."""
_SHORTEST = 4
"""Characters of a quote that tells a line from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A finding with its place: offsets into the document, white space around the lines left out."""

    remark: Remark
    start: int
    end: int


def placed(found: Sequence[Remark], source: str, start: int, end: int) -> tuple[Placed, ...]:
    """Return the findings on ``source[start:end]`` whose place is certain, in their order.

    A quote counts more than a number: of several lines that hold it the one nearest to the number is meant. A
    finding without a quote stands where its number says, if that is within the selection; with a quote that stands
    nowhere, it has no place.
    """
    lines = _lines(source, start, end)
    if not lines:
        return ()
    first = source.count("\n", 0, lines[0][0]) + 1 if "\n" in source else source.count("\r", 0, lines[0][0]) + 1
    texts = [_squeezed(source[begin:stop]) for begin, stop in lines]
    result = []
    for remark in found:
        span = _span(remark, texts, first)
        if span is not None:
            begin, stop = lines[span[0]][0], lines[span[1]][1]
            text = source[begin:stop]
            lead, tail = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
            if text.strip():
                result.append(Placed(remark=remark, start=begin + lead, end=stop - tail))
    return tuple(result)


def whole(source: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of the statement that begins in a range, with its indentation and the block that it opens.

    A line that heads a block can't be mended without it.
    """
    begin = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    lead = _indent(source[begin:end])
    stop = end
    for line in islice(_LINE.finditer(source, _next_line(source, end)), MOST_LINES):
        text = line[0]
        if text.strip() and _indent(text) <= lead:
            closes = _indent(text) == lead and _CLOSER.match(text.lstrip())
            # What closes the block belongs to it; what follows does not.
            return (begin, line.end() - len(text) + len(text.rstrip())) if closes and stop > end else (begin, stop)
        if not text:
            break
        if text.strip():
            stop = line.end() - len(text) + len(text.rstrip())
    return begin, stop


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _next_line(source: str, end: int) -> int:
    found = re.compile(r"\r\n|\r|\n").search(source, end)
    return found.end() if found else len(source)


def _lines(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the whole lines that the selection touches."""
    begin = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    found = []
    for line in _LINE.finditer(source, begin):
        if line.start() >= end or line.start() == line.end():
            break
        found.append((line.start(), line.end()))
    return found


def _span(remark: Remark, texts: Sequence[str], first: int) -> tuple[int, int] | None:
    """Return the places of the first and the last line in the list of lines."""
    said = remark.first - first
    length = max(0, remark.last - remark.first)
    quote = _squeezed(remark.quote.splitlines()[0]) if remark.quote else ""
    if len(quote) >= _SHORTEST:
        holding = [at for at, text in enumerate(texts) if quote in text or (len(text) >= _SHORTEST and text in quote)]
        exact = [at for at in holding if texts[at] == quote] or holding
        if not exact:
            return None
        at = min(exact, key=lambda place: abs(place - said)) if remark.first else exact[0]
        return at, min(at + length, len(texts) - 1)
    if not remark.first or not 0 <= said < len(texts):
        return None
    if quote and quote not in texts[said]:
        return None
    return said, min(said + length, len(texts) - 1)


def _squeezed(line: str) -> str:
    return " ".join(line.strip().strip("….").split())
