"""The grammars at work: each is loaded when its language is first met, and kept."""

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tierline.classify.syntax.languages import GRAMMAR_OF, NEAR, SORTS, Sort
from tierline.classify.syntax.roles import AND, ELSE, FAULT, OR, Role

if TYPE_CHECKING:
    from tree_sitter import Language, Parser


@dataclass(frozen=True, slots=True)
class Grammar:
    """A parser, and the role of each kind of node (by the grammar's number for it).

    The parser has a state of its own while it runs: one thread at a time.
    """

    name: str
    parser: "Parser"
    roles: dict[int, Role]
    faults: frozenset[int]
    """Kinds of nodes that are errors, though the grammar has a place for them: HTML's stray end tags."""


def grammar_of(language: str) -> Grammar | None:
    """Return the grammar for an LSP language id; ``None`` if there is none, or its wheel can't be loaded here."""
    name = GRAMMAR_OF.get(language) or NEAR.get(language)
    return _load(name) if name else None


@cache
def _load(name: str) -> Grammar | None:
    sort = SORTS[name]
    try:
        from tree_sitter import Language, Parser

        language = Language(getattr(importlib.import_module(sort.package), sort.entry)())
    except (ImportError, AttributeError, ValueError):
        # A wheel that is missing or too new for the parser costs the measures, not the request.
        return None
    roles = _roles(language, sort)
    faults = frozenset(kind for kind, role in roles.items() if role is FAULT)
    return Grammar(name, Parser(language), roles, faults)


_BY_TEXT = frozenset({ELSE, AND, OR})
"""Roles of keywords and operators; Ruby has a node and a keyword that are both called ``else``."""


def _roles(language: "Language", sort: Sort) -> dict[int, Role]:
    kinds: dict[tuple[str, bool], list[int]] = {}
    for number in range(language.node_kind_count):
        if language.node_kind_is_visible(number):
            text = language.node_kind_for_id(number) or ""
            kinds.setdefault((text, language.node_kind_is_named(number)), []).append(number)
    roles: dict[int, Role] = {}
    for role, names in sort.nodes.items():
        for name in names.split():
            named = (name, True) in kinds and (role not in _BY_TEXT or (name, False) not in kinds)
            for number in kinds.get((name, named), ()):
                roles.setdefault(number, role)
    return roles
