"""Which names Python code uses that nothing in it defines.

By the interpreter's own symbol tables, so that scopes are exactly Python's; nothing is run.
"""

import ast
import bisect
import builtins
import collections
import functools
import heapq
import itertools
import math
import operator
import re
import string
import symtable
import sys
import typing
from collections.abc import Iterator
from dataclasses import dataclass

from tierline.answer.python_code import table_of, tree_of

IMPORTABLE = sys.stdlib_module_names.union(
    *(vars(m) for m in (bisect, collections, functools, heapq, itertools, math, operator, string, typing))
)
"""Names that code torn out of its file often uses without the import that is at the file's top."""
_KNOWN = frozenset(vars(builtins)) | {"_", "reveal_type", "WindowsError"}
_UNTELLABLE = re.compile(r"^[ \t]*from\s+\S+\s+import\s+\(?\*|\b(?:exec|globals|NameError)\b", re.MULTILINE)
"""Code in which names come from where no table shows them."""

_SELF = re.compile(r"\bself\.(\w+)")
_DEFINED = re.compile(r"\b(?:def|class)\s+(\w+)")
_TARGETS = re.compile(r"^([^=\n]*[^=!<>\n])=(?!=)", re.MULTILINE)
"""What stands left of an ``=``."""
_MAGIC = re.compile(r"\b(?:setattr|__getattr__|__getattribute__|__dict__|__slots__|namedtuple)\b")


@dataclass(frozen=True, slots=True)
class Names:
    """Names at module level or global to it."""

    bound: frozenset[str]
    undefined: frozenset[str]
    """Used somewhere, bound nowhere and no builtin; empty where that can't be told."""
    torn_out: bool
    """Whether such a name is used outside of all functions and classes: the rest of a script stands elsewhere."""


def names_of(code: str) -> Names | None:
    """Return the names of a module; ``None`` if it does not parse."""
    table = table_of(code)
    if table is None:
        return None
    bound, used, outside = set[str](), set[str](), set[str]()
    tables = [table]
    while tables:
        inner = tables.pop()
        outermost = inner is table
        tables += inner.get_children()
        scopes = {child.get_name() for child in inner.get_children()}
        for symbol in _symbols(inner):
            if outermost or symbol.is_global():
                if symbol.is_assigned() or symbol.is_imported() or symbol.get_name() in scopes:
                    bound.add(symbol.get_name())
                if symbol.is_referenced():
                    used.add(symbol.get_name())
                    outside |= {symbol.get_name()} if outermost else set()
    undefined = {name for name in used - bound - _KNOWN if not name.startswith("__")}
    if undefined and _UNTELLABLE.search(code):
        undefined = set()
    torn_out = any(name[0].islower() for name in undefined & outside - IMPORTABLE)
    return Names(frozenset(bound), frozenset(undefined), torn_out)


def _symbols(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """Yield the symbols of a table, without what they are namespaces of.

    ``get_symbols`` looks through all scopes within for each of them: seconds for a file of thousands of functions.
    """
    found: dict[str, int] = table._table.symbols  # type: ignore[attr-defined] # noqa: SLF001 nothing else tells it
    for name, flags in found.items():
        yield symtable.Symbol(name, flags)


def missing_members(code: str) -> frozenset[str]:
    """Return what methods read of ``self`` though their class, which inherits nothing, has no such member.

    Empty for code that does not parse or that makes members by other means.
    """
    # Most code is done with here: words are cheaper than a tree.
    suspects = set(_SELF.findall(code)) - set(_DEFINED.findall(code))
    suspects -= {word for left in _TARGETS.findall(code) for word in re.findall(r"\w+", left)} if suspects else set()
    if not suspects or _MAGIC.search(code) or (tree := tree_of(code)) is None:
        return frozenset()
    stored = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _stores(node)}
    plain = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_plain(node))
    return frozenset(name for found in plain for name in _missing(found) if name not in stored)


def _missing(found: ast.ClassDef) -> Iterator[str]:
    has = set(vars(object)) | {"__dict__", "__name__", "__qualname__", "__module__"}
    for node in ast.walk(found):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            has.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            has.add(node.id)
        elif isinstance(node, ast.alias):
            has.add(node.asname or node.name)
    for node in ast.walk(found):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if name not in has and not name.startswith("__"):
                yield name


def _is_plain(found: ast.ClassDef) -> bool:
    bases = [base for base in found.bases if not (isinstance(base, ast.Name) and base.id == "object")]
    nested = any(isinstance(node, ast.ClassDef) for node in ast.walk(found) if node is not found)
    return not (bases or found.keywords or found.decorator_list or nested)


def _stores(node: ast.Attribute) -> bool:
    return not isinstance(node.ctx, ast.Load)
