"""What code defines, by name."""

from collections import Counter
from typing import TYPE_CHECKING

from tierline.classify.syntax.roles import CLOSURE, FUNCTION, MACRO, TYPE
from tierline.classify.syntax.tree import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_FIELDS = ("name", "declarator")
_NAMELESS = frozenset({"struct_specifier", "union_specifier", "enum_specifier", "class_specifier"})
"""C names a type with the same node where it defines it and where it uses it; only a body defines."""
_HOLDERS = {
    "variable_declarator": "name",
    "public_field_definition": "name",
    "field_definition": "property",
    "pair": "key",
    "assignment_expression": "left",
    "assignment": "left",
    "assignment_statement": "",
}
"""What gives a closure its name: the node around it → the field of the name, or its first child."""
_NAMES = frozenset(
    {"identifier", "simple_identifier", "type_identifier", "object_reference", "word", "constant", "name"}
)
_DEEPEST = 8


def definitions(code: str, language: str) -> Counter[str]:
    """Count the functions, methods, classes and types that ``code`` defines, by name as written there.

    Closures count where they are bound to a name at once (``const f = () => …``, ``local f = function``). Empty
    without a grammar for the language, or where ``parse`` gives up.
    """
    tree = parse(code, language)
    return Counter() if tree is None else Counter(_defined(tree))


def _defined(tree: Tree) -> list[str]:
    roles = tree.grammar.roles
    found: list[str] = []
    cursor = tree.root.walk()
    while True:
        node = cursor.node
        if node is not None and (role := roles.get(node.kind_id)) in _DEFINING and tree.start <= node.start_byte:
            name = held_name(node, tree.text) if role is CLOSURE else name_of(node, tree.text)
            if name:
                found.append(name)
        if cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return found


_DEFINING = frozenset({FUNCTION, CLOSURE, TYPE, MACRO})


def name_of(node: "Node", text: bytes) -> str:
    """Return the name that a defining node has; empty if it has none. ``text`` is what was parsed."""
    if node.type in _NAMELESS and node.child_by_field_name("body") is None:
        return ""
    inner: Node | None = node
    for _ in range(_DEEPEST):
        if inner is None:
            break
        for name in _FIELDS:
            if (child := inner.child_by_field_name(name)) is not None:
                inner = child
                break
        else:
            if inner is not node:
                return _name(inner, text)
            inner = next((child for child in node.named_children if child.type in _NAMES), None)
            return "" if inner is None else _name(inner, text)
    return ""


def held_name(closure: "Node", text: bytes) -> str:
    """Return the name that a closure is bound to where it stands; empty if it is not. ``text`` is what was parsed."""
    around = closure.parent
    if around is not None and around.type == "expression_list":
        around = around.parent
    if around is None or (field := _HOLDERS.get(around.type)) is None:
        return ""
    held = around.child_by_field_name(field) if field else around.named_child(0)
    return "" if held is None else _name(held, text)


def _name(node: "Node", text: bytes) -> str:
    # Not ``node.text``, for which the parser would ask again for what it was handed.
    return text[node.start_byte : node.end_byte].decode("utf-8", "replace")
