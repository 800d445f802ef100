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
    figures = [figure("Model-8B", 99.0), figure("model-8b-instruct", 60.0, benchmark="gpqa")]
    evidence = evidence_of("lab/model-8b-instruct", figures)
    assert evidence.measured("mmlu") is None
    assert dict(evidence.estimates)["mmlu"].value < 80
