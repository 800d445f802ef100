from collections.abc import Callable, Iterator, Mapping

import pytest

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.errors import UnknownModel
from tierline_scoring.evidence import Evidence
from tierline_scoring.explain import explain
from tierline_scoring.figure import Figure
from tierline_scoring.portfolio import build_portfolio
from tierline_scoring.snapshot import Snapshot, load_snapshot
from tierline_scoring.tier import Tier

SNAPSHOT = load_snapshot()


def all_figures(figure: Figure) -> Iterator[Figure]:
    yield figure
    for part in figure.parts:
        yield from all_figures(part.figure)


CHOSEN = [model_id for choice in build_portfolio(SNAPSHOT).tiers.values() for model_id in choice.model_ids]


@pytest.mark.parametrize("model_id", sorted({*CHOSEN, *list(SNAPSHOT.models)[::15]}))
def test_every_number_of_a_model_can_be_traced_to_a_source(model_id: str) -> None:
    told = explain(SNAPSHOT, model_id)
    assert {told.model.price_source, told.model.metadata_source} <= told.sources.keys()
    assert {found.source for found in told.evidence.measurements} <= told.sources.keys()
    assert bool(told.scored) != bool(told.unscored)
    if told.scored:
        for root in (told.scored.overall, told.scored.value, told.scored.criteria, told.scored.ability):
            for figure in all_figures(root):
                assert figure.low <= figure.value <= figure.high
                assert set(figure.sources) <= told.sources.keys()


@pytest.mark.parametrize("tier", Tier)
def test_the_explanation_agrees_with_the_portfolio(tier: Tier) -> None:
    choice = build_portfolio(SNAPSHOT).tiers[tier]
    places = [explain(SNAPSHOT, model_id).standings[tier].place for model_id in choice.model_ids]
    assert places == ["primary", *(f"backup {n}" for n in range(1, len(places)))]
    assert explain(SNAPSHOT, choice.model_ids[0]).standings[tier].why == choice.why


def test_a_model_that_is_too_dear_is_told_its_price_and_the_ceiling() -> None:
    standing = explain(SNAPSHOT, "anthropic/claude-opus-4.5").standings[Tier.MAXIMUM]
    assert standing.rank is None
    assert standing.why == "costs $15.00, not below $1.00"


def test_a_cheap_model_below_the_quality_floor_is_told_so() -> None:
    standing = explain(SNAPSHOT, "meta-llama/llama-3.1-8b-instruct").standings[Tier.DEFAULT]
    assert standing.rank is not None
    assert "standard deviations less able than deepseek/deepseek-v4-flash-0731" in standing.why


def test_a_model_without_figures_is_unscored_and_says_what_is_missing() -> None:
    told = explain(SNAPSHOT, "openai/gpt-6-luna")
    assert told.scored is None
    assert told.unscored == "too little evidence: figures of 0 benchmarks, and 2 are needed"
    assert all(standing.why == "unscored models are never chosen" for standing in told.standings.values())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("z-ai/glm-5.33", "did you mean z-ai/glm-5.3"),
        ("deepseek-v4-flash-0731", "did you mean deepseek/deepseek-v4-flash-0731"),
        ("z-ai/glm-5.2:free", "it was on 2026-08-22, and no longer on 2026-11-10"),
        ("qqqqqqqq", "no model 'qqqqqqqq' is listed"),
    ],
)
def test_an_unknown_id_is_answered_with_what_was_perhaps_meant(asked: str, said: str) -> None:
    with pytest.raises(UnknownModel) as caught:
        explain(SNAPSHOT, asked)
    assert said in str(caught.value)


def test_an_empty_tier_is_explained_too(
    listed: Callable[..., CatalogueModel],
    known: Callable[..., Evidence],
    snapshot_of: Callable[[Mapping[CatalogueModel, Evidence | None]], Snapshot],
) -> None:
    told = explain(snapshot_of({listed("a/dear", "5", "15"): known(2.0)}), "a/dear")
    assert [standing.place for standing in told.standings.values()] == ["", "", ""]
    assert told.standings[Tier.MINIMUM].why == "Value is at least 8.2, not above 30; costs $10.00, is not free"
