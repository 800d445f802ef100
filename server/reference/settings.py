"""The settings as a page and as a JSON Schema, from the models that read them."""

import ast
import inspect
import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from tierline.lsp.protocol.schema import DIALECT, docstrings_below
from tierline.settings import model as settings_model
from tierline.settings.file import ABOUT_THE_FILE, MIGRATIONS
from tierline.settings.model import Settings
from tierline.settings.parse import FILE_ONLY
from tierline.settings.rule_model import OffModel, RuleModel

_RULES = "rules"


def settings_schema(command: str) -> str:
    """Return a JSON Schema of the settings file, for editors that complete and check JSON by one."""
    schema = Settings.model_json_schema(by_alias=True, mode="validation")
    said = _docstrings()
    rules = RuleModel.model_json_schema(by_alias=True, mode="validation")
    off = OffModel.model_json_schema(by_alias=True, mode="validation")
    definitions = schema["$defs"] | rules.pop("$defs") | {"RuleModel": rules, "OffModel": off}
    for name, part in {"Settings": schema, **definitions}.items():
        part.pop("title", None)
        for member, inner in part.get("properties", {}).items():
            inner.pop("title", None)
            if text := said.get(name, {}).get(member):
                inner["description"] = text
    shipped = sorted({*off["properties"]["off"]["enum"], "pinned", "out", "otherwise"})
    one_rule = [{"$ref": "#/$defs/RuleModel"}, {"$ref": "#/$defs/OffModel"}, {"enum": shipped}]
    schema["properties"][_RULES]["items"] = {"anyOf": one_rule}
    schema["properties"] |= {"$schema": {"type": "string"}, "version": {"const": 1 + len(MIGRATIONS)}}
    head = {"$schema": DIALECT, "title": "Tierline's settings", "$comment": f"made by {command}"}
    body = {name: value for name, value in schema.items() if name not in {"$defs", "description"}}
    return json.dumps(head | body | {"$defs": definitions}, indent=1, ensure_ascii=False) + "\n"


def settings_page(command: str) -> str:
    """Return the page."""
    lines = [
        "# Settings",
        "",
        f"Made from the code by `{command}`; don't edit it. In `settings.json` in your configuration folder, or in an",
        "editor under `tierline`. An editor's settings go before those of the file. An unknown name, or a value",
        "that does not fit, is told in a sentence, and tasks stop until it is mended.",
        "",
        f'The file may say `"version": {1 + len(MIGRATIONS)}`: older files are read, a later one is refused. With',
        '`"$schema"` naming [settings.schema.json](settings.schema.json), an editor completes and checks it.',
        f"Only in the file: {', '.join(f'`{name}`' for name in (*FILE_ONLY, *ABOUT_THE_FILE))}.",
        "",
        "| setting | values | default | meaning |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in _rows(Settings)),
        "",
        "## Rules",
        "",
        'Each of `rules` is a rule of your own, the name of a shipped one, which moves there, or `{"off": name}`.',
        "All that stands in `when` must hold; of a list, one.",
        "",
        "| member | values |",
        "|---|---|",
        *(f"| {name} | {values} |" for name, values, _, _ in _rows(RuleModel)),
    ]
    return "\n".join(lines) + "\n"


def _rows(model: type[BaseModel]) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, values, default and meaning of each setting, those of a part below its name."""
    schema = model.model_json_schema(by_alias=True, mode="validation")
    said = _docstrings()
    yield from _of(schema, model.__name__, "", schema.get("$defs", {}), said)


def _of(
    schema: dict[str, Any], name: str, prefix: str, definitions: dict[str, Any], said: dict[str, dict[str, str]]
) -> Iterator[tuple[str, str, str, str]]:
    for member, value in schema["properties"].items():
        target = _target(value)
        inner = definitions.get(target, {})
        place = f"{prefix}{member}"
        if "properties" in inner:
            yield from _of(inner, target, f"{place}.", definitions, said)
            continue
        default = json.dumps(value["default"]) if value.get("default") is not None else ""
        of_all = schema.get("description", "") if prefix else ""
        meaning = " ".join(said.get(name, {}).get(member, of_all).split()).replace("``", "`")
        yield f"`{place}`", _values(value, definitions), f"`{default}`" if default else "", meaning


def _target(value: dict[str, Any]) -> str:
    """Return the name of the part that a value is, or may be; empty where it is none."""
    options = [value, *value.get("allOf", ()), *value.get("anyOf", ())]
    return next((one["$ref"].rpartition("/")[2] for one in options if "$ref" in one), "")


def _values(value: dict[str, Any], definitions: dict[str, Any]) -> str:
    if "$ref" in value:
        return _values(definitions[value["$ref"].rpartition("/")[2]], definitions)
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if "anyOf" in value:
        # A decimal may be written as a number or as text; that it may be null is what having no default says.
        options = [
            one for one in value["anyOf"] if one.get("type") not in {"null", "string"} or len(value["anyOf"]) == 1
        ]
        return " or ".join(_values(one, definitions) for one in options or value["anyOf"])
    if value.get("type") == "array":
        return f"list of {_values(value['items'], definitions)}" if value.get("items") else "list"
    words = {"boolean": "`true`, `false`", "string": "text", "integer": "whole number", "number": "number"}
    bounds = [
        f"{sign} {value[key]:g}"
        for key, sign in (("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"))
        if key in value
    ]
    return " ".join([words.get(value.get("type", ""), "any"), *bounds])


def _docstrings() -> dict[str, dict[str, str]]:
    """Return what stands below each member of each model, by the names in the file."""
    from pydantic.alias_generators import to_camel

    body = ast.parse(inspect.getsource(settings_model)).body
    return {
        node.name: {to_camel(name): " ".join(text.split()) for name, text in docstrings_below(node.body).items()}
        for node in body
        if isinstance(node, ast.ClassDef)
    }
