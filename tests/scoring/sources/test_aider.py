from collections.abc import Callable

import pytest

from tierline_scoring.sources import BenchmarkSource, Parsed, SourceError
from tierline_scoring.sources.aider import SOURCE

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]
URL, EDIT_URL = (location.url for location in SOURCE.locations)


@pytest.fixture(scope="module")
def parsed(recorded: Recorded) -> Parsed:
    return SOURCE.parse(recorded(SOURCE))


def runs(*entries: str) -> dict[str, bytes]:
    common = "  edit_format: diff\n  test_cases: 225\n  total_tests: 225\n"
    return {URL: "\n".join(f"- {entry}\n{common}" for entry in entries).encode()}


def test_the_second_try_counts_letter_by_letter_with_its_edit_format(parsed: Parsed) -> None:
    figures = {figure.name: figure for figure in parsed.figures}
    mini = figures["gpt-4o-mini-2024-07-18"]
    assert (mini.published, mini.value, mini.date) == ("3.6", 3.6, "2024-12-21")
    assert mini.metric == "pass_rate_2; edit_format=whole"
    assert figures["gpt-5 (high)"].metric == "pass_rate_2; edit_format=diff; reasoning_effort=high"


def test_the_newest_run_of_a_name_counts(parsed: Parsed) -> None:
    (coder,) = (figure for figure in parsed.figures if figure.name == "Qwen2.5-Coder-32B-Instruct")
    assert (coder.published, coder.date) == ("16.4", "2024-12-26")
    assert "edit_format=whole" in coder.metric


def test_of_two_runs_of_one_day_the_first_counts_with_its_own_cost() -> None:
    body = runs(
        "model: m\n  pass_rate_2: 61.3\n  date: 2025-04-30\n  total_cost: 4.5",
        "model: m\n  pass_rate_2: 65.3\n  date: 2025-04-30\n  total_cost: 9.0",
    )
    parsed = SOURCE.parse(body)
    assert [figure.published for figure in parsed.figures] == ["61.3"]
    assert [cost.usd_per_task for cost in parsed.costs] == [0.02]


def test_efforts_of_one_model_stay_apart(parsed: Parsed) -> None:
    names = {figure.name for figure in parsed.figures}
    assert {
        "claude-3-7-sonnet-20250219 (no thinking)",
        "claude-3-7-sonnet-20250219 (32k thinking tokens)",
    } <= names


def test_two_models_that_work_together_say_nothing_of_either(parsed: Parsed) -> None:
    assert not [figure.name for figure in parsed.figures if " + " in figure.name]
    assert parsed.left_out["two models together"] == 1


def test_dollars_and_tokens_are_those_of_one_exercise(parsed: Parsed) -> None:
    costs = {cost.name: cost for cost in parsed.costs}
    assert costs["gpt-5 (high)"].usd_per_task == pytest.approx(29.0829 / 225)
    assert costs["gpt-5 (high)"].tokens_per_task == pytest.approx(2_623_429 / 225)
    assert costs["o1-2024-12-17 (high)"].usd_per_task == pytest.approx(186.4958 / 224)


def test_a_cost_of_zero_is_unknown_and_not_free(parsed: Parsed) -> None:
    assert not {"Qwen2.5-Coder-32B-Instruct", "qwen-max-2025-01-25"} & {cost.name for cost in parsed.costs}


def test_a_run_that_was_stopped_early_is_left_out() -> None:
    body = runs("model: whole\n  pass_rate_2: 50.0\n  date: 2025-01-01")
    body[URL] += b"- model: part\n  pass_rate_2: 90.0\n  date: 2025-01-01\n  test_cases: 33\n  total_tests: 225\n"
    parsed = SOURCE.parse(body)
    assert [figure.name for figure in parsed.figures] == ["whole"]
    assert parsed.left_out["run stopped early, or over other exercises"] == 1


def test_one_board_is_enough(recorded: Recorded) -> None:
    parsed = SOURCE.parse({EDIT_URL: recorded(SOURCE)[EDIT_URL]})
    assert {figure.benchmark for figure in parsed.figures} == {"aider-edit"}
    assert parsed.left_out["file not fetched"] == 1


@pytest.mark.parametrize("score", ["-3.0", "100.1", ".nan", "inf", "n/a", "[1]", ""])
def test_a_rate_that_is_none_is_left_out_and_the_rest_kept(score: str) -> None:
    parsed = SOURCE.parse(
        runs("model: good\n  pass_rate_2: 50.0\n  date: 2025-01-01", f"model: bad\n  pass_rate_2: {score}")
    )
    assert [figure.name for figure in parsed.figures] == ["good"]
    assert sum(parsed.left_out.values()) == 2, "the bad one, and the board that was not fetched"


def test_the_older_board_is_a_benchmark_of_its_own(parsed: Parsed) -> None:
    older = {figure.name: figure.published for figure in parsed.figures if figure.benchmark == "aider-edit"}
    assert older["claude-3-5-sonnet-20241022"] == "84.2"
    assert older["openrouter/qwen/qwen-2.5-coder-32b-instruct"]
    newer = {figure.name: figure.published for figure in parsed.figures if figure.benchmark == "aider-polyglot"}
    assert newer["gpt-4o-mini-2024-07-18"] == "3.6"


def test_quantised_copies_and_runs_over_other_exercises_are_left_out(parsed: Parsed) -> None:
    older = {figure.name for figure in parsed.figures if figure.benchmark == "aider-edit"}
    assert not {"codestral:22b-v0.1-q8_0", "ollama/mistral-small"} & older
    assert not {"gpt-4-turbo-2024-04-09 (diff)", "o1-mini-2024-09-12"} & older, "33 exercises, and 225"
    assert parsed.left_out["a quantised copy"] == 2


def test_a_renamed_key_is_told(recorded: Recorded) -> None:
    body = recorded(SOURCE)[URL].replace(b"pass_rate_2:", b"second_try:")
    with pytest.raises(SourceError, match="'pass_rate_2'"):
        SOURCE.parse({URL: body})
