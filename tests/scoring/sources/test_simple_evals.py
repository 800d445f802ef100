from collections.abc import Callable

import pytest

from tierline_scoring.sources import BenchmarkSource, Parsed, SourceError
from tierline_scoring.sources.simple_evals import SOURCE

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]
(URL,) = (location.url for location in SOURCE.locations)


@pytest.fixture(scope="module")
def parsed(recorded: Recorded) -> Parsed:
    return SOURCE.parse(recorded(SOURCE))


def test_names_lose_their_footnotes_and_links_and_keep_their_effort(parsed: Parsed) -> None:
    names = list(dict.fromkeys(figure.name for figure in parsed.figures))
    assert names == [
        "o3-high",
        "o3",
        "o1",
        "gpt-4.1-2025-04-14",
        "gpt-4o-2024-08-06",
        "gpt-4o-mini-2024-07-18",
        "gpt-4-1106-preview",
        "Claude 3.5 Sonnet",
        "Llama 3.1 8b",
        "Gemini 1.0 Ultra",
    ]


def test_each_column_is_its_benchmark_letter_by_letter(parsed: Parsed) -> None:
    mini = {f.benchmark: f for f in parsed.figures if f.name == "gpt-4o-mini-2024-07-18"}
    assert {benchmark: figure.published for benchmark, figure in mini.items()} == {
        "mmlu": "82.0",
        "gpqa": "40.2",
        "math": "70.2",
        "humaneval": "87.2",
        "mgsm": "87.0",
        "drop": "79.7",
        "simpleqa": "09.5",
    }
    assert mini["simpleqa"].value == 9.5
    assert mini["mmlu"].metric == "zero-shot, chain of thought; prompt=assistant"


def test_dashes_and_n_a_are_no_scores(parsed: Parsed) -> None:
    assert not [f for f in parsed.figures if f.name == "o1" and f.benchmark == "humaneval"]
    assert parsed.left_out == {"no score": 5}


def test_other_vendors_models_are_as_they_reported_them(parsed: Parsed) -> None:
    reported = {figure.name for figure in parsed.figures if figure.self_reported}
    assert reported == {"Claude 3.5 Sonnet", "Llama 3.1 8b", "Gemini 1.0 Ultra"}


def test_a_benchmark_that_is_gone_is_told(recorded: Recorded) -> None:
    body = recorded(SOURCE)[URL].replace(b"| MMLU ", b"| MMMU ")
    with pytest.raises(SourceError, match="'MMLU'"):
        SOURCE.parse({URL: body})


def test_a_readme_without_the_table_is_told(recorded: Recorded) -> None:
    body = recorded(SOURCE)[URL].replace(b"| Model ", b"| Name ")
    with pytest.raises(SourceError, match="no table"):
        SOURCE.parse({URL: body})
