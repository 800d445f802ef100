"""OpenRouter's listing, ``GET /models``: the models that can be chosen, and the identities of all."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from tierline_scoring.catalogue import CatalogueModel, PriceTier
from tierline_scoring.evidence import Source
from tierline_scoring.identity import Listed
from tierline_scoring.sources.decode import as_mapping, day, number, parse_json, rows_at, text_of
from tierline_scoring.sources.source import Location, SourceError

SOURCE = Source(
    id="openrouter-catalogue",
    name="OpenRouter: catalogue",
    url="https://openrouter.ai/api/v1/models",
    licence="OpenRouter terms",
    date="",
    note="prices, context and output limits, slugs, parameters, announced ends",
)
LOCATION = Location(url=SOURCE.url)
"""Without a query: the whole list comes, at the prices of the default service tier."""

_NO_END = "2098-01-01"
"""Announced ends from here on mean that none is planned."""
_PARAMETERS = ("reasoning", "reasoning_effort", "structured_outputs", "temperature", "tools")
_CLASSIFIER = re.compile(r"(?:^|[-/])(?:safeguard|guard|content-safety)(?:[-:.]|$)")
_TOKENS_PER_MTOK = 1_000_000
_ROUTERS = frozenset({"auto", "typesafe/jev-router"})
_OUT_OF_SHAPE = "not understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What OpenRouter lists on one day."""

    models: tuple[CatalogueModel, ...]
    """Those that can be chosen, by id."""
    identities: tuple[Listed, ...]
    """All of them, by id."""
    refused: Mapping[str, str]
    """Id → why it cannot be chosen."""
    left_out: Mapping[str, int]
    """Reason → how many were left out for it, entries without an id included."""


def follow(location: Location, body: bytes) -> tuple[Location, ...]:
    """Return the next page that ``body`` names, if it does.

    Raises:
        SourceError: The answer is not JSON.
    """
    links = as_mapping(as_mapping(parse_json(body, SOURCE.id)).get("links"))
    following = text_of(links.get("next"))
    url = urljoin(location.url, following)
    return (Location(url=url),) if following and url.startswith("https://openrouter.ai/") else ()


def entries(bodies: Mapping[str, bytes]) -> list[Mapping[str, Any]]:
    """Return the entries of all pages as listed.

    Raises:
        SourceError: A page is missing or has another shape.
    """
    found: list[Mapping[str, Any]] = []
    total = 0
    for body in bodies.values():
        document = parse_json(body, SOURCE.id)
        found += rows_at(document, "data", SOURCE.id)
        total = max(total, int(number(as_mapping(document).get("total_count")) or 0))
    if len(found) < max(total, 1):
        raise SourceError(f"{SOURCE.id}: only {len(found)} of {total or 'all'} models were fetched")
    return found


def parse(bodies: Mapping[str, bytes], *, as_of: date) -> Listing:
    """Read all pages of the listing; a model whose announced end is not after ``as_of`` is left out.

    Raises:
        SourceError: A page is missing or has another shape, or most entries are not understood.
    """
    models: dict[str, CatalogueModel] = {}
    identities: dict[str, Listed] = {}
    refused: dict[str, str] = {}
    left_out: Counter[str] = Counter()
    listed = entries(bodies)
    for entry in listed:
        model_id = text_of(entry.get("id"))
        if not model_id:
            left_out[_OUT_OF_SHAPE] += 1
            continue
        identities[model_id] = Listed(
            id=model_id,
            canonical_slug=text_of(entry.get("canonical_slug")),
            hugging_face_id=text_of(entry.get("hugging_face_id")),
            name=text_of(entry.get("name")),
            created=_created(entry),
            reasons="reasoning" in supported if (supported := _supported(entry)) else None,
        )
        prices = _prices(entry)
        reason = refusal_of_id(model_id) or _refusal(entry, as_of)
        if reason or prices is None:
            refused[model_id] = reason or "price unknown"
        else:
            models[model_id] = _model(entry, model_id, *prices)
    left_out.update(refused.values())
    if 2 * left_out[_OUT_OF_SHAPE] > len(listed) or not models:
        raise SourceError(f"{SOURCE.id}: most of the {len(listed)} entries are not understood any more")
    return Listing(
        models=tuple(models[model_id] for model_id in sorted(models)),
        identities=tuple(identities[model_id] for model_id in sorted(identities)),
        refused=refused,
        left_out=dict(left_out),
    )


def refusal_of_id(model_id: str) -> str:
    """Say why an id cannot be that of a text chat model that one can choose; empty if it can."""
    refusals = (
        ("alias", model_id.startswith("~")),
        ("batch price", model_id.endswith(":batch")),
        ("router", model_id in _ROUTERS or model_id.startswith("openrouter/")),
        ("stealth model", model_id.startswith("stealth/")),
        ("classifies, does not answer", bool(_CLASSIFIER.search(model_id))),
    )
    return next((reason for reason, holds in refusals if holds), "")


def _refusal(entry: Mapping[str, Any], as_of: date) -> str:
    architecture = as_mapping(entry.get("architecture"))
    reads, _, writes = text_of(architecture.get("modality")).partition("->")
    inputs = _modalities(architecture.get("input_modalities")) or reads.split("+")
    outputs = _modalities(architecture.get("output_modalities")) or writes.split("+")
    end = _end(entry)
    refusals = (
        ("alias", bool(entry.get("alias_target"))),
        ("router", architecture.get("tokenizer") == "Router"),
        ("not for text chat", outputs not in (["text"], [""])),
        ("reads no text", inputs != [""] and "text" not in inputs),
        ("context unknown", not _context(entry)),
        ("announced end has passed", end is not None and end <= as_of),
    )
    return next((reason for reason, holds in refusals if holds), "")


def _modalities(value: object) -> list[str]:
    return [found for found in value if isinstance(found, str)] if isinstance(value, list) else []


def _prices(entry: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    pricing = as_mapping(entry.get("pricing"))
    prompt, completion = usd_per_mtok(pricing.get("prompt")), usd_per_mtok(pricing.get("completion"))
    return None if prompt is None or completion is None else (prompt, completion)


def _model(entry: Mapping[str, Any], model_id: str, prompt: Decimal, completion: Decimal) -> CatalogueModel:
    pricing = as_mapping(entry.get("pricing"))
    supported = _supported(entry)
    return CatalogueModel(
        id=model_id,
        name=text_of(entry.get("name")) or model_id,
        canonical_slug=text_of(entry.get("canonical_slug")) or model_id.split(":", 1)[0],
        hugging_face_id=text_of(entry.get("hugging_face_id")),
        created=_created(entry),
        context_length=_context(entry),
        max_completion_tokens=_count(as_mapping(entry.get("top_provider")).get("max_completion_tokens")) or None,
        prompt_usd_per_mtok=prompt,
        completion_usd_per_mtok=completion,
        cache_read_usd_per_mtok=usd_per_mtok(pricing.get("input_cache_read")),
        cache_write_usd_per_mtok=usd_per_mtok(pricing.get("input_cache_write")),
        price_tiers=_tiers(pricing, prompt, completion),
        expires=_end(entry),
        supported_parameters=tuple(name for name in _PARAMETERS if name in supported),
        thinks_by_default=_thinks(entry.get("reasoning"), able="reasoning" in supported),
        price_source=SOURCE.id,
        metadata_source=SOURCE.id,
    )


def _supported(entry: Mapping[str, Any]) -> set[str]:
    parameters = entry.get("supported_parameters")
    return set(map(text_of, parameters)) if isinstance(parameters, list) else set()


def _thinks(reasoning: Any, *, able: bool) -> bool | None:
    """Read whether a model reasons unless told not to; ``None`` for one that can, and does not say."""
    terms = as_mapping(reasoning)
    if terms.get("mandatory") is True or terms.get("default_enabled") is True:
        return True
    return False if terms.get("default_enabled") is False or not able else None


def _tiers(pricing: Mapping[str, Any], prompt: Decimal, completion: Decimal) -> tuple[PriceTier, ...]:
    """Read the prices for long prompts; those of an hour of the day are not kept, the listed ones hold now."""
    overrides = pricing.get("overrides")
    tiers = []
    for override in overrides if isinstance(overrides, list) else ():
        terms = as_mapping(override)
        above = _count(terms.get("min_prompt_tokens"))
        if not above or "utc_start" in terms or "utc_end" in terms:
            continue
        changed = (usd_per_mtok(terms.get("prompt")), usd_per_mtok(terms.get("completion")))
        tiers.append(
            PriceTier(
                above_prompt_tokens=above,
                prompt_usd_per_mtok=prompt if changed[0] is None else changed[0],
                completion_usd_per_mtok=completion if changed[1] is None else changed[1],
            )
        )
    return tuple(sorted(tiers, key=lambda tier: tier.above_prompt_tokens))


def usd_per_mtok(price: Any) -> Decimal | None:
    """Return a price per token as USD per million tokens, exactly; ``None`` if it is absent, negative or no price.

    A negative price stands for whatever is routed to; a dollar or more for one token is no price.
    """
    if isinstance(price, bool) or not isinstance(price, int | str | Decimal):
        return None
    try:
        value = Decimal(price)
    except ArithmeticError:
        return None
    if not value.is_finite() or not 0 <= value < 1:
        return None
    return Decimal(format((value * _TOKENS_PER_MTOK).normalize(), "f"))


def _end(entry: Mapping[str, Any]) -> date | None:
    end = day(entry.get("expiration_date"))
    try:
        return date.fromisoformat(end) if end and end < _NO_END else None
    except ValueError:
        return None


def _created(entry: Mapping[str, Any]) -> date | None:
    seconds = _count(entry.get("created"))
    try:
        return datetime.fromtimestamp(seconds, UTC).date() if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _context(entry: Mapping[str, Any]) -> int:
    return _count(entry.get("context_length")) or _count(as_mapping(entry.get("top_provider")).get("context_length"))


def _count(value: Any) -> int:
    """Return a number of tokens or seconds; 0 where it is unknown."""
    found = number(value)
    return int(found) if found is not None and found > 0 else 0
