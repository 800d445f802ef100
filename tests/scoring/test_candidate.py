from collections.abc import Callable
from datetime import date

import pytest

from tierline_scoring.candidate import candidate
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.category import Category
from tierline_scoring.errors import UnknownModel
from tierline_scoring.evidence import Evidence
from tierline_scoring.portfolio import build_portfolio
from tierline_scoring.snapshot import Snapshot, load_snapshot

Listed = Callable[..., CatalogueModel]
Known = Callable[..., Evidence]
SnapshotOf = Callable[..., Snapshot]

FIRST_CANDIDATES = (
    "qwen/qwen-2.5-72b-instruct",
    "google/gemini-2.0-flash-001",
    "openai/gpt-4o-mini",
    "meta-llama/llama-3.1-8b-instruct:free",
    "google/gemma-2-9b-it:free",
    "microsoft/phi-3.5-mini-128k-instruct",
    "anthropic/claude-3.5-haiku",
    "deepseek/deepseek-r1",
    "deepseek/deepseek-chat",
    "qwen/qwen3-coder-plus",
    "meta-llama/llama-3.1-70b-instruct",
    "google/gemini-flash-1.5",
)


@pytest.mark.parametrize("model_id", FIRST_CANDIDATES)
def test_each_first_candidate_has_a_price_and_a_category_or_a_reason(model_id: str) -> None:
    row = candidate(load_snapshot(), model_id)
    assert row.model is not None
    assert row.placement.reason
    assert (row.last_listed is None) == (model_id in load_snapshot().models)
    if row.last_listed:
        assert row.placement.category is Category.NONE
        assert str(row.last_listed) in row.placement.reason


def test_a_listed_model_has_the_category_that_the_portfolio_gives_it() -> None:
    snapshot = load_snapshot()
    placed = build_portfolio(snapshot).categories
    for model_id in ("openai/gpt-4o-mini", "z-ai/glm-5.3", "anthropic/claude-opus-4.5"):
        assert candidate(snapshot, model_id).placement == placed[model_id]


def test_a_former_model_is_scored_at_its_last_price(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> None:
    gone = listed("maker/gone", "0.20", "0.20")
    snapshot = snapshot_of({listed("a/here"): known(1.0), gone: known(0.5)}, former={gone.id: gone})
    models = {"a/here": snapshot.models["a/here"]}
    snapshot = Snapshot(**{name: getattr(snapshot, name) for name in Snapshot.__slots__} | {"models": models})
    row = candidate(snapshot, "maker/gone")
    assert row.scored is not None
    assert row.scored.value.value == pytest.approx(85.0 / 0.21)
    assert row.last_listed == date(2026, 8, 22)
    assert row.placement.reason == (
        "not listed any more, last seen on 2026-08-22; at its last price it was balanced:"
        " Value is at least 390.5, above 50; costs $0.20, below $0.50"
    )
    assert "maker/gone" not in build_portfolio(snapshot).categories


def test_an_id_that_was_never_listed_is_told_so() -> None:
    with pytest.raises(UnknownModel, match="nobody/nothing"):
        candidate(load_snapshot(), "nobody/nothing")
