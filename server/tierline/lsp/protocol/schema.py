"""One JSON Schema of all payloads, from the models themselves, for every other language."""

import ast
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic.alias_generators import to_camel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from tierline.lsp.protocol.messages import MESSAGES, VERSION, Form, Message

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaMode

    from tierline.lsp.protocol import Wire

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Untitled(GenerateJsonSchema):
    """Leaves out the titles of members, which only say their names again."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 pydantic's signature
        return False


def protocol_schema() -> dict[str, Any]:
    """Return the schema: ``messages`` by name, with their payloads in ``$defs``.

    Arguments are described as a client may send them (what has a default may be left out), everything else as
    the server sends it (all members are there).
    """
    wanted: dict[tuple[type[Wire], JsonSchemaMode], None] = {}
    for message in MESSAGES:
        if message.params:
            wanted[message.params, _mode(message)] = None
        if message.result:
            wanted[message.result, "serialization"] = None
    refs, definitions = models_json_schema(list(wanted), by_alias=True, schema_generator=_Untitled)
    named: dict[str, dict[str, Any]] = dict(sorted(definitions["$defs"].items()))
    for name, definition in named.items():
        _complete(name, definition)
    return {
        "$schema": DIALECT,
        "title": "Tierline's messages beyond standard LSP",
        "description": "Each message by its name; commands travel in workspace/executeCommand with one argument.",
        "protocolVersion": VERSION,
        "messages": {message.name: _described(message, refs) for message in MESSAGES},
        "$defs": named,
    }


def _mode(message: Message) -> "JsonSchemaMode":
    return "serialization" if message.form is Form.NOTIFICATION else "validation"


def _described(message: Message, refs: Any) -> dict[str, Any]:
    params = refs[message.params, _mode(message)] if message.params else None
    result = refs[message.result, "serialization"] if message.result else None
    if message.may_be_null:
        result = {"anyOf": [result, {"type": "null"}]}
    return {
        "form": message.form.value,
        "from": "server" if message.form is Form.NOTIFICATION else "client",
        "description": message.meaning,
        "params": params,
        "result": result,
    }


def _complete(name: str, definition: dict[str, Any]) -> None:
    """Add what the docstrings say; what the server sends may gain members without a client's being wrong."""
    definition.pop("title", None)
    if not name.endswith(("Params", "Range", "Position")):
        definition.pop("additionalProperties", None)
    of_itself, of_members = _docstrings().get(name, ("", {}))
    if of_itself:
        definition.setdefault("description", of_itself)
    for member, schema in definition.get("properties", {}).items():
        if said := of_members.get(member):
            schema.setdefault("description", said)


@cache
def _docstrings() -> dict[str, tuple[str, dict[str, str]]]:
    """Return what stands below each alias, and below each member of each model, by their names on the wire."""
    # pydantic can do the latter while it builds a model, which would cost every start of the server the time.
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for file in files("tierline.lsp.protocol").iterdir():
        if not file.name.endswith(".py"):
            continue
        body = ast.parse(file.read_text(encoding="utf-8")).body
        found |= {name: (said, {}) for name, said in docstrings_below(body).items()}
        for node in body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = ("", {to_camel(name): said for name, said in docstrings_below(node.body).items()})
    return found


def docstrings_below(body: list[ast.stmt]) -> dict[str, str]:
    """Return the docstring below each assignment, by what is assigned to."""
    found = {}
    for node, below in pairwise(body):
        target = node.target if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [None])[0]
        said = ast.get_docstring(ast.Module([below], []))
        if isinstance(target, ast.Name) and said:
            found[target.id] = said
    return found
