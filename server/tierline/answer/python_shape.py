"""What two pieces of Python code have in common, by their syntax trees."""

import ast

from tierline.answer.python_code import tree_of


def same_but_for_docstrings(old: str, new: str, *, hints: bool) -> bool | None:
    """Return whether both do the same but for docstrings and, unless they count, type hints.

    Comments and layout are in no tree. ``None`` where one of them does not parse.
    """
    before, after = tree_of(old), tree_of(new)
    return None if before is None or after is None else _bare_dump(before, hints) == _bare_dump(after, hints)


def _bare_dump(tree: ast.Module, hints: bool) -> str:  # noqa: FBT001 - passed on as it came
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node, clean=False) is not None
            # A body that is a docstring alone needs no ``pass`` behind it.
            node.body = [s for s in node.body[documented:] if not isinstance(s, ast.Pass)]
        if not hints and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif not hints and isinstance(node, ast.arg):
            node.annotation = None
    return ast.dump(tree)
