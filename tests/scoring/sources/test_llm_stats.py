import json
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tierline_scoring.sources import BenchmarkSource, Parsed, SourceError
from tierline_scoring.sources.llm_stats import SOURCE

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]
(URL,) = (location.url for location in SOURCE.locations)
GOOD = json.dumps([{"benchmark_id": "mmlu", "score": 0.8, "updated_at": "2025-07-19T19:56:14+00:00"}])


def archive(files: Mapping[str, str]) -> dict[str, bytes]:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as written:
        for name, text in files.items():
            written.writestr(name, text)
    return {URL: buffer.getvalue()}


def path(model: str) -> str:
    organization, name = model.split("/")
    return f"LLMStats-main/data/organizations/{organization}/models/{name}/benchmarks.json"


@pytest.fixture(scope="module")
def parsed(recorded: Recorded) -> Parsed:
    return SOURCE.parse(recorded(SOURCE))


def test_a_file_is_a_model_and_its_scores_are_fractions(parsed: Parsed) -> None:
    mini = {f.benchmark: f for f in parsed.figures if f.name == "openai/gpt-4o-mini-2024-07-18"}
    assert (mini["math"].published, mini["math"].value) == ("0.702", pytest.approx(70.2))
    assert mini["math"].date == "2025-07-19"
    assert mini["math"].self_reported


def test_the_method_is_kept_in_the_sources_words(parsed: Parsed) -> None:
    (figure,) = (f for f in parsed.figures if f.name == "qwen/qwen3-32b" and f.benchmark == "livecodebench")
    assert figure.metric == "v5"


def test_figures_known_to_be_wrong_or_of_another_model_are_left_out(parsed: Parsed) -> None:
    taken = {(figure.name, figure.benchmark) for figure in parsed.figures}
    assert ("nvidia/llama-3.1-nemotron-70b-instruct", "mt-bench") not in taken
    assert ("google/gemma-2-9b-it", "humaneval") not in taken
    assert ("google/gemma-2-9b-it", "mmlu") in taken
    assert not {"qwen/qwen3-235b-a22b", "ibm/granite-3.3-8b-base"} & {name for name, _ in taken}
    assert parsed.left_out["known to be wrong"] == 1


def test_only_what_nobody_independent_ran_counts_as_reported() -> None:
    rows = [
        {"benchmark_id": name, "score": 0.5, "is_self_reported": own} for name, own in (("mmlu", True), ("gpqa", False))
    ]
    parsed = SOURCE.parse(archive({path("maker/model"): json.dumps(rows)}))
    assert {figure.benchmark: figure.self_reported for figure in parsed.figures} == {"mmlu": True, "gpqa": False}


@pytest.mark.parametrize("text", ["", "[", "<html>", "nul", "[null, 3, {}]", "{}"])
def test_a_file_that_is_not_understood_costs_only_itself(text: str) -> None:
    parsed = SOURCE.parse(archive({path("maker/good"): GOOD, path("maker/bad"): text}))
    assert [figure.name for figure in parsed.figures] == ["maker/good"]


def test_a_file_larger_than_any_such_file_is_not_unpacked() -> None:
    parsed = SOURCE.parse(archive({path("maker/good"): GOOD, path("maker/bomb"): " " * 5_000_000 + "[]"}))
    assert parsed.left_out == {"file too large": 1}


def test_percentages_where_fractions_were_are_told() -> None:
    rows = [{"benchmark_id": "mmlu", "score": 82.0}]
    files = {path(f"maker/model-{n}"): json.dumps(rows) for n in range(3)} | {path("maker/good"): GOOD}
    with pytest.raises(SourceError, match="scale"):
        SOURCE.parse(archive(files))


def test_an_archive_without_such_files_is_told() -> None:
    with pytest.raises(SourceError, match="no models"):
        SOURCE.parse(archive({"LLMStats-main/README.md": "moved"}))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_an_archive_that_was_cut_off_is_told(share: float, recorded: Recorded) -> None:
    body = recorded(SOURCE)[URL]
    with pytest.raises(SourceError, match="no whole ZIP archive"):
        SOURCE.parse({URL: body[: int(len(body) * share)]})


def test_an_archive_with_a_damaged_file_is_told(recorded: Recorded) -> None:
    body = bytearray(recorded(SOURCE)[URL])
    body[200:400] = bytes(200)
    with pytest.raises(SourceError, match="no whole ZIP archive"):
        SOURCE.parse({URL: bytes(body)})
