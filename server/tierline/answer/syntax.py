"""Whether a piece of code still reads as code."""

import ast
import textwrap
import warnings

_PAIRS = {")": "(", "]": "[", "}": "{"}


def parses(code: str, language: str) -> bool | None:
    """Return whether ``code`` is well-formed; ``None`` where that can't be told.

    Python is parsed. For other languages brackets are counted, strings and comments included, so only
    a change from balanced to unbalanced says anything.
    """
    if language == "python":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(textwrap.dedent(code))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        return True
    if language in ("markdown", "plaintext", ""):
        return None
    return _balanced(code)


def definitions(code: str, language: str) -> frozenset[str]:
    """Return the names of Python's top-level functions and classes; empty for what can't be told."""
    if language != "python" or not parses(code, language):
        return frozenset()
    body = ast.parse(textwrap.dedent(code)).body
    return frozenset(n.name for n in body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef))


def _balanced(code: str) -> bool:
    opened: list[str] = []
    for character in code:
        if character in _PAIRS.values():
            opened.append(character)
        elif character in _PAIRS and (not opened or opened.pop() != _PAIRS[character]):
            return False
    return not opened
