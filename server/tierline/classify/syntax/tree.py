"""Code of any sort, whole or torn out, to a syntax tree; and how broken it is."""

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from tierline.classify.syntax.fragments import readings
from tierline.classify.syntax.grammars import Grammar, grammar_of
from tierline.classify.syntax.languages import NEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node, Tree as Parsed

LONGEST = 1_000_000
"""Code points that are parsed at most; more is no selection and no answer."""
DEEPEST = 250
"""Brackets within one another that are parsed at most. Nobody writes so many; parsers take ages over them."""
EFFORT = 6_000
"""Steps of the parser (a hundred of its actions each) that all readings of some code may cost. Correct code takes
5 to 12 a kilobyte; recovering from errors takes far longer a step, so that a step after the first error costs
``ERROR_PRICE``. Counting steps, unlike looking at a clock, always ends the same."""
ERROR_PRICE = 5
PIECE = 4096
"""Bytes that the parser is handed at a time. An unclosed comment may be looked through from each of its signs to the
end, which no step of the parser's counts."""
FOREIGN = 100
"""Bytes an error: with more errors than one in so many, text of more than ``SHORT`` bytes is no fragment of the
language but something else, and no frame would help."""
SHORT = 400


@dataclass(frozen=True, slots=True)
class Tree:
    """A syntax tree of code that may have been framed to make a whole of it."""

    parsed: "Parsed"
    text: bytes
    """UTF-8 of what was parsed, the frame included; nodes count in its bytes."""
    start: int
    end: int
    """Bytes of ``text`` where the code itself stands."""
    grammar: Grammar
    errors: int
    """Nodes that the parser had to skip or to make up."""

    @property
    def root(self) -> "Node":
        """The node of everything, the frame included."""
        return self.parsed.root_node

    @property
    def framed(self) -> bool:
        """Whether ``text`` has more than the code."""
        return self.end - self.start < len(self.text)


def parse(code: str, language: str, effort: int = EFFORT, *, cut: bool = False) -> Tree | None:
    """Parse ``code``; ``language`` is LSP's id of it.

    A fragment is no broken code: the indent that all lines share is taken away, and where that leaves errors,
    the code is tried in the frames it may come from (a class's or a function's body, a ``switch``, an ``if``
    before its ``else``: ``fragments.FRAMES``). The reading with the fewest errors is returned. An opening or
    closing bracket that is missing in the code itself stays an error in each of them. PHP is read with
    and without ``<?php``.
    Of code that is ``cut`` short somewhere the first reading is returned, for there it must have errors.

    Returns ``None`` without a grammar for the language, or where the parser gave up: after ``effort`` steps over all
    readings, on more than ``LONGEST`` code points, or on brackets nested more than ``DEEPEST`` deep.
    """
    grammar = grammar_of("php-only" if language == "php" and "<?" not in code else language)
    if grammar is None or len(code) > LONGEST or _deepest(code) > DEEPEST:
        return None
    steps = _Steps(effort)
    best: Tree | None = None
    for frame, text in readings(code, grammar.name):
        # A comment at the end of the code must not swallow what comes after it.
        after_line = f"\n{frame.after}" if frame.after else ""
        before, inner, after = (part.encode("utf-8", "surrogatepass") for part in (frame.before, text, after_line))
        whole = before + inner + after
        if (parsed := _parsed(grammar, whole, steps)) is None:
            break
        errors = _errors(parsed.root_node, grammar.faults)
        if best is None or errors < best.errors:
            best = Tree(parsed, whole, len(before), len(before) + len(inner), grammar, errors)
        if cut or not errors or language in NEAR or (len(whole) > SHORT and errors > len(whole) / FOREIGN):
            break
    return best


def error_count(code: str, language: str) -> int | None:
    """Count the syntax errors in ``code``, as the best reading has them (see ``parse``).

    ``None`` without a grammar that reads all of the language (CUDA is near to C++, but not that near), and where
    ``parse`` gives up.

    An error is a stretch that the parser skipped, or a token that it had to make up. The parsers are lenient: they
    are made to highlight what is being typed, so that 0 means *parses*, not *compiles*.
    """
    tree = None if language in NEAR else parse(code, language)
    return None if tree is None else tree.errors


class _Steps:
    """Counts the parser's steps down over several runs."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spent(self, _offset: int, in_error: bool) -> bool:  # noqa: FBT001 - the parser calls it so
        self.left -= ERROR_PRICE if in_error else 1
        return self.left < 0

    def reader_of(self, text: bytes) -> "Callable[[int, object], bytes]":
        """Return what hands ``text`` out in pieces, each at the price of a step: scanners may go through it often."""

        def read(offset: int, _point: object) -> bytes:
            self.left -= 1
            return text[offset : offset + PIECE] if self.left >= 0 else b""

        return read


_BRACKET = re.compile(r"[(\[{]|[)\]}]")


def _deepest(code: str) -> int:
    steps = (1 if bracket in "([{" else -1 for bracket in _BRACKET.findall(code))
    return max(accumulate(steps), default=0)


def _parsed(grammar: Grammar, text: bytes, steps: _Steps) -> "Parsed | None":
    try:
        parsed = grammar.parser.parse(steps.reader_of(text), progress_callback=steps.spent)
    except ValueError:
        # Stopped by us; without a reset the next text would be read as the rest of this one.
        grammar.parser.reset()
        return None
    return parsed if steps.left >= 0 else None


def _errors(root: "Node", faults: frozenset[int]) -> int:
    if not (root.has_error or faults):
        return 0
    errors = 0
    cursor = root.walk()
    while True:
        node = cursor.node
        if node is not None and (node.has_error or faults):
            # A token that was made up may be hidden below a leaf, which then has the error alone.
            errors += node.is_error or node.kind_id in faults or (node.has_error and not node.child_count)
            if cursor.goto_first_child():
                continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return errors
