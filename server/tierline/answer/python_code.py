"""Python's own parser on code that may be anything: no warning, no exception."""

import ast
import symtable
import warnings

_NO_CODE = (SyntaxError, ValueError, RecursionError, MemoryError)


def tree_of(code: str) -> ast.Module | None:
    """Return the syntax tree; ``None`` if ``code`` does not parse."""
    try:
        return _tree(code)
    except _NO_CODE:
        return None


def table_of(code: str) -> symtable.SymbolTable | None:
    """Return the symbol table, at half of the cost of a tree; ``None`` if ``code`` does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return symtable.symtable(code, "<answer>", "exec")
    except _NO_CODE:
        return None


def wrongly_indented(code: str) -> bool:
    """Return whether the indentation is what keeps ``code`` from parsing."""
    try:
        _tree(code)
    except IndentationError:
        return True
    except _NO_CODE:
        return False
    return False


def _tree(code: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(code)
