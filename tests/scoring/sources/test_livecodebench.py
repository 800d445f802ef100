import json
from collections.abc import Callable
from typing import Any

import pytest

from tierline_scoring.sources import BenchmarkSource, Parsed, SourceError
from tierline_scoring.sources.livecodebench import SOURCE

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]
(URL,) = (location.url for location in SOURCE.locations)


@pytest.fixture(scope="module")
def document(recorded: Recorded) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(recorded(SOURCE)[URL])
    return found


def read(document: Any) -> Parsed:
    return SOURCE.parse({URL: json.dumps(document).encode()})


def test_the_newest_window_of_a_hundred_problems_counts(document: dict[str, Any]) -> None:
    parsed = read(document)
    (high,) = (figure for figure in parsed.figures if figure.name == "Maker-Mini-2025-01-31 (High)")
    # marks stand at May, June, July, August and December 2024; from August on there are 99 problems
    assert high.metric == "pass@1, 115 problems of 2024-07-01 to 2025-02-14; released after the first of them"
    assert parsed.as_of == "2025-02-14"


def test_the_score_is_the_mean_over_the_window_to_one_decimal(document: dict[str, Any]) -> None:
    own = [
        answer["pass@1"]
        for answer in document["performances"]
        if answer["model"] == "Maker-R1-Preview" and answer["date"] >= document["date_marks"][2]
    ]
    (figure,) = (figure for figure in read(document).figures if figure.name == "Maker-R1-Preview")
    assert figure.published == f"{sum(own) / len(own):.1f}"


def test_a_model_asked_only_some_of_the_problems_is_left_out(document: dict[str, Any]) -> None:
    parsed = read(document)
    assert "Maker-Old-7b" not in {figure.name for figure in parsed.figures}
    assert parsed.left_out == {"too few problems of the window": 1}


def test_a_model_older_than_the_problems_cannot_have_seen_them(document: dict[str, Any]) -> None:
    metrics = {figure.name: figure.metric for figure in read(document).figures}
    assert "released after" not in metrics["Maker-33b-Ins"]
    assert "released after" in metrics["Maker-R1-Preview"]


def test_answers_without_a_score_are_counted(document: dict[str, Any]) -> None:
    answers = [dict(answer) for answer in document["performances"]]
    for answer, score in zip(answers[20:24], (None, -1.0, 101.0, "much"), strict=True):
        answer["pass@1"] = score
    parsed = read(document | {"performances": answers})
    assert parsed.left_out["an answer without a score"] == 4
    assert "Maker-R1-Preview" in {figure.name for figure in parsed.figures}


@pytest.mark.parametrize(
    "change",
    [
        {"date_marks": []},
        {"date_marks": None},
        {"date_marks": [4102444800000]},
        {"performances": []},
        {"models": {}},
        {"performances": [{"model": "m", "question_id": "q", "pass@1": 1.0}]},
    ],
)
def test_a_list_that_is_not_what_it_was_is_told(change: dict[str, Any], document: dict[str, Any]) -> None:
    with pytest.raises(SourceError, match="livecodebench"):
        read(document | change)


def test_dates_in_another_unit_are_told(document: dict[str, Any]) -> None:
    answers = [answer | {"date": answer["date"] * 1_000_000} for answer in document["performances"]]
    with pytest.raises(SourceError, match="no date in milliseconds"):
        read(document | {"performances": answers})
