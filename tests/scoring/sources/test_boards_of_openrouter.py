import json
from pathlib import Path

import pytest

from tierline_scoring.benchmark import Scale
from tierline_scoring.published import Published
from tierline_scoring.sources import Parsed, SourceError, openrouter_benchmarks, openrouter_model_benchmarks

SAMPLES = Path(__file__).parent / "samples"


def blocks() -> Parsed:
    body = (SAMPLES / "openrouter_models" / "models.json").read_bytes()
    return openrouter_model_benchmarks.SOURCE.parse({"models": body})


def rows() -> Parsed:
    return openrouter_benchmarks.SOURCE.parse(
        {"rows": (SAMPLES / "openrouter_benchmarks" / "benchmarks.json").read_bytes()}
    )


def figure(parsed: Parsed, name: str, benchmark: str) -> Published:
    return next(found for found in parsed.figures if (found.name, found.benchmark) == (name, benchmark))


def test_the_block_of_a_model_is_keyed_by_its_id_and_told_letter_by_letter() -> None:
    coding = figure(blocks(), "z-ai/glm-5.3", "aa-coding")
    assert (coding.published, coding.value, coding.own_id) == ("74.8", 74.8, True)
    assert (coding.source, coding.scale, coding.metric) == ("openrouter-benchmarks", Scale.PERCENT, "index")


def test_arena_ratings_of_code_become_win_chances_and_drawings_are_left_out() -> None:
    found = blocks()
    code = [entry for entry in found.figures if entry.benchmark == "design-arena-code"]
    assert code
    assert all(entry.scale == Scale.ELO_1200 and 0 < entry.value < 100 for entry in code)
    assert found.left_out["another category"] > 0


def test_an_alias_does_not_repeat_the_figures_of_its_target() -> None:
    block = {"artificial_analysis": {"coding_index": 3}}
    entries = [
        {"id": "a/b", "benchmarks": block},
        {"id": "~a/latest", "benchmarks": block, "alias_target": {"slug": "a/b"}},
    ]
    found = openrouter_model_benchmarks.SOURCE.parse({"models": json.dumps({"data": entries}).encode()})
    assert [entry.name for entry in found.figures] == ["a/b"]
    assert found.left_out == {"alias": 1}


def test_a_missing_index_is_no_figure() -> None:
    document = {
        "data": [{"id": "a/b", "benchmarks": {"artificial_analysis": {"coding_index": 3, "agentic_index": None}}}]
    }
    found = openrouter_model_benchmarks.SOURCE.parse({"models": json.dumps(document).encode()})
    assert [(entry.benchmark, entry.published) for entry in found.figures] == [("aa-coding", "3")]


def test_a_listing_without_any_block_costs_this_source() -> None:
    with pytest.raises(SourceError, match="no model has a block"):
        openrouter_model_benchmarks.SOURCE.parse({"models": b'{"data": [{"id": "a/b"}]}'})


def test_runs_of_openrouter_itself_have_accuracy_and_cost_a_task() -> None:
    found = rows()
    run = figure(found, "openai/gpt-4o", "gpqa")
    assert (run.published, run.value, run.date, run.own_id) == ("0.72", 72.0, "2026-06-03", False)
    costs = {(cost.name, cost.benchmark): cost.usd_per_task for cost in found.costs}
    assert costs == {("openai/gpt-4o", "gpqa"): 0.002, ("acme/coder-9b-20260301", "tau-airline"): 0.21}
    assert found.as_of == "2026-06-03"


def test_search_runs_other_categories_and_unmapped_models_are_counted() -> None:
    assert rows().left_out == {"another category": 1, "not mapped by OpenRouter": 1, "another benchmark": 1}


def test_a_refused_key_is_told_in_the_sources_words() -> None:
    with pytest.raises(SourceError, match="User not found"):
        openrouter_benchmarks.SOURCE.parse({"rows": b'{"error": {"message": "User not found.", "code": 401}}'})
