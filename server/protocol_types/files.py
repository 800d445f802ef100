"""The files that are made from the schema, as text."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from protocol_types.dialects import LUA, PROSE, TYPESCRIPT, written

Schema = Mapping[str, Any]

COMMAND = "python server/protocol_types"
_NOTE = f"Made from the server's own models by `{COMMAND}`; don't edit it."


def schema_json(schema: Schema) -> str:
    """Return the JSON Schema itself."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def typescript(schema: Schema) -> str:
    """Return a type for each payload, and which message has which."""
    lines = [f"/** What is said between clients and `tierline serve`, beyond standard LSP. {_NOTE} */", ""]
    lines.append(f"export const PROTOCOL_VERSION = {schema['protocolVersion']};")
    for name, node in schema["$defs"].items():
        lines += ["", *_comment(node, "")]
        if "properties" not in node:
            lines.append(f"export type {name} = {written(node, TYPESCRIPT)};")
            continue
        lines.append(f"export interface {name} {{")
        for member, value, mark in _members(node):
            lines += [*_comment(value, "  "), f"  {member}{mark}: {written(value, TYPESCRIPT)};"]
        lines.append("}")
    for form, title in (("command", "Commands"), ("request", "Requests"), ("notification", "Notifications")):
        lines += ["", f"/** Each {form}, by its name. */", f"export interface {title} {{"]
        for name, message in schema["messages"].items():
            if message["form"] == form:
                params = written(message["params"], TYPESCRIPT) if message["params"] else "undefined"
                result = written(message["result"], TYPESCRIPT) if message["result"] else "unknown"
                both = params if form == "notification" else f"{{ params: {params}; result: {result} }}"
                lines += [f"  /** {message['description']} */", f'  "{name}": {both};']
        lines.append("}")
    return "\n".join(lines) + "\n"


def lua(schema: Schema) -> str:
    """Return annotations for Lua's language server; nothing in it runs."""
    lines = ["---@meta", f"-- What is said between clients and `tierline serve`, beyond standard LSP. {_NOTE}"]
    for name, node in schema["$defs"].items():
        lines += ["", *(f"---{line}" for line in _said(node))]
        if "properties" not in node:
            lines.append(f"---@alias tierline.{name} {written(node, LUA)}")
            continue
        lines.append(f"---@class tierline.{name}")
        for member, value, mark in _members(node):
            said = " ".join(_said(value))
            lines.append(f"---@field {member}{mark} {written(value, LUA)}{' ' + said if said else ''}")
    return "\n".join(lines) + "\n"


def markdown(schema: Schema) -> str:
    """Return the reference for people."""
    lines = [
        "# Tierline's messages",
        "",
        _NOTE,
        "The same as a JSON Schema: `protocol.schema.json`, `tierline schema`, and the command `tierline.schema`.",
        "",
        "What is not listed here is standard LSP. A command travels in `workspace/executeCommand` with one object as",
        "its argument; members that it doesn't know are refused. What the server sends may gain members. Positions",
        "count units of the encoding that was agreed on; money is in US dollars, and `null` means unknown, never zero.",
        "",
        f"Version of the protocol: {schema['protocolVersion']}.",
    ]
    for form, title in (
        ("command", "Commands"),
        ("request", "Requests to the server"),
        ("notification", "Notifications from the server"),
    ):
        lines += ["", f"## {title}", "", "| name | carries | gives | what it does |", "|---|---|---|---|"]
        for name, message in schema["messages"].items():
            if message["form"] == form:
                carries, gives = (
                    written(message[part], PROSE) if message[part] else "" for part in ("params", "result")
                )
                lines.append(f"| `{name}` | {carries} | {gives} | {message['description']} |")
    lines += ["", "## Payloads"]
    for name, node in schema["$defs"].items():
        lines += ["", f"### {name}", *(["", *said] if (said := _said(node)) else [])]
        if "properties" not in node:
            lines += ["", f"{written(node, PROSE)}."]
        elif node["properties"]:
            lines += ["", "| member | type | meaning |", "|---|---|---|"]
            lines += [
                f"| `{member}`{' (optional)' if mark else ''} | {written(value, PROSE)} | {' '.join(_said(value))} |"
                for member, value, mark in _members(node)
            ]
    return "\n".join(lines) + "\n"


def _members(node: Schema) -> Iterator[tuple[str, Schema, str]]:
    """Yield name, type and ``?`` for what may be left out."""
    needed = node.get("required", [])
    for member, value in node["properties"].items():
        yield member, value, "" if member in needed else "?"


def _said(node: Schema) -> list[str]:
    return node.get("description", "").replace("``", "`").splitlines()


def _comment(node: Schema, indent: str) -> list[str]:
    said = _said(node)
    if len(said) < 2:  # noqa: PLR2004 one line fits between the marks
        return [f"{indent}/** {line} */" for line in said]
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in said), f"{indent} */"]
