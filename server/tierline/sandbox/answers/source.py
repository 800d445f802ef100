"""Python source with its tree, and edits of it that leave every other byte alone."""

import ast
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_NEWLINE = re.compile(rb"\r\n|\r|\n")
WRAPPER = "if True:\n"
"""Put before an indented selection, so that it parses as it stands."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes from ``start`` to ``end`` (offsets in UTF-8)."""

    start: int
    end: int
    text: str


class Source:
    """A piece of Python that parses, indented or not."""

    def __init__(self, code: str, tree: ast.Module, wrapped: int) -> None:
        self.code = code
        body = tree.body[0].body if wrapped and isinstance(tree.body[0], ast.If) else tree.body
        self.statements: list[ast.stmt] = body
        """The outermost ones."""
        self.nodes = [node for statement in body for node in ast.walk(statement)]
        self._wrapped = wrapped
        self._bytes = code.encode()
        self.newline = "\r\n" if "\r\n" in code else "\n"

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in _NEWLINE.finditer(self._bytes))]

    @property
    def functions(self) -> list[Function]:
        """All functions, outermost first."""
        return sorted(
            (node for node in self.nodes if isinstance(node, Function)),
            key=lambda node: (node.lineno, node.col_offset),
        )

    def start(self, node: ast.stmt | ast.expr | ast.excepthandler | ast.arg) -> int:
        """Return the offset at which a node begins; with its decorators."""
        first = min([node, *getattr(node, "decorator_list", [])], key=lambda part: part.lineno)
        if first is node:
            return self._offset(node.lineno, node.col_offset)
        return self._bytes.rfind(b"@", 0, self._offset(first.lineno, first.col_offset))

    def end(self, node: ast.stmt | ast.expr | ast.arg) -> int:
        """Return the offset just after a node."""
        assert node.end_lineno is not None  # noqa: S101 - the parser sets it
        assert node.end_col_offset is not None  # noqa: S101 - the same
        return self._offset(node.end_lineno, node.end_col_offset)

    def text(self, start: int, end: int) -> str:
        """Return the text between two offsets."""
        return self._bytes[start:end].decode()

    def indent(self, offset: int) -> str | None:
        """Return the white space that leads to an offset; None if there is more than that before it on its line."""
        line = max(start for start in self._lines if start <= offset)
        lead = self.text(line, offset)
        return lead if not lead.strip(" \t\f") else None

    def edit(self, edits: Iterable[Edit]) -> str:
        """Return the code with edits made; the code itself if the result would not parse.

        Of two that overlap the one that begins first is made.
        """
        parts, done = [], 0
        for change in sorted(edits, key=lambda change: (change.start, change.end)):
            if change.start >= done:
                parts += [self._bytes[done : change.start], change.text.encode()]
                done = change.end
        changed = b"".join([*parts, self._bytes[done:]]).decode()
        return changed if parse(changed) else self.code

    def _offset(self, line: int, column: int) -> int:
        return self._lines[line - 1 - self._wrapped] + column


def parse(code: str) -> Source | None:
    """Parse a selection, also an indented one; None if it is no Python by itself."""
    for wrapped, prefix in enumerate(("", WRAPPER)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about the user's escapes, say
                return Source(code, ast.parse(prefix + code), wrapped)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None
