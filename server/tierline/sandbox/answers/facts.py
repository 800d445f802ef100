"""What can be said of a piece of code without understanding it: names, loops, raises, calls."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from tierline.sandbox.answers.languages import BRANCH, LOOP, THROW, TYPE, called_names, function_names
from tierline.sandbox.answers.source import Function, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One function. ``signature`` is as much of its head as is known."""

    name: str
    signature: str
    parameters: tuple[str, ...] = ()
    returns: bool = False
    documented: bool = False
    raises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is in the code, each name once, in order."""

    lines: int
    routines: tuple[Routine, ...]
    types: tuple[str, ...]
    loops: int
    branches: int
    raises: tuple[str, ...]
    calls: tuple[str, ...]


def python_facts(source: Source) -> Facts:
    """Read them off the tree."""
    nodes = source.nodes
    defined = {node.name for node in source.functions}
    calls = _names(node.func for node in nodes if isinstance(node, ast.Call))
    return Facts(
        lines=_lines(source.code),
        routines=tuple(_routine(node) for node in source.functions),
        types=tuple(node.name for node in nodes if isinstance(node, ast.ClassDef)),
        loops=sum(isinstance(node, ast.For | ast.AsyncFor | ast.While | ast.comprehension) for node in nodes),
        branches=sum(isinstance(node, ast.If | ast.IfExp | ast.match_case) for node in nodes),
        raises=_raised(nodes),
        calls=tuple(name for name in calls if name not in defined),
    )


def other_facts(code: str) -> Facts:
    """Guess them by their words."""
    return Facts(
        lines=_lines(code),
        routines=tuple(Routine(name=name, signature=f"{name}(…)") for name in function_names(code)),
        types=tuple(dict.fromkeys(found["name"] for found in TYPE.finditer(code))),
        loops=len(LOOP.findall(code)),
        branches=len(BRANCH.findall(code)),
        raises=tuple(dict.fromkeys(found["name"] for found in THROW.finditer(code) if found["name"])),
        calls=tuple(called_names(code)),
    )


def parameters(node: Function) -> list[ast.arg]:
    """Return all parameters of a function, in order, without ``self`` and ``cls``."""
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    return [argument for argument in every if argument.arg not in {"self", "cls"}]


def own_nodes(node: Function) -> list[ast.AST]:
    """Return what belongs to a function's body, without the functions and classes inside."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        child = waiting.pop()
        found.append(child)
        if not isinstance(child, Function | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(child))
    return found


def _routine(node: Function) -> Routine:
    own = own_nodes(node)
    return Routine(
        name=node.name,
        signature=f"{node.name}({ast.unparse(node.args)})",
        parameters=tuple(argument.arg for argument in parameters(node)),
        returns=any(isinstance(inner, ast.Return) and inner.value is not None for inner in own),
        documented=ast.get_docstring(node) is not None,
        raises=_raised(own),
    )


def _raised(nodes: Iterable[ast.AST]) -> tuple[str, ...]:
    raised = (node.exc for node in nodes if isinstance(node, ast.Raise) and node.exc)
    return tuple(_names(error.func if isinstance(error, ast.Call) else error for error in raised))


def _names(nodes: Iterable[ast.expr]) -> list[str]:
    return list(dict.fromkeys(ast.unparse(node) for node in nodes if isinstance(node, ast.Name | ast.Attribute)))


def _lines(code: str) -> int:
    return len(code.splitlines())
