"""Mechanical repairs of Python, and the same faults named for a review."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tierline.sandbox.answers.source import Edit, Function, Source, parse

HEADER = re.compile(
    r"^[ \t]*(?:async[ \t]+)?(?:def|class|if|elif|else|for|while|try|except|finally|with)\b[^#\n]*[^:,\\\s#(\[{]$"
)
EMPTY_CALLS = frozenset({"list", "dict", "set"})


@dataclass(frozen=True, slots=True)
class Repair:
    """One fault: what is wrong (without full stop), what is done about it, and the edits that do it."""

    fault: str
    done: str
    edits: tuple[Edit, ...]


def mend(source: Source) -> tuple[str, list[str]]:
    """Return the repaired code and what was done."""
    repairs = list(find_repairs(source))
    code = source.edit(edit for repair in repairs for edit in repair.edits)
    return code, list(dict.fromkeys(repair.done for repair in repairs)) if code != source.code else []


def mend_headers(code: str) -> str | None:
    """Add the colons that are missing at line ends; None if the code does not parse even so."""
    lines = [
        re.sub(r"(?=\r?$)", ":", line, count=1) if HEADER.match(line.rstrip("\r")) else line
        for line in code.split("\n")
    ]
    mended = "\n".join(lines)
    return mended if mended != code and parse(mended) else None


def find_repairs(source: Source) -> Iterator[Repair]:
    """Find the faults that can be repaired without understanding the code."""
    for node in source.nodes:
        match node:
            case ast.Compare():
                yield from _comparison(source, node)
            case ast.ExceptHandler(type=None):
                start = source.start(node)
                edit = Edit(start, start + len("except"), "except Exception")
                yield Repair("A bare `except` also catches KeyboardInterrupt", "except catches Exception", (edit,))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _defaults(source, node)


def _comparison(source: Source, node: ast.Compare) -> Iterator[Repair]:
    left = node.left
    for operator, right in zip(node.ops, node.comparators, strict=True):
        start, end = source.end(left), source.start(right)
        written = source.text(start, end).strip()
        none = isinstance(right, ast.Constant) and right.value is None
        literal = isinstance(right, ast.Constant) and isinstance(right.value, str | bytes | int | float)
        if none and isinstance(operator, ast.Eq) and written == "==":
            yield Repair(
                "`== None` asks the object; `is None` asks for identity",
                "== None became is None",
                (Edit(start, end, " is "),),
            )
        elif none and isinstance(operator, ast.NotEq) and written == "!=":
            yield Repair(
                "`!= None` asks the object; `is not None` asks for identity",
                "!= None became is not None",
                (Edit(start, end, " is not "),),
            )
        elif literal and not isinstance(getattr(right, "value", None), bool) and written == "is":
            yield Repair(
                "`is` with a literal compares identity, not value", "is became ==", (Edit(start, end, " == "),)
            )
        left = right


def _defaults(source: Source, node: Function) -> Iterator[Repair]:
    positional = [*node.args.posonlyargs, *node.args.args]
    pairs = [
        *zip(positional[len(positional) - len(node.args.defaults) :], node.args.defaults, strict=True),
        *((name, value) for name, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if value),
    ]
    shared = [(name.arg, value) for name, value in pairs if _mutable(value)]
    after = 1 if ast.get_docstring(node) is not None else 0
    if not shared or len(node.body) <= after:
        return
    at = source.start(node.body[after])
    indent = source.indent(at)
    if indent is None:
        return
    step = "\t" if indent.startswith("\t") else "    "
    guard = "".join(
        f"if {name} is None:{source.newline}{indent}{step}{name} = {ast.unparse(value)}{source.newline}{indent}"
        for name, value in shared
    )
    edits = [Edit(source.start(value), source.end(value), "None") for _, value in shared]
    names = ", ".join(f"`{name}`" for name, _ in shared)
    fault = f"The default of {names} is shared between calls"
    yield Repair(fault, "mutable defaults are made anew in each call", (Edit(at, at, guard), *edits))


def _mutable(value: ast.expr) -> bool:
    match value:
        case ast.List() | ast.Dict() | ast.Set():
            return True
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
            return name in EMPTY_CALLS
        case _:
            return False
