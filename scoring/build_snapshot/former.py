# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""The models that are listed no longer, each as it stood in the last listing that had it."""

import csv
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from pathlib import Path

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.sources import openrouter_models

_WHOLE = (("models-2026-05.raw.json", date(2026, 5, 12)), ("models.json", date(2026, 8, 22)))
"""The stored whole listings, the older first, with their days."""
_SINGLE = "first-candidates-price-history.csv"
"""Single models in listings that are not stored whole, the older first."""
_BEFORE_ALL_ENDS = date(2024, 1, 1)
"""As of this day no announced end has passed, so that a listing holds all it listed."""


def parse_listing(path: Path, as_of: date) -> openrouter_models.Listing:
    """Read a whole listing, without the models whose end had passed by ``as_of``."""
    return openrouter_models.parse({openrouter_models.LOCATION.url: path.read_bytes()}, as_of=as_of)


def read_former(folder: Path, listed: AbstractSet[str], until: date) -> dict[str, tuple[str, CatalogueModel]]:
    """Return id → (last day listed, the model as it stood then) of all that are not ``listed`` any more."""
    found: dict[str, tuple[str, CatalogueModel]] = {}
    if (folder / _SINGLE).exists():
        with (folder / _SINGLE).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["listing_date"] < until.isoformat()]
        found |= {row["openrouter_id"]: (row["listing_date"], _past(row)) for row in rows}
    for name, seen in _WHOLE:
        if seen < until:
            models = parse_listing(folder / name, _BEFORE_ALL_ENDS).models
            found |= {model.id: (seen.isoformat(), model) for model in models}
    return {model_id: found[model_id] for model_id in sorted(found.keys() - listed) if not model_id.endswith(":batch")}


def _past(row: dict[str, str]) -> CatalogueModel:
    return CatalogueModel(
        id=row["openrouter_id"],
        name=row["openrouter_id"],
        canonical_slug=row["openrouter_id"].split(":", 1)[0],
        created=None,
        context_length=int(row["context_length"]),
        max_completion_tokens=None,
        prompt_usd_per_mtok=Decimal(row["prompt_usd_per_1m"]),
        completion_usd_per_mtok=Decimal(row["completion_usd_per_1m"]),
        price_source=openrouter_models.SOURCE.id,
        metadata_source=openrouter_models.SOURCE.id,
    )
