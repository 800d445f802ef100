"""One walk over a syntax tree, parents before children, that counts all measures on the way."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tierline.classify.syntax.languages import NEAR
from tierline.classify.syntax.measures import Function, Measures
from tierline.classify.syntax.names import name_of
from tierline.classify.syntax.roles import (
    AND,
    BOOLEAN,
    BREAK,
    CALL,
    CASE,
    CLOSURE,
    COMMENT,
    ELIF,
    ELSE,
    FUNCTION,
    IDENTIFIER,
    IF,
    OR,
    PARAMETER,
    PARAMETERS,
    STATEMENT,
    Role,
)
from tierline.classify.syntax.tree import EFFORT, Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node, TreeCursor

_DEFAULT = re.compile(rb"(?:case[ \t]+)?_[ \t]*(?:=>|->|:)|default\b|else\b|\*\)")
"""How the case begins that is taken when no other is: no path of its own, in McCabe's sense."""
_LABELLED = re.compile(rb"(?:break|continue)[ \t]+'?\w")
_SELVES = (b"", b"self.", b"this.", b"this->", b"$this->", b"Self::", b"self::", b"static::", b"cls.", b"@")
_OPERATORS = (AND, OR)
_ELSE_DEPTH = 2
"""An ``else`` lies so far below its ``if`` at most: in the clause that some grammars put around it."""


def measure(code: str, language: str, effort: int = EFFORT, *, cut: bool = False) -> Measures | None:
    """Measure ``code``, as ``parse`` reads it; ``None`` where that returns ``None``."""
    tree = parse(code, language, effort, cut=cut)
    if tree is None:
        return None
    seen = measured(tree)
    return replace(seen, errors=None) if language in NEAR else seen


def measured(tree: Tree) -> Measures:
    """Measure a tree that is parsed already. Takes about 0.5 µs a node."""
    return _Walk(tree).measures()


@dataclass(slots=True)
class _Open:
    """A function that the walk is in; the outermost is the file itself."""

    lines: int = 0
    decisions: int = 0
    cognitive: int = 0
    parameters: int | None = None
    recursive: bool = False
    own_calls: frozenset[bytes] = frozenset()


@dataclass(slots=True)
class _Scope:
    """A node that the walk is in, and what to go back to behind it."""

    depth: int
    role: Role
    nesting: int
    control: int
    looping: int
    operator: Role | None
    is_function: bool


class _Walk:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._counts = dict.fromkeys(("types", "loops", "tries", "catches", "calls", "comments", "imports"), 0)
        self._decisions = self._comment_lines = 0
        self._nesting = self._control = self._looping = 0
        self._deepest = self._deepest_loop = 0
        self._operator: Role | None = None
        self._else_ends = -1
        self._scopes: list[_Scope] = []
        self._open = [_Open()]
        self._functions: list[Function] = []
        self._names: set[bytes] = set()
        self._subjects: set[str] = set()
        self._go()

    def measures(self) -> Measures:
        return Measures(
            functions=tuple(self._functions),
            decisions=self._decisions,
            cognitive=self._open[0].cognitive,
            nesting=self._deepest,
            nested_loops=self._deepest_loop,
            comment_lines=self._comment_lines,
            identifiers=frozenset(name.decode("utf-8", "replace") for name in self._names),
            errors=self._tree.errors,
            subjects=frozenset(self._subjects),
            **self._counts,
        )

    def _go(self) -> None:
        tree, scopes = self._tree, self._scopes
        role_of, start, end, framed = tree.grammar.roles.get, tree.start, tree.end, tree.framed
        cursor = tree.root.walk()
        depth = 0
        while True:
            node = cursor.node
            if (
                node is not None
                and (role := role_of(node.kind_id)) is not None
                and not (framed and (node.start_byte < start or node.end_byte > end))
            ):
                if role is IDENTIFIER:
                    self._names.add(tree.text[node.start_byte : node.end_byte])
                else:
                    self._enter(node, role, depth, cursor)
            if cursor.goto_first_child():
                depth += 1
                continue
            while True:
                while scopes and scopes[-1].depth >= depth:
                    self._leave(scopes.pop())
                if cursor.goto_next_sibling():
                    break
                if not cursor.goto_parent():
                    return
                depth -= 1

    def _enter(self, node: "Node", role: Role, depth: int, cursor: "TreeCursor") -> None:
        if role is IF and self._is_else_if(node):
            self._decide()
            self._push(depth, role)
            return
        if role is AND or role is OR:
            self._operate(role, depth)
            return
        if role.subject:
            self._subjects.add(role.subject)
        if role.counter:
            self._counts[role.counter] += 1
        if role.decision and not (role is CASE and _DEFAULT.match(self._tree.text, node.start_byte, node.end_byte)):
            self._decide()
        if role.structural:
            self._open[-1].cognitive += 1 + self._nesting
        elif role.flat:
            self._open[-1].cognitive += 1
        if role.scope:
            self._push_node(node, role, depth)
        elif (special := _SPECIAL.get(role)) is not None:
            special(self, node, depth, cursor)

    def _push_node(self, node: "Node", role: Role, depth: int) -> None:
        if role is FUNCTION or role is CLOSURE:
            self._open_function(node, role, depth)
            return
        if role is BOOLEAN:
            if node.child_count > 1 and self._tree.grammar.roles.get(node.child(1).kind_id) not in _OPERATORS:
                return  # Arithmetic; most are.
            scopes = self._scopes
            inner = bool(scopes) and scopes[-1].role is BOOLEAN and scopes[-1].depth == depth - 1
            self._push(depth, role)
            if not inner:
                self._operator = None
            return
        self._push(depth, role)
        self._nesting += role.nests
        if role.control:
            self._control += 1
            self._deepest = max(self._deepest, self._control)
        if role.loop:
            self._looping += 1
            self._deepest_loop = max(self._deepest_loop, self._looping)

    def _push(self, depth: int, role: Role, *, is_function: bool = False) -> None:
        self._scopes.append(
            _Scope(depth, role, self._nesting, self._control, self._looping, self._operator, is_function)
        )

    def _leave(self, scope: _Scope) -> None:
        self._nesting, self._control, self._looping = scope.nesting, scope.control, scope.looping
        if scope.role is not BOOLEAN or not (self._scopes and self._scopes[-1].role is BOOLEAN):
            self._operator = scope.operator
        if scope.is_function:
            closed = self._open.pop()
            self._open[-1].cognitive += closed.cognitive
            self._functions.append(
                Function(
                    lines=closed.lines,
                    cyclomatic=closed.decisions + 1,
                    cognitive=closed.cognitive,
                    parameters=closed.parameters or 0,
                    recursive=closed.recursive,
                )
            )

    def _open_function(self, node: "Node", role: Role, depth: int) -> None:
        inside = len(self._open) > 1
        own = role is FUNCTION or not inside
        self._push(depth, role, is_function=own)
        self._nesting = self._nesting + 1 if inside else 0
        if not own:
            return
        self._control = self._looping = 0
        name = name_of(node, self._tree.text).encode() if role is FUNCTION else b""
        self._open.append(
            _Open(
                lines=node.end_point.row - node.start_point.row + 1,
                own_calls=frozenset(before + name for before in _SELVES) if name else frozenset(),
            )
        )

    def _decide(self) -> None:
        self._decisions += 1
        self._open[-1].decisions += 1

    def _operate(self, role: Role, depth: int) -> None:
        """Count an operator; of a row of like ones the first weighs (Campbell: sequences of binary operators)."""
        if not self._scopes or self._scopes[-1].role is not BOOLEAN or self._scopes[-1].depth != depth - 1:
            return  # C++ writes && for a reference too, and Rust || for a closure without parameters.
        self._decide()
        if self._operator is not role:
            self._open[-1].cognitive += 1
            self._operator = role

    def _is_else_if(self, node: "Node") -> bool:
        return 0 <= self._else_ends <= node.start_byte and not self._tree.text[self._else_ends : node.start_byte].strip(
            b" \t"
        )

    def at_else(self, node: "Node", depth: int, _cursor: "TreeCursor") -> None:
        if self._scopes and (scope := self._scopes[-1]).role in (IF, ELIF) and depth - scope.depth <= _ELSE_DEPTH:
            self._open[-1].cognitive += 1
            self._else_ends = node.end_byte

    def at_break(self, node: "Node", _depth: int, _cursor: "TreeCursor") -> None:
        if _LABELLED.match(self._tree.text, node.start_byte, node.end_byte):
            self._open[-1].cognitive += 1

    def at_call(self, node: "Node", _depth: int, _cursor: "TreeCursor") -> None:
        opened = self._open[-1]
        if opened.own_calls and not opened.recursive:
            called = self._tree.text[node.start_byte : min(node.end_byte, node.start_byte + 80)].partition(b"(")[0]
            if called in opened.own_calls or called.partition(b" ")[0] in opened.own_calls:
                opened.recursive = True
                opened.cognitive += 1

    def at_parameters(self, node: "Node", _depth: int, cursor: "TreeCursor") -> None:
        opened = self._open[-1]
        if opened.parameters is None and cursor.field_name != "receiver":
            void = self._tree.text[node.start_byte : node.end_byte] == b"(void)"
            opened.parameters = 0 if void else node.named_child_count

    def at_parameter(self, _node: "Node", _depth: int, _cursor: "TreeCursor") -> None:
        opened = self._open[-1]
        opened.parameters = (opened.parameters or 0) + 1

    def at_comment(self, node: "Node", _depth: int, _cursor: "TreeCursor") -> None:
        first = self._tree.text.rfind(b"\n", 0, node.start_byte) + 1
        if not self._tree.text[first : node.start_byte].strip():
            self._comment_lines += _written_lines(self._tree.text[node.start_byte : node.end_byte])

    def at_statement(self, node: "Node", _depth: int, _cursor: "TreeCursor") -> None:
        """A string that is a whole statement is a docstring: words, like a comment."""
        if node.named_child_count == 1 and node.named_child(0).type == "string":
            self._comment_lines += _written_lines(self._tree.text[node.start_byte : node.end_byte])


_SPECIAL = {
    ELSE: _Walk.at_else,
    BREAK: _Walk.at_break,
    CALL: _Walk.at_call,
    PARAMETERS: _Walk.at_parameters,
    PARAMETER: _Walk.at_parameter,
    COMMENT: _Walk.at_comment,
    STATEMENT: _Walk.at_statement,
}


def _written_lines(text: bytes) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())
