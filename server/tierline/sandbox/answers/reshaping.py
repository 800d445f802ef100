"""Safe changes of Python's form: comprehensions, return hints, tuples in membership tests."""

import ast
import io
import tokenize
from collections.abc import Iterator

from tierline.sandbox.answers.facts import own_nodes
from tierline.sandbox.answers.source import Edit, Function, Source

LOOP_LENGTH = 3
"""Statements: the empty list, the loop that fills it, the return."""


def reshape(source: Source) -> tuple[str, list[str]]:
    """Return the code with comprehensions and ``-> None`` where they are safe, and what was done."""
    return _made(source, [*_comprehensions(source), *_none_hints(source)])


def speed_up(source: Source) -> tuple[str, list[str]]:
    """Return the code with comprehensions and constant membership tests, and what was done."""
    return _made(source, [*_comprehensions(source), *_memberships(source)])


def add_hints(source: Source) -> tuple[str, list[str]]:
    """Return the code with hints where defaults and missing returns tell them, and what was done."""
    return _made(source, [*_none_hints(source), *_default_hints(source)])


def _made(source: Source, changes: list[tuple[str, Edit]]) -> tuple[str, list[str]]:
    code = source.edit(edit for _, edit in changes)
    return code, list(dict.fromkeys(sentence for sentence, _ in changes)) if code != source.code else []


def _comprehensions(source: Source) -> Iterator[tuple[str, Edit]]:
    bodies = [source.statements, *(body for node in source.nodes for body in _bodies(node))]
    for body in bodies:
        for at in range(len(body) - LOOP_LENGTH + 1):
            made = _comprehension(source, *body[at : at + LOOP_LENGTH])
            start, end = source.start(body[at]), source.end(body[at + LOOP_LENGTH - 1])
            if made and "#" not in source.text(start, end):
                yield "a loop became a comprehension", Edit(start, end, made)


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if isinstance(body, list):
            yield body


def _comprehension(source: Source, first: ast.stmt, loop: ast.stmt, last: ast.stmt) -> str | None:
    match first, loop, last:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=[])),
            ast.For(body=[inner], orelse=[]),
            ast.Return(value=ast.Name(id=returned)),
        ) if name == returned:
            condition = ""
            if isinstance(inner, ast.If) and not inner.orelse and len(inner.body) == 1:
                condition = f" if {_code(source, inner.test)}"
                inner = inner.body[0]
            match inner:
                case ast.Expr(
                    value=ast.Call(
                        func=ast.Attribute(value=ast.Name(id=filled), attr="append"), args=[item], keywords=[]
                    )
                ) if filled == name and not _special(loop, name):
                    head = f"for {_code(source, loop.target)} in {_code(source, loop.iter)}"
                    return f"return [{_code(source, item)} {head}{condition}]"
    return None


def _special(loop: ast.For, name: str) -> bool:
    """Whether the loop reads its own list or does what a comprehension can't."""
    uses = sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(loop))
    kinds = ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr | ast.Starred
    return uses > 1 or any(isinstance(node, kinds) for node in ast.walk(loop))


def _code(source: Source, node: ast.expr) -> str:
    written = source.text(source.start(node), source.end(node))
    return f"({written})" if isinstance(node, ast.IfExp | ast.Lambda) else written


def _none_hints(source: Source) -> Iterator[tuple[str, Edit]]:
    for node in source.functions:
        own = own_nodes(node)
        gives = (isinstance(inner, ast.Return) and inner.value is not None for inner in own)
        yields = (isinstance(inner, ast.Yield | ast.YieldFrom) for inner in own)
        if node.returns or any(gives) or any(yields):
            continue
        if (colon := _colon(source, node)) is not None:
            yield "functions that return nothing say so", Edit(colon, colon, " -> None")


def _colon(source: Source, node: Function) -> int | None:
    """Return the offset of the colon that ends a function's head."""
    start = source.end(node.decorator_list[-1]) if node.decorator_list else source.start(node)
    text = source.text(start, source.start(node.body[0]))
    depth, lines = 0, io.StringIO(text, newline="").readlines()
    try:
        for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
            if token.string in {"(", "[", "{"}:
                depth += 1
            elif token.string in {")", "]", "}"}:
                depth -= 1
            elif token.string == ":" and depth == 0:
                row, column = token.start
                return start + len("".join([*lines[: row - 1], lines[row - 1][:column]]).encode())
    except (tokenize.TokenError, IndentationError, IndexError):
        pass
    return None


def _default_hints(source: Source) -> Iterator[tuple[str, Edit]]:
    for node in source.functions:
        names = [*node.args.posonlyargs, *node.args.args]
        for name, value in zip(names[len(names) - len(node.args.defaults) :], node.args.defaults, strict=True):
            told = isinstance(value, ast.Constant) and isinstance(value.value, str | bool | int | float)
            start, end = source.end(name), source.start(value)
            if name.annotation is None and told and source.text(start, end).strip() == "=":
                hint = f": {type(ast.literal_eval(value)).__name__} = "
                yield "parameters with defaults have hints", Edit(start, end, hint)


def _memberships(source: Source) -> Iterator[tuple[str, Edit]]:
    for node in source.nodes:
        match node:
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.List(elts=[_, _, *_]) as values]):
                if all(isinstance(value, ast.Constant) for value in values.elts):
                    start, end = source.start(values), source.end(values)
                    text = source.text(start, end)
                    yield "a membership test reads a constant", Edit(start, end, f"({text[1:-1]})")
