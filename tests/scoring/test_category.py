from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.category import Category
from tierline_scoring.evidence import Evidence
from tierline_scoring.policy import ScoringPolicy, Strategy
from tierline_scoring.portfolio import build_portfolio
from tierline_scoring.snapshot import Snapshot, load_snapshot

Listed = Callable[..., CatalogueModel]
Known = Callable[..., Evidence]
SnapshotOf = Callable[..., Snapshot]

NEVER: dict[str, tuple[str, dict[str, Any], str]] = {
    "router": ("openrouter/auto", {}, "a router: another model answers each time"),
    "alias": ("~a/latest", {}, "a router: another model answers each time"),
    "batch": ("a/one:batch", {}, "answers in batches, not at once"),
    "ended": ("a/one", {"expires": date(2026, 11, 10)}, "was announced to end on 2026-11-10"),
    "ends soon": ("a/one", {"expires": date(2026, 11, 20)}, "ends on 2026-11-20, in less than 30 days"),
    "small": ("a/one", {"context_length": 8_192}, "a context of 8,192 tokens is too small, 32,000 are needed"),
    "images": ("a/one", {"outputs": ("image", "text")}, "answers with image and text, not with text alone"),
    "no output": ("a/one", {"outputs": ()}, "answers with nothing, not with text alone"),
}


@pytest.mark.parametrize(("model_id", "fields", "reason"), NEVER.values(), ids=NEVER)
@pytest.mark.parametrize(("prompt", "completion"), [("0.10", "0.30"), ("0", "0")], ids=["paid", "free"])
def test_what_is_never_chosen_is_in_no_tier_and_says_why(  # noqa: PLR0913, PLR0917 a table of cases and three fixtures
    listed: Listed,
    known: Known,
    snapshot_of: SnapshotOf,
    model_id: str,
    fields: dict[str, Any],
    reason: str,
    prompt: str,
    completion: str,
) -> None:
    snapshot = snapshot_of({listed(model_id, prompt, completion, **fields): known(3.0), listed("b/fine"): known(0.0)})
    for strategy in Strategy:
        portfolio = build_portfolio(snapshot, ScoringPolicy(strategy=strategy))
        assert all(model_id not in choice.model_ids for choice in portfolio.tiers.values())
        assert portfolio.categories[model_id].category is Category.NONE
        assert portfolio.categories[model_id].reason == reason


@pytest.mark.parametrize("price", ["-1", "NaN", "Infinity"])
def test_an_unknown_price_is_no_price(listed: Listed, known: Known, snapshot_of: SnapshotOf, price: str) -> None:
    portfolio = build_portfolio(snapshot_of({listed("a/one", price, price): known(3.0), listed("b/fine"): known(0.0)}))
    assert portfolio.categories["a/one"].reason == "its price is unknown, or depends on the request"
    assert all("a/one" not in choice.model_ids for choice in portfolio.tiers.values())


@pytest.mark.parametrize(
    ("prompt", "completion", "overall", "category", "reason"),
    [
        ("0", "0", 85.0, Category.FREE, "Value is at least 8200.0, above 30; both prices are 0"),
        ("0.10", "0.30", 85.0, Category.BALANCED, "Value is at least 390.5, above 50; costs $0.20, below $0.50"),
        ("0.50", "1.20", 85.0, Category.PREMIUM, "Overall is at least 82.0, above 70; costs $0.85, below $1.00"),
        ("3", "15", 85.0, Category.NONE, "costs $9.00, not below $1.00"),
        ("0.50", "1.20", 60.0, Category.NONE, "Overall is at least 57.0, not above 70"),
    ],
)
def test_each_model_has_the_category_of_its_scores(  # noqa: PLR0913, PLR0917 a table of cases and three fixtures
    listed: Listed,
    known: Known,
    snapshot_of: SnapshotOf,
    prompt: str,
    completion: str,
    overall: float,
    category: Category,
    reason: str,
) -> None:
    placed = build_portfolio(snapshot_of({listed("a/one", prompt, completion): known(1.0, overall)})).categories
    assert (placed["a/one"].category, placed["a/one"].reason) == (category, reason)


def test_without_evidence_a_model_has_no_category_and_says_what_is_missing(
    listed: Listed, snapshot_of: SnapshotOf
) -> None:
    placed = build_portfolio(
        snapshot_of({listed("a/new"): None}, left_out={"b/painter": "not for text chat"})
    ).categories
    assert placed["a/new"].reason == "too little evidence: figures of 0 benchmarks, and 2 are needed"
    assert placed["b/painter"].category is Category.NONE
    assert placed["b/painter"].reason == "not for text chat"


def test_every_entry_of_the_listing_has_a_category_and_every_chosen_model_one_that_fits() -> None:
    snapshot = load_snapshot()
    portfolio = build_portfolio(snapshot)
    assert portfolio.categories.keys() == snapshot.models.keys() | snapshot.left_out.keys()
    assert all(placement.reason for placement in portfolio.categories.values())
    for choice in portfolio.tiers.values():
        for scored in choice.models:
            assert portfolio.categories[scored.id].category is not Category.NONE
    free = {model_id for model_id, placed in portfolio.categories.items() if placed.category is Category.FREE}
    assert all(snapshot.models[model_id].prompt_usd_per_mtok == Decimal(0) for model_id in free)
