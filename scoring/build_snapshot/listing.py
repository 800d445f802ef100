# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""The catalogue: prices of the newest listing, joined with what the last whole listing says about each model."""

import csv
import json
from collections.abc import Iterable, Mapping, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from former import parse_listing, read_former

from tierline_scoring.catalogue import CatalogueModel, PriceTier
from tierline_scoring.evidence import Source
from tierline_scoring.identity import Listed
from tierline_scoring.sources import openrouter_endpoints, openrouter_models

AS_OF = date(2026, 11, 10)
AUGUST = date(2026, 8, 22)

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
_ENDPOINTS = "endpoints-all-2026-07-22.json"

_MAKES_IMAGES = frozenset({"google/gemini-nano-banana-2.1"})
"""Newer than the catalogue, and the price list says nothing of outputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The models that can be chosen, everything ever listed, and why rows were left out."""

    models: tuple[CatalogueModel, ...]
    identities: tuple[Listed, ...]
    no_longer_listed: Mapping[str, str]
    """Id → the date of the last listing that had it."""
    left_out: Mapping[str, str]
    """Listed id → why it is no text model that one can choose."""
    former: tuple[CatalogueModel, ...]
    """The models no longer listed, as they stood in their last listing."""


def read_listing(folder: Path) -> Listing:
    """Read ``folder`` (prices, catalogue and endpoints of OpenRouter) and join them by id."""
    catalogue = parse_listing(folder / "models.json", AS_OF)
    entries = {model.id: model for model in catalogue.models}
    offers, seen = _offers(folder / _ENDPOINTS)
    left_out = {}
    models = []
    with (folder / "prices-2026-11-10.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if reason := _refusal(row["id"], catalogue):
            left_out[row["id"]] = reason
        else:
            models.append(_served(_model(row, entries.get(row["id"])), offers, seen))
    listed = {row["id"]: Listed(id=row["id"]) for row in rows} | _identities(catalogue)
    return _listing(folder, models, listed, left_out, {row["id"] for row in rows}, AS_OF)


def read_august(folder: Path) -> Listing:
    """Read the whole listing of August, with its own prices."""
    catalogue = parse_listing(folder / "models.json", AUGUST)
    offers, seen = _offers(folder / _ENDPOINTS)
    models = [_served(model, offers, seen) for model in catalogue.models]
    identities = _identities(catalogue)
    return _listing(folder, models, identities, catalogue.refused, set(identities), AUGUST)


def _listing(  # noqa: PLR0913, PLR0917 a listing is made of all of these
    folder: Path,
    models: Iterable[CatalogueModel],
    identities: Mapping[str, Listed],
    left_out: Mapping[str, str],
    listed: AbstractSet[str],
    as_of: date,
) -> Listing:
    older = _identities(parse_listing(folder / "models-2026-05.raw.json", as_of))
    gone = read_former(folder, listed, until=as_of)
    known = {**older, **identities}
    return Listing(
        models=tuple(sorted(models, key=lambda model: model.id)),
        identities=tuple(known.get(model_id, Listed(id=model_id)) for model_id in sorted({*known, *gone})),
        no_longer_listed={model_id: last for model_id, (last, _) in gone.items()},
        left_out=left_out,
        former=tuple(model for _, model in gone.values()),
    )


def _identities(listing: openrouter_models.Listing) -> dict[str, Listed]:
    return {entry.id: entry for entry in listing.identities}


def _served(model: CatalogueModel, offers: Mapping[str, openrouter_endpoints.Endpoints], seen: date) -> CatalogueModel:
    found = offers.get(model.id)
    return replace(model, uptime=found.uptime(seen), providers=found.providers) if found else model


def _refusal(model_id: str, catalogue: openrouter_models.Listing) -> str:
    if model_id in _MAKES_IMAGES:
        return "not for text chat"
    return catalogue.refused.get(model_id) or openrouter_models.refusal_of_id(model_id)


def _model(row: dict[str, str], entry: CatalogueModel | None) -> CatalogueModel:
    paid = Decimal(row["prompt_per_1m"]) > 0 or Decimal(row["completion_per_1m"]) > 0
    # the price list holds models that can call tools, and says which of them reason
    supported: tuple[str, ...] = ("reasoning", "tools") if row["reasoning"] == "True" else ("tools",)
    return CatalogueModel(
        id=row["id"],
        name=row["name"],
        canonical_slug=entry.canonical_slug if entry else row["id"].split(":", 1)[0],
        hugging_face_id=entry.hugging_face_id if entry else "",
        created=entry.created if entry else None,
        context_length=int(row["context_length"]),
        max_completion_tokens=int(row["max_output"]) if row["max_output"] not in {"", "0"} else None,
        prompt_usd_per_mtok=Decimal(row["prompt_per_1m"]),
        completion_usd_per_mtok=Decimal(row["completion_per_1m"]),
        cache_read_usd_per_mtok=_price(row["cache_read_per_1m"], paid=paid),
        cache_write_usd_per_mtok=_price(row["cache_write_per_1m"], paid=paid),
        price_tiers=tuple(
            PriceTier(
                above_prompt_tokens=int(tier["inputTokensAbove"]),
                prompt_usd_per_mtok=tier["input"],
                completion_usd_per_mtok=tier["output"],
            )
            for tier in json.loads(row["tiers"] or "[]", parse_float=Decimal, parse_int=Decimal)
        ),
        expires=entry.expires if entry else None,
        supported_parameters=entry.supported_parameters if entry else supported,
        thinks_by_default=entry.thinks_by_default if entry else None,
        price_source=PRICES,
        metadata_source=entry.metadata_source if entry else PRICES,
    )


def _price(text: str, *, paid: bool) -> Decimal | None:
    """Read a price that a paid model may not publish; the list writes 0 for that, which is no price."""
    price = Decimal(text or "0")
    return None if paid and price == 0 else price


def _offers(path: Path) -> tuple[dict[str, openrouter_endpoints.Endpoints], date]:
    collected = json.loads(path.read_text(encoding="utf-8"))
    offers = {
        model["id"]: openrouter_endpoints.Endpoints(
            model_id=model["id"], endpoints=openrouter_endpoints.read_endpoints(model["endpoints"])
        )
        for model in collected["models"]
    }
    return offers, date.fromisoformat(collected["collected_at"])
