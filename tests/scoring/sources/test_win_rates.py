from collections.abc import Callable

import pytest

from tierline_scoring.sources import BenchmarkSource, SourceError, alpaca_eval, arena_hard

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]


def test_arena_hard_gives_the_win_rate_and_the_length_of_an_answer(recorded: Recorded) -> None:
    parsed = arena_hard.SOURCE.parse(recorded(arena_hard.SOURCE))
    (llama,) = (figure for figure in parsed.figures if figure.name == "llama-3.1-8b-instruct")
    assert (llama.published, llama.date) == ("21.34", "2024-07-31")
    tokens = {cost.name: cost.tokens_per_task for cost in parsed.costs}
    assert tokens["llama-3.1-8b-instruct"] == 861.0
    assert not any(cost.usd_per_task for cost in parsed.costs)


def test_alpaca_eval_2_is_length_controlled_and_1_is_not(recorded: Recorded) -> None:
    parsed = alpaca_eval.SOURCE.parse(recorded(alpaca_eval.SOURCE))
    by_name = {(f.benchmark, f.name): f.published for f in parsed.figures}
    assert by_name["alpaca-eval-2", "maker-4o-2024-05-13"] == "57.45682883335"
    assert by_name["alpaca-eval-1", "maker4"] == "95.27950311"
    assert not alpaca_eval.SOURCE.bundled


def test_community_rows_count_as_reported_and_prompt_variants_not_at_all(recorded: Recorded) -> None:
    parsed = alpaca_eval.SOURCE.parse(recorded(alpaca_eval.SOURCE))
    assert {f.name for f in parsed.figures if f.self_reported} == {"Tuned-9b-SimPO", "tuned-13b"}
    assert "maker4_1106_preview_verbose" not in {figure.name for figure in parsed.figures}
    assert parsed.left_out == {"a prompt variant": 1, "no score": 1}


@pytest.mark.parametrize(
    ("source", "column"),
    [
        (arena_hard.SOURCE, "score"),
        (arena_hard.SOURCE, "model"),
        (alpaca_eval.SOURCE, "length_controlled_winrate"),
        (alpaca_eval.SOURCE, "mode"),
    ],
)
def test_a_column_that_is_gone_is_told(source: BenchmarkSource, column: str, recorded: Recorded) -> None:
    bodies = {url: body.replace(column.encode(), b"other", 1) for url, body in recorded(source).items()}
    with pytest.raises(SourceError, match=f"'{column}'"):
        source.parse(bodies)


def test_a_heading_over_the_names_is_told(recorded: Recorded) -> None:
    bodies = {url: b"model" + body for url, body in recorded(alpaca_eval.SOURCE).items()}
    with pytest.raises(SourceError, match="'name'"):
        alpaca_eval.SOURCE.parse(bodies)
