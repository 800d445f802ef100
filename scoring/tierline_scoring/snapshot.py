"""A dated file with everything that choosing needs: prices, figures, estimates, and where each came from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from tierline_scoring.inferred import InferredAbility
from tierline_scoring.kind_run import KindRun
from tierline_scoring.snapshot_versions import SCHEMA, migrated
from tierline_scoring.token_use import TokenUse


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
    token_use: Mapping[str, TokenUse] = field(default_factory=dict)
    """By model id: completion tokens of a task."""
    former: Mapping[str, CatalogueModel] = field(default_factory=dict)
    """Models no longer listed, as they stood in the last listing that had them; ``evidence`` holds theirs too."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Listed ids that are no text models one can choose, with the reason: routers, images, batches."""
    inferred: Mapping[str, InferredAbility] = field(default_factory=dict)
    """By id, for models without a figure: what their relatives say of them. Shown, and never a reason to choose one."""
    kind_runs: tuple[KindRun, ...] = ()
    """Published runs of one kind of task."""


@cache
def load_snapshot() -> Snapshot:
    """Return the snapshot that comes with the package. Read once; needs neither network nor key."""
    return parse_snapshot(files("tierline_scoring").joinpath("data/snapshot.json").read_text(encoding="utf-8"))


def parse_snapshot(text: str) -> Snapshot:
    """Read a snapshot, of this schema or an older one.

    Raises:
        SnapshotError: It is not JSON, of a later schema, or a field is missing or of a wrong kind.
    """
    try:
        return _snapshot(migrated(json.loads(text, parse_constant=_refuse_constant)))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        if isinstance(error, SnapshotError):
            raise
        raise SnapshotError(f"the snapshot can't be read: {type(error).__name__}: {error}") from error


def dump_snapshot(snapshot: Snapshot) -> str:
    """Write a snapshot: JSON with one source or model a line, in a stable order, so that changes can be reviewed."""
    from tierline_scoring.snapshot_lines import lines_of

    return lines_of(snapshot, SCHEMA)


def _refuse_constant(name: str) -> float:
    raise SnapshotError(f"the snapshot can't be read: {name} is no number")


def _snapshot(raw: Mapping[str, Any]) -> Snapshot:
    listed = raw["models"]
    entries = [*listed, *raw["former"]]
    return Snapshot(
        as_of=date.fromisoformat(raw["as_of"]),
        sources=MappingProxyType({entry["id"]: Source(**entry) for entry in raw["sources"]}),
        models=MappingProxyType({entry["id"]: _model(entry) for entry in listed}),
        former=MappingProxyType({entry["id"]: _model(entry) for entry in raw["former"]}),
        evidence=MappingProxyType({entry["id"]: _evidence(entry) for entry in entries if "ability" in entry}),
        token_use=MappingProxyType(
            {entry["id"]: _token_use(entry["token_use"]) for entry in entries if "token_use" in entry}
        ),
        inferred=MappingProxyType(
            {entry["id"]: _inferred(entry["inferred"]) for entry in entries if "inferred" in entry}
        ),
        left_out=MappingProxyType({entry["id"]: entry["reason"] for entry in raw["left_out"]}),
        kind_runs=tuple(KindRun(**entry) for entry in raw["kind_runs"]),
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


_OTHER_FIELDS = ("measurements", "ability", "estimates", "inferred", "token_use")
_PRICES = (
    "prompt_usd_per_mtok",
    "completion_usd_per_mtok",
    "cache_read_usd_per_mtok",
    "cache_write_usd_per_mtok",
)


def _model(entry: Mapping[str, Any]) -> CatalogueModel:
    fields = {key: value for key, value in entry.items() if key not in _OTHER_FIELDS}
    for name in _PRICES:
        fields[name] = None if fields.get(name) is None else Decimal(fields[name])
    for name in ("created", "expires"):
        fields[name] = date.fromisoformat(fields[name]) if fields.get(name) else None
    for name, usual in (("supported_parameters", ()), ("outputs", ("text",)), ("providers", ())):
        fields[name] = tuple(fields.get(name, usual))
    fields["price_tiers"] = tuple(
        PriceTier(
            above_prompt_tokens=int(tier["above_prompt_tokens"]),
            prompt_usd_per_mtok=Decimal(tier["prompt_usd_per_mtok"]),
            completion_usd_per_mtok=Decimal(tier["completion_usd_per_mtok"]),
        )
        for tier in fields.get("price_tiers", ())
    )
    if uptime := fields.get("uptime"):
        fields["uptime"] = Uptime(**uptime | {"date": date.fromisoformat(uptime["date"])})
    if fields["prompt_usd_per_mtok"] is None or fields["completion_usd_per_mtok"] is None:
        raise SnapshotError(f"the snapshot gives no price for {entry['id']}; unknown is not free")
    model = CatalogueModel(**fields)
    if not model.priced:
        raise SnapshotError(f"the snapshot gives a price for {entry['id']} that is none; unknown is not free")
    return model


def _evidence(entry: Mapping[str, Any]) -> Evidence:
    return Evidence(
        measurements=tuple(Measurement(**measurement) for measurement in entry["measurements"]),
        ability=_interval(entry["ability"]),
        estimates=tuple((name, _interval(bounds)) for name, bounds in entry["estimates"].items()),
    )


def _inferred(entry: Mapping[str, Any]) -> InferredAbility:
    return InferredAbility(ability=_interval(entry["ability"]), relatives=tuple(entry["relatives"]))


def _token_use(entry: Mapping[str, Any]) -> TokenUse:
    fields = dict(entry) | {"tokens": _interval(entry["tokens"]), "sources": tuple(entry.get("sources", ()))}
    return TokenUse(**fields)


def _interval(bounds: Sequence[float]) -> Interval:
    low, value, high = bounds
    if not low <= value <= high:
        raise SnapshotError(f"the snapshot has {low}..{high} as the interval of {value}")
    return Interval(value=value, low=low, high=high)
