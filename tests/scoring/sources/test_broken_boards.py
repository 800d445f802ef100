from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tierline_scoring.benchmark import BENCHMARKS
from tierline_scoring.sources import (
    BenchmarkSource,
    SourceError,
    aider,
    alpaca_eval,
    arena_hard,
    bigcodebench,
    evalplus,
    livebench,
    livecodebench,
    llm_stats,
    simple_evals,
    swebench,
    zeroeval,
)

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]
BOARDS = [
    module.SOURCE
    for module in (
        aider,
        alpaca_eval,
        arena_hard,
        bigcodebench,
        evalplus,
        livebench,
        livecodebench,
        llm_stats,
        simple_evals,
        swebench,
        zeroeval,
    )
]
every_board = pytest.mark.parametrize("source", BOARDS, ids=lambda source: source.id)
PAGES = {
    "nothing": b"",
    "blanks": b" \n\n",
    "a web page": b"<!DOCTYPE html><html><body>Not found</body></html>",
    "a message": b"404: Not Found",
    "null": b"null",
    "an empty list": b"[]",
    "an empty object": b"{}",
    "a number": b"3",
    "an error object": b'{"message": "API rate limit exceeded"}',
    "not text": bytes(range(128, 256)),
    "deep": b"[" * 100_000,
}


@every_board
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_anything_else_in_its_place_is_told_in_a_sentence(
    page: bytes, source: BenchmarkSource, recorded: Recorded
) -> None:
    with pytest.raises(SourceError) as told:
        source.parse(dict.fromkeys(recorded(source), page))
    assert source.id in str(told.value)


@every_board
def test_nothing_fetched_is_told(source: BenchmarkSource) -> None:
    with pytest.raises(SourceError):
        source.parse({})


@every_board
def test_every_figure_is_whole(source: BenchmarkSource, recorded: Recorded) -> None:
    parsed = source.parse(recorded(source))
    assert parsed.figures
    for figure in parsed.figures:
        assert figure.source == source.id
        assert figure.benchmark in BENCHMARKS
        assert figure.name == figure.name.strip() != ""
        assert 0.0 <= figure.value <= 100.0
        assert figure.published
        assert figure.metric or source is llm_stats.SOURCE
    for cost in parsed.costs:
        assert cost.source == source.id
        assert cost.benchmark in BENCHMARKS
        assert (cost.usd_per_task or cost.tokens_per_task or 0.0) > 0.0


@every_board
def test_a_name_has_one_figure_a_benchmark(source: BenchmarkSource, recorded: Recorded) -> None:
    keys = [(figure.name, figure.benchmark) for figure in source.parse(recorded(source)).figures]
    assert len(keys) == len(set(keys))


@every_board
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_answer_that_was_cut_off_or_garbled_is_read_or_told(
    data: st.DataObject, source: BenchmarkSource, recorded: Recorded
) -> None:
    bodies = recorded(source)
    url = data.draw(st.sampled_from(sorted(bodies)))
    body = bodies[url]
    cut = data.draw(st.integers(0, len(body)))
    noise = data.draw(st.binary(max_size=8))
    bodies[url] = data.draw(st.sampled_from([body[:cut], body[:cut] + noise + body[cut:], body[:cut] + noise]))
    sentence = ""
    try:
        parsed = source.parse(bodies)
    except SourceError as told:
        sentence = str(told)
    assert sentence or parsed.figures
