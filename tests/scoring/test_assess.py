from collections.abc import Sequence
from typing import Any

import pytest

from tierline_scoring.assess import Published, assess
from tierline_scoring.evidence import Evidence
from tierline_scoring.identity import How, Listed

BACKGROUND = 12


def figure(name: str, value: float, source: str = "board", benchmark: str = "mmlu", **more: Any) -> Published:
    return Published(
        source=source,
        benchmark=benchmark,
        name=name,
        published=str(value),
        scale="percent",
        value=value,
        date="2026-08-22",
        **more,
    )


def evidence_of(model_id: str, figures: Sequence[Published], *listed: str) -> Evidence:
    others = [figure(f"other-{n}", 40 + 3 * n, benchmark=name) for n in range(BACKGROUND) for name in ("mmlu", "gpqa")]
    ids = (model_id, *listed)
    return assess([*others, *figures], [Listed(id=each) for each in ids], ids).evidence[model_id]


@pytest.mark.parametrize(
    ("values", "counts"),
    [((56.1, 69.4, 73.0), 69.4), ((70.0, 80.0), 70.0), ((64.0,), 64.0)],
    ids=["one far off", "two disagree", "one"],
)
def test_the_lower_median_of_independent_runs_counts(values: tuple[float, ...], counts: float) -> None:
    evidence = evidence_of("lab/model-8b", [figure("model-8b", value, f"board {value}") for value in values])
    assert len(evidence.measurements) == len(values)
    assert [found.value for found in evidence.chosen] == [counts]


def test_a_self_reported_figure_counts_only_without_an_independent_one() -> None:
    reported = figure("Model-8B", 95.0, "card", self_reported=True)
    alone = evidence_of("lab/model-8b", [reported])
    beside = evidence_of("lab/model-8b", [reported, figure("model-8b", 70.0)])
    assert [found.source for found in alone.chosen] == ["card"]
    assert [found.source for found in beside.chosen] == ["board"]


def test_a_free_variant_takes_its_own_figure_before_its_twins() -> None:
    figures = [
        figure("lab/model-8b", 70.0, own_id=True),
        figure("lab/model-8b:free", 66.0, own_id=True),
        figure("lab/model-8b", 50.0, benchmark="gpqa", own_id=True),
    ]
    found = evidence_of("lab/model-8b:free", figures, "lab/model-8b").measurements
    assert [(each.benchmark, each.value, each.inherited_from) for each in found] == [
        ("mmlu", 66.0, ""),
        ("gpqa", 50.0, "lab/model-8b"),
    ]


def test_the_same_name_in_two_sources_is_understood_in_each_by_its_own_rule() -> None:
    figures = [figure("lab/model-8b", 70.0, "ours", own_id=True), figure("lab/model-8b", 60.0, "theirs")]
    found = evidence_of("lab/model-8b", figures).measurements
    assert {each.source: each.matched for each in found} == {"ours": How.OWN_ID, "theirs": How.ID}


def test_a_base_models_figure_teaches_the_fit_but_never_the_instruct_model() -> None:
    figures = [figure("Model-8B", 80.0), figure("model-8b-instruct", 60.0, benchmark="gpqa")]
    evidence = evidence_of("lab/model-8b-instruct", figures)
    assert evidence.measured("mmlu") is None
    assert dict(evidence.estimates)["mmlu"].low < 62


def test_of_several_efforts_the_one_nearest_to_the_default_counts() -> None:
    efforts = {"low": 60.0, "medium": 70.0, "high": 80.0}
    runs = [figure(f"model-8b_{effort}", value) for effort, value in efforts.items()]
    found = evidence_of("lab/model-8b", runs)
    assert {each.effort: each.value for each in found.measurements} == efforts
    assert [each.effort for each in found.chosen] == ["medium"]
    unsaid = evidence_of("lab/model-8b", [*runs, figure("model-8b", 55.0)])
    assert [each.value for each in unsaid.chosen] == [55.0]


def test_claude_counts_without_thinking_as_it_is_served_unasked() -> None:
    runs = [figure("claude-opus-9_16K", 90.0), figure("claude-opus-9 (no thinking)", 70.0)]
    found = evidence_of("anthropic/claude-opus-9", runs)
    assert [each.value for each in found.chosen] == [70.0]


def test_a_figure_says_how_its_name_was_understood_and_how_surely() -> None:
    (found,) = evidence_of("lab/model-8b-it", [figure("model-8b (high)", 60.0, "lmarena")]).measurements
    assert found.matched.startswith("same name as the id; a bare name is the chat model")
    assert found.matched.endswith("run with 'high'")
    assert (found.confidence, found.effort) == (0.95, "high")
