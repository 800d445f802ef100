"""LSP positions and offsets, by LSP's own rules: lines end with LF, CRLF or CR and with nothing else."""

import re
from bisect import bisect_right
from itertools import accumulate

_LINE_END = re.compile(r"\r\n|\n|\r")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""A line with its end, as LSP cuts text: ``LINE.findall(text)`` gives them all."""


class LineIndex:
    """Finds offsets (code points into ``text``) of positions and back, for one position encoding.

    ``encoding`` is LSP's ``utf-8``, ``utf-16`` or ``utf-32``: the unit of ``character``.
    """

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text = text
        self.encoding = encoding
        ends = list(_LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._stops = [*(end.start() for end in ends), len(text)]

    @property
    def line_count(self) -> int:
        """How many lines there are; a text that ends with a line end has an empty last line."""
        return len(self._starts)

    def offset(self, line: int, character: int) -> int | None:
        """Return the offset, with ``character`` cut to the line's end as LSP asks; ``None`` past the last line."""
        if not 0 <= line < self.line_count:
            return None
        start, stop = self._starts[line], self._stops[line]
        within = self.text[start:stop]
        if within.isascii() or self.encoding == "utf-32":
            return min(start + max(character, 0), stop)
        return start + bisect_right(list(accumulate(map(self._units, within))), max(character, 0))

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and character of ``offset``, which lies between 0 and the text's length."""
        line = bisect_right(self._starts, offset) - 1
        within = self.text[self._starts[line] : min(offset, self._stops[line])]
        return line, sum(map(self._units, within))

    def _units(self, character: str) -> int:
        if self.encoding == "utf-8":
            return len(character.encode("utf-8", "surrogatepass"))
        return 2 if self.encoding == "utf-16" and ord(character) > 0xFFFF else 1  # noqa: PLR2004 the BMP's end
