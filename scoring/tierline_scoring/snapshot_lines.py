"""How a snapshot is written: JSON with one source, run or model a line, in a stable order."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tierline_scoring.catalogue import CatalogueModel
    from tierline_scoring.estimate import Interval
    from tierline_scoring.evidence import Evidence
    from tierline_scoring.snapshot import Snapshot


def lines_of(snapshot: "Snapshot", schema: int) -> str:
    """Return the text of ``snapshot``. Fields that have their default are left out."""
    head = {"schema": schema, "as_of": snapshot.as_of.isoformat()}
    blocks: dict[str, list[dict[str, Any]]] = {
        "sources": [_plain(source) for source in snapshot.sources.values()],
        "accuracy": [{"benchmark": name, **_plain(value)} for name, value in snapshot.accuracy.items()],
        "no_longer_listed": [
            {"id": model_id, "last_listed": last.isoformat()} for model_id, last in snapshot.no_longer_listed.items()
        ],
        "left_out": [{"id": model_id, "reason": reason} for model_id, reason in sorted(snapshot.left_out.items())],
        "kind_runs": [_plain(run) for run in snapshot.kind_runs],
        "models": [_plain_model(model, snapshot) for model in snapshot.models.values()],
        "former": [_plain_model(model, snapshot) for model in snapshot.former.values()],
    }
    parts = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
    for name, entries in blocks.items():
        lines = ",\n".join(_json(entry) for entry in entries)
        parts.append(f"{_json(name)}: [\n{lines}\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain_model(model: "CatalogueModel", snapshot: "Snapshot") -> dict[str, Any]:
    plain = _plain(model) | _plain_evidence(snapshot.evidence.get(model.id))
    if inferred := snapshot.inferred.get(model.id):
        plain["inferred"] = {"ability": _bounds(inferred.ability), "relatives": inferred.relatives}
    if use := snapshot.token_use.get(model.id):
        plain["token_use"] = _plain(use) | {"tokens": _bounds(use.tokens)}
    return plain


def _plain_evidence(evidence: "Evidence | None") -> dict[str, Any]:
    if evidence is None or evidence.ability is None:
        return {}
    return {
        "ability": _bounds(evidence.ability),
        "estimates": {name: _bounds(interval) for name, interval in evidence.estimates},
        "measurements": [_plain(measurement) for measurement in evidence.measurements],
    }


def _bounds(interval: "Interval") -> list[float]:
    return [interval.low, interval.value, interval.high]


def _plain(value: Any) -> dict[str, Any]:
    """Return a dataclass's fields as JSON has them, without those that still have their default."""
    return dict(_fields(value))


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    for name, field in type(value).__dataclass_fields__.items():
        content = getattr(value, name)
        if content == field.default:
            continue
        if isinstance(content, Decimal):
            yield name, str(content)
        elif isinstance(content, date):
            yield name, content.isoformat()
        elif isinstance(content, tuple):
            yield name, [_plain(item) if hasattr(item, "__dataclass_fields__") else item for item in content]
        elif hasattr(content, "__dataclass_fields__"):
            yield name, _plain(content)
        else:
            yield name, content
