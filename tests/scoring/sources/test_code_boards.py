import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tierline_scoring.sources import BenchmarkSource, SourceError, bigcodebench, evalplus, zeroeval

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]


def changed(body: bytes, change: Callable[[Any], Any]) -> bytes:
    return json.dumps(change(json.loads(body))).encode()


def test_evalplus_gives_plain_and_plus_scores_of_chat_models_alone(recorded: Recorded) -> None:
    parsed = evalplus.SOURCE.parse(recorded(evalplus.SOURCE))
    plus = {(f.benchmark, f.published) for f in parsed.figures if f.name == "Command-R+"}
    assert plus == {("humaneval", "64"), ("humaneval-plus", "56.7"), ("mbpp-plus", "63.5")}
    assert not {"Mistral-7B", "Llama3-8B-base"} & {figure.name for figure in parsed.figures}
    assert parsed.left_out == {"no score": 1, "prompted as a base model": 2}


def test_bigcodebench_gives_the_instruct_prompts_of_both_sets(recorded: Recorded) -> None:
    parsed = bigcodebench.SOURCE.parse(recorded(bigcodebench.SOURCE))
    mini = {f.benchmark: f.value for f in parsed.figures if f.name == "Maker-Mini (temperature=1, reasoning=high)"}
    assert mini == {"bigcodebench": 51.2, "bigcodebench-hard": 25.6}
    assert not bigcodebench.SOURCE.bundled
    assert parsed.left_out == {"prompted as a base model": 2, "no score": 2}


def test_one_file_that_was_not_fetched_costs_only_its_benchmark(recorded: Recorded) -> None:
    bodies = recorded(bigcodebench.SOURCE)
    del bodies[bigcodebench.SOURCE.locations[1].url]
    parsed = bigcodebench.SOURCE.parse(bodies)
    assert {figure.benchmark for figure in parsed.figures} == {"bigcodebench"}
    assert parsed.left_out["file not fetched"] == 1


def test_zeroeval_gives_whole_greedy_runs(recorded: Recorded) -> None:
    parsed = zeroeval.SOURCE.parse(recorded(zeroeval.SOURCE))
    assert {figure.benchmark for figure in parsed.figures} == {"gsm8k", "mmlu-redux", "crux", "math-l5", "zebra-logic"}
    assert parsed.left_out == {"sampled, not greedy": 1, "run stopped early": 1}
    gemma = {f.benchmark: f.published for f in parsed.figures if f.name == "gemma-2-9b-it"}
    assert gemma["gsm8k"] == "87.41"


def test_a_host_behind_a_name_stays(recorded: Recorded) -> None:
    parsed = zeroeval.SOURCE.parse(recorded(zeroeval.SOURCE))
    assert "Llama-3.1-405B-Inst-fp8@together" in {figure.name for figure in parsed.figures}


def without_pass_at_1(entries: Mapping[str, Any]) -> Any:
    return {name: {key: value for key, value in entry.items() if key != "pass@1"} for name, entry in entries.items()}


@pytest.mark.parametrize("source", [evalplus.SOURCE, bigcodebench.SOURCE], ids=lambda source: source.id)
def test_entries_without_pass_at_1_are_told(source: BenchmarkSource, recorded: Recorded) -> None:
    bodies = {url: changed(body, without_pass_at_1) for url, body in recorded(source).items()}
    with pytest.raises(SourceError, match="'pass@1'"):
        source.parse(bodies)


@pytest.mark.parametrize("key", ["Model", "Puzzle Acc"])
def test_runs_without_a_key_are_told(key: str, recorded: Recorded) -> None:
    bodies = recorded(zeroeval.SOURCE)
    url = zeroeval.SOURCE.locations[-1].url
    bodies[url] = changed(bodies[url], lambda runs: [{k: v for k, v in run.items() if k != key} for run in runs])
    with pytest.raises(SourceError, match=f"'{key}'"):
        zeroeval.SOURCE.parse(bodies)


def test_fractions_where_percent_were_are_told(recorded: Recorded) -> None:
    def as_fractions(entries: Mapping[str, Any]) -> Any:
        return {
            name: entry | {"pass@1": {key: value and value / 100 for key, value in entry["pass@1"].items()}}
            for name, entry in entries.items()
        }

    bodies = {url: changed(body, as_fractions) for url, body in recorded(evalplus.SOURCE).items()}
    with pytest.raises(SourceError, match="fractions"):
        evalplus.SOURCE.parse(bodies)


def test_an_entry_that_is_no_entry_costs_only_itself(recorded: Recorded) -> None:
    bodies = recorded(evalplus.SOURCE)
    ((url, body),) = bodies.items()
    odd = {"odd": None, "odder": [], "oddest": {"pass@1": "high"}, "worst": {"pass@1": {"humaneval": [1]}}}
    before = evalplus.SOURCE.parse(bodies)
    after = evalplus.SOURCE.parse({url: changed(body, lambda entries: odd | entries)})
    assert after.figures == before.figures
    assert sum(after.left_out.values()) == sum(before.left_out.values()) + 3 * len(odd)
