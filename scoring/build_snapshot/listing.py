# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""The catalogue: prices of the newest listing, joined with what the last whole listing says about each model."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from tierline_scoring.catalogue import CatalogueModel, PriceTier, Uptime
from tierline_scoring.evidence import Source
from tierline_scoring.identity import Listed
from tierline_scoring.sources import openrouter_endpoints, openrouter_models

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
    replace(
        openrouter_models.SOURCE,
        date="2026-08-22",
        note="a stored copy of the public response; names, slugs, parameters, announced ends",
    ),
    replace(
        openrouter_endpoints.SOURCE,
        date="2026-07-22",
        note="uptime of the last 30 minutes at that time, of the best endpoint in service",
    ),
)
PRICES = SOURCES[0].id

_MAKES_IMAGES = frozenset({"google/gemini-nano-banana-2.1"})
"""Newer than the catalogue, and the price list says nothing of outputs."""


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
    catalogue = _parse(folder / "models.json")
    older = _parse(folder / "models-2026-05.raw.json")
    entries = {model.id: model for model in catalogue.models}
    uptimes = dict(_uptimes(folder / "endpoints-all-2026-07-22.json"))
    left_out: Counter[str] = Counter()
    models = []
    with (folder / "prices-2026-11-10.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if reason := _refusal(row["id"], catalogue):
            left_out[reason] += 1
        else:
            models.append(_model(row, entries.get(row["id"]), uptimes.get(row["id"])))
    listed = {row["id"] for row in rows}
    known = {entry.id: entry for entry in (*older.identities, *catalogue.identities)}
    return Listing(
        models=tuple(sorted(models, key=lambda model: model.id)),
        identities=tuple(known.get(model_id, Listed(id=model_id)) for model_id in sorted(known.keys() | listed)),
        no_longer_listed=dict.fromkeys(sorted(entries.keys() - listed), "2026-08-22"),
        left_out=left_out,
    )


def _parse(path: Path) -> openrouter_models.Listing:
    return openrouter_models.parse({openrouter_models.LOCATION.url: path.read_bytes()}, as_of=AS_OF)


def _refusal(model_id: str, catalogue: openrouter_models.Listing) -> str:
    if model_id in _MAKES_IMAGES:
        return "not for text chat"
    return catalogue.refused.get(model_id) or openrouter_models.refusal_of_id(model_id)


def _model(row: dict[str, str], entry: CatalogueModel | None, uptime: Uptime | None) -> CatalogueModel:
    paid = Decimal(row["prompt_per_1m"]) > 0 or Decimal(row["completion_per_1m"]) > 0
    # the price list holds models that can call tools, and says which of them reason
    supported: tuple[str, ...] = ("reasoning", "tools") if row["reasoning"] == "True" else ("tools",)
    return CatalogueModel(
        id=row["id"],
        name=row["name"],
        canonical_slug=entry.canonical_slug if entry else row["id"].split(":", 1)[0],
        created=entry.created if entry else None,
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
        expires=entry.expires if entry else None,
        supported_parameters=entry.supported_parameters if entry else supported,
        uptime=uptime,
        price_source=PRICES,
        metadata_source=entry.metadata_source if entry else PRICES,
    )


def _price(text: str, *, paid: bool) -> Decimal | None:
    """Read a price that a paid model may not publish; the list writes 0 for that, which is no price."""
    price = Decimal(text or "0")
    return None if paid and price == 0 else price


def _uptimes(path: Path) -> Iterator[tuple[str, Uptime]]:
    collected = json.loads(path.read_text(encoding="utf-8"))
    seen = date.fromisoformat(collected["collected_at"])
    for model in collected["models"]:
        found = openrouter_endpoints.read_endpoints(model["endpoints"])
        offers = openrouter_endpoints.Endpoints(model_id=model["id"], endpoints=found)
        if uptime := offers.uptime(seen):
            yield model["id"], uptime
