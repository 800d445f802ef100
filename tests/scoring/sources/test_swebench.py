import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tierline_scoring.sources import BenchmarkSource, Parsed, SourceError
from tierline_scoring.sources.swebench import SOURCE

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]
(URL,) = (location.url for location in SOURCE.locations)
OLD = Path(__file__).parent / "samples" / "swebench" / "leaderboards-2025.json"


@pytest.fixture(scope="module")
def parsed(recorded: Recorded) -> Parsed:
    return SOURCE.parse(recorded(SOURCE))


def test_only_runs_of_the_one_agent_that_is_the_same_for_all_count(parsed: Parsed) -> None:
    assert {figure.name for figure in parsed.figures} == {
        "Maker 4.5 Opus (high)",
        "Maker 4.5 Opus (20251101) (medium)",
        "Maker mini",
        "Maker Open Instruct",
    }
    assert parsed.left_out["another agent"] == 1


def test_versions_of_the_agent_that_are_not_comparable_are_two_benchmarks(parsed: Parsed) -> None:
    benchmarks = {figure.name: figure.benchmark for figure in parsed.figures}
    assert benchmarks["Maker 4.5 Opus (high)"] == "swe-bench-mini-2"
    assert benchmarks["Maker 4.5 Opus (20251101) (medium)"] == "swe-bench-mini-1"
    assert benchmarks["Maker Open Instruct"] == "swe-bench-mini-1"
    assert parsed.left_out["a version of the agent that is not known here"] == 1


def test_the_newest_run_counts_and_says_its_version_and_effort(parsed: Parsed) -> None:
    by_name = {figure.name: figure for figure in parsed.figures}
    assert (by_name["Maker mini"].published, by_name["Maker mini"].date) == ("55.2", "2026-02-17")
    assert by_name["Maker 4.5 Opus (high)"].metric == "resolved; mini-SWE-agent 2.0.0; reasoning_effort=high"


def test_dollars_are_those_of_one_instance_and_zero_is_unknown(parsed: Parsed) -> None:
    assert {cost.name: cost.usd_per_task for cost in parsed.costs} == {
        "Maker 4.5 Opus (high)": 0.75,
        "Maker 4.5 Opus (20251101) (medium)": 0.72,
        "Maker mini": 0.05,
    }


def test_an_unfinished_run_has_no_score(parsed: Parsed) -> None:
    assert parsed.left_out["no score"] == 1


def test_a_run_on_both_boards_of_the_older_shape_counts_once_under_the_models_name() -> None:
    parsed = SOURCE.parse({URL: OLD.read_bytes()})
    assert [figure.name for figure in parsed.figures] == ["Maker 4.5 Opus (20251101) (medium)", "Maker Open Instruct"]


def test_figures_under_a_non_commercial_licence_are_not_shipped() -> None:
    assert not SOURCE.bundled
    assert "NC" in SOURCE.licence


@pytest.mark.parametrize(
    "document",
    [
        {"leaderboards": []},
        {"leaderboards": [{"name": "Test", "results": [{"folder": "20260217_mini-v2.0.0_m"}]}]},
        {"leaderboards": [{"name": "Verified", "rows": []}]},
        {"leaderboards": [{"name": "Verified", "results": {"all": []}}]},
        {"leaderboards": [{"name": "Verified", "results": [{"folder": "20260217_other"}]}]},
        {"boards": []},
    ],
)
def test_boards_that_are_not_where_they_were_are_told(document: Any) -> None:
    with pytest.raises(SourceError, match="swe-bench"):
        SOURCE.parse({URL: json.dumps(document).encode()})
