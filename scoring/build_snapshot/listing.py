# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""The catalogue: prices of the newest listing, joined with what the last whole listing says about each model."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tierline_scoring.catalogue import CatalogueModel, PriceTier, Uptime
from tierline_scoring.evidence import Source
from tierline_scoring.identity import Listed

AS_OF = date(2026, 11, 10)

SOURCES = (
    Source(
        id="openrouter-prices",
        name="OpenRouter: prices, context and output limits",
        url="https://openrouter.ai/api/v1/models",
        licence="OpenRouter terms; the conversion is MIT",
        date="2026-11-10",
        note="as converted by the package @earendil-works/pi-ai 1.5.2; models that cannot call tools are missing",
    ),
    Source(
        id="openrouter-catalogue",
        name="OpenRouter: catalogue",
        url="https://openrouter.ai/api/v1/models",
        licence="OpenRouter terms",
        date="2026-08-22",
        note="a stored copy of the public response; names, slugs, parameters, announced ends",
    ),
    Source(
        id="openrouter-endpoints",
        name="OpenRouter: endpoints and their uptime",
        url="https://openrouter.ai/api/v1/models/{author}/{slug}/endpoints",
        licence="OpenRouter terms",
        date="2026-07-22",
        note="uptime of the last 30 minutes at that time, of the best endpoint in service",
    ),
)
PRICES, CATALOGUE, ENDPOINTS = (source.id for source in SOURCES)

_NO_END = "2098-01-01"
_PARAMETERS = ("reasoning", "reasoning_effort", "structured_outputs", "temperature", "tools")
_NOT_FOR_CHAT = {
    "google/gemini-nano-banana-2.1": "makes images",
    "openai/gpt-oss-safeguard-20b": "classifies, does not answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The models that can be chosen, everything ever listed, and why rows were left out."""

    models: tuple[CatalogueModel, ...]
    identities: tuple[Listed, ...]
    no_longer_listed: Mapping[str, str]
    """Id → the date of the last listing that had it."""
    left_out: Counter[str]


def read_listing(folder: Path) -> Listing:
    """Read ``folder`` (prices, catalogue and endpoints of OpenRouter) and join them by id."""
    raw: dict[str, dict[str, Any]] = {
        entry["id"]: entry for entry in json.loads((folder / "models.json").read_text(encoding="utf-8"))["data"]
    }
    older = json.loads((folder / "models-2026-05.raw.json").read_text(encoding="utf-8"))["data"]
    uptimes = dict(_uptimes(folder / "endpoints-all-2026-07-22.json"))
    left_out: Counter[str] = Counter()
    models = []
    with (folder / "prices-2026-11-10.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        entry = raw.get(row["id"], {})
        if reason := _refusal(row["id"], entry):
            left_out[reason] += 1
        else:
            models.append(_model(row, entry, uptimes.get(row["id"])))
    listed = {row["id"] for row in rows}
    known = {entry["id"]: entry for entry in older} | raw
    return Listing(
        models=tuple(sorted(models, key=lambda model: model.id)),
        identities=tuple(
            Listed(
                id=model_id,
                canonical_slug=known.get(model_id, {}).get("canonical_slug") or "",
                hugging_face_id=known.get(model_id, {}).get("hugging_face_id") or "",
            )
            for model_id in sorted(known.keys() | listed)
        ),
        no_longer_listed={
            model_id: "2026-08-22" for model_id in sorted(raw.keys() - listed) if not _refusal(model_id, raw[model_id])
        },
        left_out=left_out,
    )


def _refusal(model_id: str, entry: dict[str, Any]) -> str:
    """Say why this is no text chat model that one can choose; empty if it is one."""
    architecture = entry.get("architecture", {})
    refusals = (
        ("alias", model_id.startswith("~") or bool(entry.get("alias_target"))),
        ("batch price", model_id.endswith(":batch")),
        (
            "router",
            model_id in {"auto", "typesafe/jev-router"}
            or model_id.startswith("openrouter/")
            or architecture.get("tokenizer") == "Router",
        ),
        ("stealth model", model_id.startswith("stealth/")),
        (
            "not for text chat",
            model_id in _NOT_FOR_CHAT or architecture.get("output_modalities", ["text"]) != ["text"],
        ),
        ("announced end has passed", bool(end := _end(entry)) and end <= AS_OF.isoformat()),
    )
    return next((reason for reason, holds in refusals if holds), "")


def _end(entry: dict[str, Any]) -> str:
    end: str = entry.get("expiration_date") or ""
    return "" if end >= _NO_END else end


def _model(row: dict[str, str], entry: dict[str, Any], uptime: Uptime | None) -> CatalogueModel:
    paid = Decimal(row["prompt_per_1m"]) > 0 or Decimal(row["completion_per_1m"]) > 0
    supported = set(entry.get("supported_parameters") or ())
    if not entry:  # the price list holds models that can call tools, and says which of them reason
        supported = {"tools"} | ({"reasoning"} if row["reasoning"] == "True" else set())
    end = _end(entry)
    return CatalogueModel(
        id=row["id"],
        name=row["name"],
        canonical_slug=entry.get("canonical_slug") or row["id"].split(":", 1)[0],
        created=datetime.fromtimestamp(entry["created"], UTC).date() if entry else None,
        context_length=int(row["context_length"]),
        max_completion_tokens=int(row["max_output"]) if row["max_output"] not in {"", "0"} else None,
        prompt_usd_per_mtok=Decimal(row["prompt_per_1m"]),
        completion_usd_per_mtok=Decimal(row["completion_per_1m"]),
        cache_read_usd_per_mtok=_price(row["cache_read_per_1m"], paid=paid),
        cache_write_usd_per_mtok=_price(row["cache_write_per_1m"], paid=paid),
        price_tiers=tuple(
            PriceTier(
                above_prompt_tokens=tier["inputTokensAbove"],
                prompt_usd_per_mtok=tier["input"],
                completion_usd_per_mtok=tier["output"],
            )
            for tier in json.loads(row["tiers"] or "[]", parse_float=Decimal, parse_int=Decimal)
        ),
        expires=date.fromisoformat(end) if end else None,
        supported_parameters=tuple(name for name in _PARAMETERS if name in supported),
        uptime=uptime,
        price_source=PRICES,
        metadata_source=CATALOGUE if entry else PRICES,
    )


def _price(text: str, *, paid: bool) -> Decimal | None:
    """Read a price that a paid model may not publish; the list writes 0 for that, which is no price."""
    price = Decimal(text or "0")
    return None if paid and price == 0 else price


def _uptimes(path: Path) -> Iterator[tuple[str, Uptime]]:
    collected = json.loads(path.read_text(encoding="utf-8"))
    for model in collected["models"]:
        known = [
            endpoint["uptime_last_30m"]
            for endpoint in model["endpoints"]
            if endpoint["status"] == 0 and endpoint.get("uptime_last_30m") is not None
        ]
        if known:
            yield (
                model["id"],
                Uptime(
                    percent=round(max(known), 2),
                    date=date.fromisoformat(collected["collected_at"]),
                    source=ENDPOINTS,
                ),
            )
