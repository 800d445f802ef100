"""Whatever a source answers, its parser gives figures or one ``SourceError``."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tierline_scoring.benchmark import BENCHMARKS, FULL
from tierline_scoring.sources import (
    BenchmarkSource,
    SourceError,
    artificial_analysis,
    epoch,
    lmarena,
    lmsys_table,
    models_dev,
    open_llm_leaderboard,
    openrouter_benchmarks,
    openrouter_endpoints,
    openrouter_model_benchmarks,
    openrouter_models,
)

SAMPLES = Path(__file__).parent / "samples"
OF_JSON = {
    openrouter_model_benchmarks.SOURCE: "openrouter_models/models.json",
    openrouter_benchmarks.SOURCE: "openrouter_benchmarks/benchmarks.json",
    artificial_analysis.SOURCE: "artificial_analysis/evaluations.json",
    lmarena.SOURCE: "lmarena/coding.json",
    open_llm_leaderboard.SOURCE: "open_llm_leaderboard/rows.json",
    models_dev.SOURCE: "models_dev/models.json",
}
OTHERS = (lmsys_table.SOURCE, epoch.SOURCE)
NOT_THE_DATA = {
    "a web page": b"<!doctype html><html><body>Just a moment...</body></html>",
    "nothing": b"",
    "blanks": b" \n",
    "half an answer": b'{"data": [{"id": "a/b", "na',
    "a number": b"42",
    "null": b"null",
    "a list": b"[]",
    "an error": b'{"error": {"code": 429, "message": "slow down"}}',
    "other text": "détails".encode("latin-1"),
    "deep nesting": b"[" * 100_000,
}


@pytest.mark.parametrize("body", NOT_THE_DATA.values(), ids=NOT_THE_DATA.keys())
@pytest.mark.parametrize("source", [*OF_JSON, *OTHERS], ids=lambda source: source.id)
def test_an_answer_that_is_not_the_data_is_one_sentence(source: BenchmarkSource, body: bytes) -> None:
    with pytest.raises(SourceError, match=r"^\S"):
        source.parse({location.url: body for location in source.locations})


@pytest.mark.parametrize("body", NOT_THE_DATA.values(), ids=NOT_THE_DATA.keys())
def test_a_listing_or_endpoints_that_are_not_the_data_are_one_sentence(body: bytes) -> None:
    with pytest.raises(SourceError):
        openrouter_models.parse({"models": body}, as_of=date(2026, 11, 10))
    with pytest.raises(SourceError):
        openrouter_endpoints.parse(body)


@pytest.mark.parametrize("source", [*OF_JSON, *OTHERS], ids=lambda source: source.id)
def test_nothing_fetched_is_one_sentence(source: BenchmarkSource) -> None:
    with pytest.raises(SourceError):
        source.parse({})


def nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (container, key) of everything within ``value``."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from nodes(value[key])


ANYTHING = st.sampled_from([None, True, -1, 1e308, float("nan"), 10**400, "", "x", "-1", [], {}, [None], {"a": []}])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), source=st.sampled_from(list(OF_JSON)), replacement=ANYTHING)
def test_any_value_may_change_and_nothing_but_a_source_error_is_raised(
    data: st.DataObject, source: BenchmarkSource, replacement: Any
) -> None:
    document = json.loads((SAMPLES / OF_JSON[source]).read_bytes())
    places = list(nodes(document))
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = places[data.draw(st.integers(0, len(places) - 1))]
        container[key] = replacement
    body = json.dumps(document).encode()
    location = next(found for found in source.locations if source.id != "lmarena" or "coding" in found.url)
    try:
        parsed = source.parse({location.url: body})
        source.follow(location, body)
        openrouter_models.parse({location.url: body}, as_of=date(2026, 11, 10))
    except SourceError:
        return
    assert all(0.0 <= figure.value <= FULL and figure.benchmark in BENCHMARKS for figure in parsed.figures)


def test_every_source_says_where_it_stands_and_on_what_terms() -> None:
    for source in (*OF_JSON, *OTHERS):
        assert source.licence
        assert source.format
        assert source.homepage.startswith("https://")
        assert all(location.url.startswith("https://") for location in source.locations)
