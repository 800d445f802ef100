import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tierline_scoring.catalogue import CatalogueModel, PriceTier
from tierline_scoring.sources import SourceError, openrouter_models
from tierline_scoring.sources.openrouter_models import LOCATION, Listing

SAMPLES = Path(__file__).parent / "samples" / "openrouter_models"
NOVEMBER = date(2026, 11, 10)


def listing(body: bytes | None = None, as_of: date = NOVEMBER) -> Listing:
    body = (SAMPLES / "models.json").read_bytes() if body is None else body
    return openrouter_models.parse({LOCATION.url: body}, as_of=as_of)


def entry(**fields: Any) -> dict[str, Any]:
    return {
        "id": "acme/coder",
        "context_length": 8192,
        "architecture": {"input_modalities": ["text"], "output_modalities": ["text"]},
        "pricing": {"prompt": "0.0000002", "completion": "0.0000008"},
    } | fields


def listed(*entries: dict[str, Any]) -> Listing:
    other = entry(id="acme/another")
    return listing(json.dumps({"data": [other, *entries]}).encode())


def only(**fields: Any) -> CatalogueModel:
    return next(model for model in listed(entry(**fields)).models if model.id == "acme/coder")


def test_prices_are_exact_decimals_per_million_tokens() -> None:
    models = {model.id: model for model in listing().models}
    glm = models["z-ai/glm-5.3"]
    assert (glm.prompt_usd_per_mtok, glm.completion_usd_per_mtok) == (Decimal("1.4"), Decimal("4.4"))
    assert str(glm.cache_read_usd_per_mtok) == "0.26"
    assert glm.cache_write_usd_per_mtok is None
    assert str(only(pricing={"prompt": "0.00001", "completion": "1e-9"}).prompt_usd_per_mtok) == "10"
    assert str(only(pricing={"prompt": "0.00001", "completion": "1e-9"}).completion_usd_per_mtok) == "0.001"


def test_a_free_model_is_one_whose_prices_are_both_zero() -> None:
    models = {model.id: model for model in listing().models}
    assert models["nvidia/nemotron-3-ultra-550b-a55b:free"].is_free
    assert not models["nvidia/nemotron-3-ultra-550b-a55b"].is_free


def test_what_cannot_be_chosen_is_left_out_with_its_reason() -> None:
    found = listing()
    assert found.refused == {
        "~z-ai/glm-latest": "alias",
        "openrouter/auto": "router",
        "openai/gpt-4o-mini:batch": "batch price",
        "google/gemini-3-pro-image": "not for text chat",
        "openai/gpt-oss-safeguard-20b": "classifies, does not answer",
        "stealth/ox-alpha": "stealth model",
        "dots-studio/dots-3-note-preview:free": "announced end has passed",
    }
    assert sum(found.left_out.values()) == len(found.refused)
    assert len(found.models) + len(found.refused) == len(found.identities) == 15


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"pricing": {"prompt": "-1", "completion": "-1"}}, "price unknown"),
        ({"pricing": {"prompt": "0.000001", "completion": None}}, "price unknown"),
        ({"pricing": {"prompt": "NaN", "completion": "0"}}, "price unknown"),
        ({"pricing": {"prompt": "2.5", "completion": "10"}}, "price unknown"),
        ({"pricing": None}, "price unknown"),
        ({"architecture": {"input_modalities": ["audio"], "output_modalities": ["text"]}}, "reads no text"),
        ({"architecture": {"modality": "text->image"}}, "not for text chat"),
        ({"architecture": {"input_modalities": 7, "modality": "audio->text"}}, "reads no text"),
        ({"context_length": None}, "context unknown"),
        ({"architecture": {"tokenizer": "Router"}}, "router"),
    ],
)
def test_an_entry_without_price_text_or_context_is_left_out(fields: dict[str, Any], reason: str) -> None:
    assert listed(entry(**fields)).refused == {"acme/coder": reason}


def test_an_announced_end_counts_from_its_day_and_2098_means_none() -> None:
    before = {model.id: model for model in listing(as_of=date(2026, 9, 29)).models}
    assert before["dots-studio/dots-3-note-preview:free"].expires == date(2026, 9, 30)
    assert before["z-ai/glm-5.3"].expires is None
    assert before["z-ai/glm-4.5"].expires == date(2026, 12, 31)
    assert "dots-studio/dots-3-note-preview:free" in listing(as_of=date(2026, 9, 30)).refused


def test_prices_of_long_prompts_are_tiers_and_those_of_an_hour_are_not() -> None:
    models = {model.id: model for model in listing().models}
    assert models["anthropic/claude-sonnet-4.5"].price_tiers == (
        PriceTier(above_prompt_tokens=200_000, prompt_usd_per_mtok=Decimal(6), completion_usd_per_mtok=Decimal("22.5")),
    )
    assert models["deepseek/deepseek-v4-flash-vision-exp"].price_tiers == ()
    pricing = {"prompt": "0.000001", "completion": "0.000002"}
    inherits = [{"min_prompt_tokens": 1000, "completion": "0.000004"}]
    (tier,) = only(pricing=pricing | {"overrides": inherits}).price_tiers
    assert (tier.prompt_usd_per_mtok, tier.completion_usd_per_mtok) == (Decimal(1), Decimal(4))


def test_limits_dates_and_parameters_are_read_and_absent_ones_stay_unknown() -> None:
    models = {model.id: model for model in listing().models}
    glm = models["z-ai/glm-5.3"]
    assert (glm.created, glm.context_length, glm.max_completion_tokens) == (date(2026, 8, 18), 1_048_576, 131_072)
    assert glm.canonical_slug == "z-ai/glm-5.3-20260816"
    assert glm.supported_parameters == ("reasoning", "reasoning_effort", "temperature", "tools")
    assert glm.thinks_by_default is True
    assert models["openai/gpt-4o-mini"].thinks_by_default is False
    bare = only()
    assert (bare.created, bare.max_completion_tokens, bare.canonical_slug) == (None, None, "acme/coder")
    assert only(created=10**15).created is None


def test_every_entry_keeps_its_identity_for_the_matching_of_names() -> None:
    identities = {found.id: found for found in listing().identities}
    free = identities["nvidia/nemotron-3-ultra-550b-a55b:free"]
    assert free.canonical_slug.startswith("nvidia/nemotron-3-ultra-550b-a55b")
    assert "openrouter/auto" in identities


def test_the_older_envelope_without_a_count_is_read_too() -> None:
    older = listing((SAMPLES / "models-older.json").read_bytes(), as_of=date(2026, 5, 15))
    assert "deepseek/deepseek-r1" in {model.id for model in older.models}
    assert older.refused == {"openrouter/auto": "router"}


def test_pages_are_followed_on_openrouter_alone_and_a_missing_one_is_noticed() -> None:
    page = {"data": [entry()], "total_count": 2, "links": {"next": "/api/v1/models?offset=1&limit=1"}}
    body = json.dumps(page).encode()
    (following,) = openrouter_models.follow(LOCATION, body)
    assert following.url == "https://openrouter.ai/api/v1/models?offset=1&limit=1"
    elsewhere = json.dumps(page | {"links": {"next": "https://example.org/models"}}).encode()
    assert openrouter_models.follow(LOCATION, elsewhere) == ()
    assert openrouter_models.follow(LOCATION, (SAMPLES / "models.json").read_bytes()) == ()
    with pytest.raises(SourceError, match="only 1 of 2 models"):
        listing(body)
    second = json.dumps(page | {"data": [entry(id="acme/second")], "links": {"next": None}}).encode()
    both = openrouter_models.parse({LOCATION.url: body, following.url: second}, as_of=NOVEMBER)
    assert [model.id for model in both.models] == ["acme/coder", "acme/second"]


@pytest.mark.parametrize("build", [lambda: {"data": [{"name": "no id"}]}, lambda: {"models": []}, lambda: {"data": []}])
def test_a_listing_of_another_shape_is_one_error(build: Callable[[], dict[str, Any]]) -> None:
    with pytest.raises(SourceError):
        listing(json.dumps(build()).encode())
