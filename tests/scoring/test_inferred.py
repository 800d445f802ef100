from collections.abc import Callable
from dataclasses import replace

from tierline_scoring.assess import assess
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.category import Category
from tierline_scoring.estimate import Ability, Interval
from tierline_scoring.evidence import Evidence
from tierline_scoring.identity import Listed
from tierline_scoring.inferred import InferredAbility, infer_ability
from tierline_scoring.kinship import Kin
from tierline_scoring.policy import ScoringPolicy, Strategy
from tierline_scoring.portfolio import build_portfolio
from tierline_scoring.published import Published
from tierline_scoring.snapshot import Snapshot, dump_snapshot, parse_snapshot

KNOWN = {
    "lab/river-2-large": Ability(mean=1.0, variance=0.05),
    "lab/river-2.5-large": Ability(mean=1.2, variance=0.05),
    "lab/river-2-small": Ability(mean=-0.6, variance=0.05),
    "other/stone-7b": Ability(mean=-1.5, variance=0.05),
}
KIN = Kin(KNOWN)


def inferred(model: str) -> InferredAbility:
    found = infer_ability(model, KIN, KNOWN)
    assert found is not None
    return found


def test_a_model_is_taken_for_as_able_as_the_likest_of_its_line() -> None:
    large, small = inferred("lab/river-3-large"), inferred("lab/river-3-small")
    assert large.ability.value > small.ability.value + 0.3
    assert set(large.relatives[:2]) == {"lab/river-2-large", "lab/river-2.5-large"}
    assert "other/stone-7b" not in large.relatives


def test_relatives_say_less_than_figures_do() -> None:
    found = inferred("lab/river-3-large").ability
    assert found.high - found.low > 2 * (KNOWN["lab/river-2-large"].interval.high - 1.0)


def test_without_relatives_nothing_is_inferred() -> None:
    assert infer_ability("new/comet-1", KIN, KNOWN) is None
    assert infer_ability("lab/river-3-large", KIN, {}) is None


def test_what_is_known_of_a_model_itself_is_not_looked_at() -> None:
    others = {name: ability for name, ability in KNOWN.items() if name != "lab/river-2-large"}
    spoilt = others | {"lab/river-2-large": Ability(mean=1.0, variance=9.0)}
    assert infer_ability("lab/river-2-large", KIN, spoilt) == infer_ability("lab/river-2-large", KIN, KNOWN)


def test_only_listed_models_without_a_figure_are_inferred() -> None:
    def figure(name: str, value: float) -> Published:
        return Published(
            source="board",
            benchmark="mmlu",
            name=name,
            published=str(value),
            scale="percent",
            value=value,
            date="2026-08-22",
            own_id=True,
        )

    old = [f"lab/river-{n}" for n in range(1, 11)]
    ids = [*old, "lab/river-11", "lab/river-11:free", "new/comet-1"]
    found = assess([figure(name, 40 + 4 * n) for n, name in enumerate(old)], [Listed(id=name) for name in ids], ids)
    assert found.inferred.keys() == {"lab/river-11", "lab/river-11:free"}
    assert found.evidence.keys() == set(old)


def test_an_inferred_ability_is_shown_and_kept_and_never_makes_a_model_chosen(
    listed: Callable[..., CatalogueModel],
    known: Callable[..., Evidence],
    snapshot_of: Callable[..., Snapshot],
) -> None:
    told = InferredAbility(ability=Interval(value=9.0, low=8.5, high=9.5), relatives=("a/fine",))
    entries = {listed("a/fine"): known(0.0), listed("a/finer", "0.01", "0.01"): None, listed("a/gift", "0", "0"): None}
    snapshot = replace(snapshot_of(entries), inferred={"a/finer": told, "a/gift": told})
    assert parse_snapshot(dump_snapshot(snapshot)).inferred == snapshot.inferred
    for strategy in Strategy:
        portfolio = build_portfolio(snapshot, ScoringPolicy(strategy=strategy, min_measurements=1))
        chosen = {name for choice in portfolio.tiers.values() for name in choice.model_ids}
        assert chosen == {"a/fine"}
        for name in ("a/finer", "a/gift"):
            assert portfolio.categories[name].category is Category.NONE
            assert "inferred from relatives, not measured: a/fine" in portfolio.categories[name].reason
