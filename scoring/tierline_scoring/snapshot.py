"""A dated file with everything that choosing needs: prices, figures, estimates, and where each came from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from tierline_scoring.accuracy import Accuracy
from tierline_scoring.catalogue import CatalogueModel, PriceTier, Uptime
from tierline_scoring.errors import SnapshotError
from tierline_scoring.estimate import Interval
from tierline_scoring.evidence import Evidence, Measurement, Source

SCHEMA = 1
"""Version of the file's shape. A reader refuses any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The catalogue and the evidence as of one day. Never changed, only replaced."""

    as_of: date
    sources: Mapping[str, Source]
    models: Mapping[str, CatalogueModel]
    evidence: Mapping[str, Evidence]
    """By model id; a model of which nothing is known has none."""
    no_longer_listed: Mapping[str, date]
    """Ids that were listed before, with the date of the last listing that had them."""
    accuracy: Mapping[str, Accuracy]
    """How well estimates did on hidden figures, by benchmark and over ``all``."""


@cache
def load_snapshot() -> Snapshot:
    """Return the snapshot that comes with the package. Read once; needs neither network nor key."""
    return parse_snapshot(files("tierline_scoring").joinpath("data/snapshot.json").read_text(encoding="utf-8"))


def parse_snapshot(text: str) -> Snapshot:
    """Read a snapshot.

    Raises:
        SnapshotError: It is not JSON, of another schema version, or a field is missing or of a wrong kind.
    """
    try:
        raw = json.loads(text)
        if raw["schema"] != SCHEMA:
            raise SnapshotError(f"the snapshot has schema {raw['schema']}, this version reads {SCHEMA}")
        return _snapshot(raw)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        if isinstance(error, SnapshotError):
            raise
        raise SnapshotError(f"the snapshot can't be read: {type(error).__name__}: {error}") from error


def dump_snapshot(snapshot: Snapshot) -> str:
    """Write a snapshot: JSON with one source or model a line, in a stable order, so that changes can be reviewed."""
    head = {"schema": SCHEMA, "as_of": snapshot.as_of.isoformat()}
    blocks = {
        "sources": [_plain(source) for source in snapshot.sources.values()],
        "accuracy": [{"benchmark": name, **_plain(value)} for name, value in snapshot.accuracy.items()],
        "no_longer_listed": [
            {"id": model_id, "last_listed": last.isoformat()} for model_id, last in snapshot.no_longer_listed.items()
        ],
        "models": [
            _plain(model) | _plain_evidence(snapshot.evidence.get(model.id)) for model in snapshot.models.values()
        ],
    }
    parts = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
    for name, entries in blocks.items():
        lines = ",\n".join(_json(entry) for entry in entries)
        parts.append(f"{_json(name)}: [\n{lines}\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _snapshot(raw: Mapping[str, Any]) -> Snapshot:
    models = {entry["id"]: _model(entry) for entry in raw["models"]}
    return Snapshot(
        as_of=date.fromisoformat(raw["as_of"]),
        sources=MappingProxyType({entry["id"]: Source(**entry) for entry in raw["sources"]}),
        models=MappingProxyType(models),
        evidence=MappingProxyType({entry["id"]: _evidence(entry) for entry in raw["models"] if "ability" in entry}),
        no_longer_listed=MappingProxyType(
            {entry["id"]: date.fromisoformat(entry["last_listed"]) for entry in raw["no_longer_listed"]}
        ),
        accuracy=MappingProxyType(
            {
                entry["benchmark"]: Accuracy(**{key: value for key, value in entry.items() if key != "benchmark"})
                for entry in raw["accuracy"]
            }
        ),
    )


_EVIDENCE_FIELDS = ("measurements", "ability", "estimates")
_PRICES = (
    "prompt_usd_per_mtok",
    "completion_usd_per_mtok",
    "cache_read_usd_per_mtok",
    "cache_write_usd_per_mtok",
)


def _model(entry: Mapping[str, Any]) -> CatalogueModel:
    fields = {key: value for key, value in entry.items() if key not in _EVIDENCE_FIELDS}
    for name in _PRICES:
        fields[name] = None if fields.get(name) is None else Decimal(fields[name])
    for name in ("created", "expires"):
        fields[name] = date.fromisoformat(fields[name]) if fields.get(name) else None
    fields["supported_parameters"] = tuple(fields.get("supported_parameters", ()))
    fields["price_tiers"] = tuple(
        PriceTier(
            above_prompt_tokens=tier["above_prompt_tokens"],
            prompt_usd_per_mtok=Decimal(tier["prompt_usd_per_mtok"]),
            completion_usd_per_mtok=Decimal(tier["completion_usd_per_mtok"]),
        )
        for tier in fields.get("price_tiers", ())
    )
    if uptime := fields.get("uptime"):
        fields["uptime"] = Uptime(**uptime | {"date": date.fromisoformat(uptime["date"])})
    if fields["prompt_usd_per_mtok"] is None or fields["completion_usd_per_mtok"] is None:
        raise SnapshotError(f"the snapshot gives no price for {entry['id']}; unknown is not free")
    return CatalogueModel(**fields)


def _evidence(entry: Mapping[str, Any]) -> Evidence:
    return Evidence(
        measurements=tuple(Measurement(**measurement) for measurement in entry["measurements"]),
        ability=_interval(entry["ability"]),
        estimates=tuple((name, _interval(bounds)) for name, bounds in entry["estimates"].items()),
    )


def _interval(bounds: Sequence[float]) -> Interval:
    low, value, high = bounds
    return Interval(value=value, low=low, high=high)


def _plain_evidence(evidence: Evidence | None) -> dict[str, Any]:
    if evidence is None or evidence.ability is None:
        return {}
    return {
        "ability": _bounds(evidence.ability),
        "estimates": {name: _bounds(interval) for name, interval in evidence.estimates},
        "measurements": [_plain(measurement) for measurement in evidence.measurements],
    }


def _bounds(interval: Interval) -> list[float]:
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
