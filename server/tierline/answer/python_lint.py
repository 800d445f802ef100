"""Patterns in Python code that hardly anybody writes on purpose."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence

from tierline.answer.python_code import tree_of

_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_VALUES = (ast.Compare, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Subscript)
_EXITS = (ast.Return, ast.Raise, ast.Break, ast.Yield, ast.YieldFrom, ast.Await)


def oddities(code: str) -> Counter[str]:
    """Count what is odd in ``code``, each sort as a clause about the code; empty if it does not parse.

    Takes about 20 µs a line.
    """
    tree = tree_of(code)
    return Counter() if tree is None else Counter(clause for node in ast.walk(tree) for clause in _odd(node))


def _odd(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare(left=left, comparators=[right]) if ast.dump(left) == ast.dump(right):
            yield "it compares something with itself"
        case ast.Expr(value=value) if isinstance(value, _VALUES):
            yield "a statement of it has no effect"
        case ast.Assign(targets=[ast.Name(id=target)], value=ast.Name(id=value)) if target == value:
            yield "it assigns a variable to itself"
        case ast.While() if _never_ends(node):
            yield "a loop of it never ends"
        case ast.FunctionDef(body=body) if _forgets_to_return(body):
            yield "a function of it returns a value on some paths only"
    for block in ("body", "orelse", "finalbody"):
        statements = getattr(node, block, None)
        if isinstance(statements, list) and any(isinstance(s, _LEAVES) for s in statements[:-1]):
            yield "some of it can't be reached"


def _never_ends(loop: ast.While) -> bool:
    """Whether nothing in the loop touches what its condition looks at, and nothing leaves it."""
    inside = [node for statement in loop.body for node in ast.walk(statement)]
    watched = {node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name)}
    touched = {node.id for node in inside if isinstance(node, ast.Name)}
    calls = any(isinstance(node, ast.Call | ast.Attribute) for node in ast.walk(loop.test))
    return not calls and not watched & touched and not any(isinstance(node, _EXITS) for node in inside)


def _forgets_to_return(body: Sequence[ast.stmt]) -> bool:
    """Whether an ``if`` at the end returns a value on one side, and the other side runs off the end."""
    last = body[-1]
    if not isinstance(last, ast.If):
        return False
    ends = [_ends(last.body), _ends(last.orelse)]
    gives = any(isinstance(n, ast.Return) and n.value is not None for n in ast.walk(last))
    return gives and any(ends) and not all(ends)


def _ends(body: Sequence[ast.stmt]) -> bool:
    """Whether no path through ``body`` runs off its end, as far as its last statement tells."""
    if not body:
        return False
    match body[-1]:
        case ast.If(body=then, orelse=other):
            return _ends(then) and _ends(other)
        case ast.Return() | ast.Raise() | ast.Continue() | ast.Break():
            return True
        case ast.For() | ast.While() | ast.With() | ast.Try() | ast.Match() | ast.AsyncFor() | ast.AsyncWith():
            # It may or may not end; a check that is no more than evidence takes its side.
            return True
    return False
