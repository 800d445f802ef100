"""Whether a piece of code still reads as code."""

import ast
import re
import textwrap
import warnings

_PAIRS = {")": "(", "]": "[", "}": "{"}
_UNTOLD = frozenset(
    {"", "plaintext", "markdown", "restructuredtext", "latex", "tex", "shellscript", "bash", "sh", "zsh"}
)
"""Languages whose brackets need no partner."""

_COMMENTS = r"/\*.*?\*/|//[^\n]*|#[^\n]*|--[^\n]*"
_STRINGS = r'"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`'
_NO_CODE = tuple(
    re.compile(f"{_STRINGS}|{quoted}|{_COMMENTS}", re.DOTALL)
    for quoted in (r"'(?:\\.|[^'\\\n])*'", r"'(?:\\.|[^'\\])'")
)
"""Comments and strings of many languages, of none exactly: where a quote holds a string, and where a character."""


def parses(code: str, language: str) -> bool | None:
    """Return whether ``code`` is well-formed; ``None`` where that can't be told.

    Python is parsed. For other languages brackets are counted, and it is enough if they are balanced
    with strings and comments or without, so only a change from balanced to unbalanced says anything.
    """
    if language == "python":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(textwrap.dedent(code))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        return True
    if language in _UNTOLD:
        return None
    return _balanced(code) or any(_balanced(pattern.sub(" ", code)) for pattern in _NO_CODE)


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
