import json
from pathlib import Path
from typing import Any

import pytest

from tierline_scoring.benchmark import Scale
from tierline_scoring.published import Published
from tierline_scoring.sources import (
    BenchmarkSource,
    Location,
    Parsed,
    SourceError,
    artificial_analysis,
    lmarena,
    open_llm_leaderboard,
)

SAMPLES = Path(__file__).parent / "samples"
ARENA = ("overall-1.json", "coding.json", "webdev.json")


def fetched(source: BenchmarkSource, *names: str) -> dict[str, bytes]:
    """Fetch as a refresh does: each location, then what its answer names, from the samples of these names."""
    left = [(location, name) for location, name in zip(source.locations, names, strict=False)]
    bodies = {}
    more = iter(names[len(source.locations) :])
    while left:
        location, name = left.pop(0)
        body = (SAMPLES / source.id.replace("-", "_") / name).read_bytes()
        bodies[location.url] = body
        left += [(following, next(more)) for following in source.follow(location, body)]
    return bodies


def arena() -> dict[str, bytes]:
    return fetched(lmarena.SOURCE, *ARENA, "overall-2.json")


def analysis() -> Parsed:
    source = artificial_analysis.SOURCE
    return source.parse(fetched(source, "evaluations.json", "page-1.json", "page-2.json"))


def figure(parsed: Parsed, name: str, benchmark: str) -> Published:
    return next(found for found in parsed.figures if (found.name, found.benchmark) == (name, benchmark))


def test_arena_ratings_of_all_pages_are_read_with_their_intervals() -> None:
    found = lmarena.SOURCE.parse(arena())
    first = figure(found, "gemini-3-pro", "lmarena-text")
    assert (first.published, first.scale, first.date) == ("1492.05", Scale.ELO_1300, "2025-12-17")
    assert first.metric == "rating, 1486 to 1498"
    assert {entry.benchmark for entry in found.figures} == {"lmarena-text", "lmarena-coding", "lmarena-web"}
    assert len([entry for entry in found.figures if entry.benchmark == "lmarena-text"]) == 5
    assert found.as_of == "2026-04-18"


def test_a_page_that_was_not_fetched_costs_the_source_instead_of_half_its_models() -> None:
    bodies = arena()
    del bodies[next(url for url in bodies if "offset=3" in url)]
    with pytest.raises(SourceError, match="only 3 of 5 rows"):
        lmarena.SOURCE.parse(bodies)


def test_other_categories_of_the_arena_are_left_out() -> None:
    bodies = arena()
    url = next(iter(bodies))
    changed = json.loads(bodies[url])
    changed["rows"][0]["row"]["category"] = "creative_writing"
    found = lmarena.SOURCE.parse(bodies | {url: json.dumps(changed).encode()})
    assert found.left_out == {"another category": 1}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: row["row"].pop("rating"), "no column 'rating'"),
        (lambda row: row.update(truncated_cells=["rating"]), "shortened a row"),
    ],
)
def test_a_changed_row_of_the_dataset_is_one_error(change: Any, said: str) -> None:
    bodies = arena()
    url = next(iter(bodies))
    changed = json.loads(bodies[url])
    change(changed["rows"][0])
    with pytest.raises(SourceError, match=said):
        lmarena.SOURCE.parse(bodies | {url: json.dumps(changed).encode()})


def test_ratings_that_became_shares_are_refused() -> None:
    bodies = {}
    for url, body in arena().items():
        document = json.loads(body)
        for row in document["rows"]:
            row["row"]["rating"] = 0.61
        bodies[url] = json.dumps(document).encode()
    with pytest.raises(SourceError, match="not on the scale"):
        lmarena.SOURCE.parse(bodies)


def test_paging_that_never_ends_is_stopped() -> None:
    endless = json.dumps({"rows": [{"row": {}}], "num_rows_total": 10**9}).encode()
    far = Location(url=lmarena.SOURCE.locations[0].url.replace("offset=0", "offset=20000"))
    with pytest.raises(SourceError, match="more than"):
        lmarena.SOURCE.follow(far, endless)


def test_open_llm_rows_keep_their_protocol_apart_and_leave_out_what_is_no_chat_model() -> None:
    found = open_llm_leaderboard.SOURCE.parse(fetched(open_llm_leaderboard.SOURCE, "rows.json"))
    best = figure(found, "acme/Coder-9B-Instruct", "oll-mmlu-pro")
    assert (best.published, best.value, best.date) == ("0.38", 38.0, "2024-08-05")
    assert best.metric == "bfloat16, with chat template"
    assert {entry.name for entry in found.figures} == {"acme/Coder-9B-Instruct", "acme/Broken"}
    assert found.left_out == {
        "another run of the same model": 6,
        "base model": 1,
        "merge of other models": 1,
        "flagged": 1,
        "no score": 1,
        "score is off its scale": 1,
    }


def test_an_unlicensed_table_and_a_keyed_api_are_never_bundled() -> None:
    assert not open_llm_leaderboard.SOURCE.bundled
    assert not artificial_analysis.SOURCE.bundled
    assert {location.key for location in artificial_analysis.SOURCE.locations} == {"artificial-analysis"}


def test_both_answers_of_artificial_analysis_make_one_row_an_effort() -> None:
    found = analysis()
    assert figure(found, "coder-9b-low", "gpqa").value == 44.0
    assert figure(found, "coder-9b-low", "aa-coding").published == "33.5"
    assert figure(found, "other-70b", "aa-agentic").metric == "index, version 4.1"
    assert not any(entry.name == "painter" for entry in found.figures)


def test_a_row_that_names_an_openrouter_id_alone_is_that_model() -> None:
    named = figure(analysis(), "acme/coder-9b", "livecodebench")
    assert (named.own_id, named.value) == (True, 42.0)
    document = json.loads((SAMPLES / "artificial_analysis" / "evaluations.json").read_bytes())
    document["data"][1]["openrouter_api_id"] = "acme/coder-9b"
    found = artificial_analysis.SOURCE.parse({"evaluations": json.dumps(document).encode()})
    assert {entry.name for entry in found.figures} == {"coder-9b", "coder-9b-low"}
    assert not any(entry.own_id for entry in found.figures)


def test_cost_a_task_is_read_and_its_tokens_follow_from_those_of_the_run() -> None:
    costs = {cost.name: cost for cost in analysis().costs}
    assert costs["acme/coder-9b"].usd_per_task == 0.02
    assert costs["acme/coder-9b"].tokens_per_task == pytest.approx(24_000)
    assert costs["coder-9b-low"].tokens_per_task is None
    assert "other-70b" not in costs
