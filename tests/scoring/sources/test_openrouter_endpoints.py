import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tierline_scoring.sources import SourceError, openrouter_endpoints
from tierline_scoring.sources.openrouter_endpoints import Endpoints, location, parse

SAMPLES = Path(__file__).parent / "samples" / "openrouter_endpoints"
SEEN = date(2026, 7, 22)


def sample(name: str) -> Endpoints:
    return parse((SAMPLES / name).read_bytes())


def test_the_best_endpoint_in_service_gives_the_uptime() -> None:
    several = sample("several-providers.json")
    uptime = several.uptime(SEEN)
    assert uptime is not None
    assert (uptime.percent, uptime.date, uptime.source) == (100.0, SEEN, "openrouter-endpoints")


def test_degraded_endpoints_count_as_no_provider() -> None:
    several = sample("several-providers.json")
    assert several.providers == ("AtlasCloud", "DeepInfra", "Google", "Mara", "Novita", "SambaNova")
    assert {offer.provider for offer in several.endpoints if not offer.in_service} == {"SiliconFlow", "WandB"}


def test_each_provider_has_its_own_price_and_the_largest_answer_counts() -> None:
    several = sample("several-providers.json")
    prices = {offer.provider: offer.prompt_usd_per_mtok for offer in several.endpoints}
    assert (prices["DeepInfra"], prices["SambaNova"]) == (Decimal("0.25"), Decimal("0.65"))
    assert several.max_completion_tokens == 131_072


def test_a_day_says_more_than_half_an_hour_and_unknown_stays_unknown() -> None:
    one = sample("one-provider.json")
    (offer,) = one.endpoints
    assert (offer.uptime_30m, offer.uptime_5m) == (None, None)
    uptime = one.uptime(SEEN)
    assert uptime is not None
    assert uptime.percent == 99.45
    assert one.providers == ("Azure",)


def test_answers_without_uptime_are_read_and_claim_none() -> None:
    older = sample("without-uptime.json")
    assert older.model_id == "google/gemini-2.5-pro-preview"
    assert older.providers == ("Google", "Google AI Studio")
    assert older.uptime(SEEN) is None


def test_a_status_that_is_missing_is_no_failure_and_nonsense_is_unknown() -> None:
    entry = {"provider_name": "A", "uptime_last_30m": 420, "pricing": {"prompt": "-1"}, "max_completion_tokens": None}
    (offer,) = parse(json.dumps({"data": {"id": "a/b", "endpoints": [entry, None, 3]}}).encode()).endpoints
    assert offer.in_service
    assert (offer.uptime, offer.prompt_usd_per_mtok, offer.completion_usd_per_mtok) == (None, None, None)
    assert offer.max_completion_tokens is None


def test_a_model_that_nobody_serves_has_no_providers() -> None:
    nobody = parse(b'{"data": {"id": "a/b", "endpoints": []}}')
    assert (nobody.providers, nobody.uptime(SEEN), nobody.max_completion_tokens) == ((), None, None)


def test_an_unknown_model_is_told_in_openrouters_words() -> None:
    with pytest.raises(SourceError, match="Model not found"):
        parse(b'{"error": {"message": "Model not found", "code": 404}}')
    with pytest.raises(SourceError, match="names no model"):
        parse(b'{"data": {"id": "a/b"}}')


def test_the_colon_of_a_variant_stays_in_the_address() -> None:
    assert location("a/b:free").url == "https://openrouter.ai/api/v1/models/a/b:free/endpoints"
    assert openrouter_endpoints.SOURCE.url.startswith("https://openrouter.ai/")
