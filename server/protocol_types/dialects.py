"""How a type of the schema is written in TypeScript, in Lua's annotations and in prose."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Dialect:
    """The parts that types are written with."""

    basics: Mapping[str, str]
    """By JSON Schema's names."""
    ref: Callable[[str], str]
    union: str
    array: Callable[[str], str]
    tuple: Callable[[list[str]], str]
    record: Callable[[str, str], str]


def _many(item: str) -> str:
    return f"({item})[]" if "|" in item else f"{item}[]"


TYPESCRIPT = Dialect(
    basics={"integer": "number"},
    ref=lambda name: name,
    union=" | ",
    array=_many,
    tuple=lambda items: f"[{', '.join(items)}]",
    record=lambda key, value: f"Partial<Record<{key}, {value}>>",
)
LUA = Dialect(
    basics={"null": "nil"},
    ref=lambda name: f"tierline.{name}",
    union="|",
    array=_many,
    tuple=lambda items: f"[{', '.join(items)}]",
    record=lambda key, value: f"table<{key}, {value}>",
)
PROSE = Dialect(
    basics={},
    ref=lambda name: f"[{name}](#{name.lower()})",
    union=" or ",
    array=lambda item: f"list of {item}",
    tuple=" and ".join,
    record=lambda key, value: f"for each {key}: {value}",
)


def written(node: Mapping[str, Any], dialect: Dialect) -> str:
    """Return a node of the schema as a type."""
    if "$ref" in node:
        return dialect.ref(node["$ref"].rpartition("/")[2])
    if "anyOf" in node:
        return dialect.union.join(written(one, dialect) for one in node["anyOf"])
    if "enum" in node or "const" in node:
        return dialect.union.join(json.dumps(one) for one in node.get("enum", [node.get("const")]))
    if "prefixItems" in node:
        return dialect.tuple([written(one, dialect) for one in node["prefixItems"]])
    return _composed(node, dialect)


def _composed(node: Mapping[str, Any], dialect: Dialect) -> str:
    if node["type"] == "array":
        return dialect.array(written(node["items"], dialect))
    if node["type"] == "object":
        key = node.get("propertyNames", {"type": "string"})
        return dialect.record(written(key, dialect), written(node["additionalProperties"], dialect))
    return dialect.basics.get(node["type"], node["type"])
