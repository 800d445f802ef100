from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from tierline_scoring.catalogue import CatalogueModel, Uptime
from tierline_scoring.estimate import Interval
from tierline_scoring.evidence import Evidence
from tierline_scoring.figure import Origin
from tierline_scoring.policy import ScoringPolicy, Strategy
from tierline_scoring.portfolio import Portfolio, build_portfolio, build_portfolios
from tierline_scoring.ranking import ranked
from tierline_scoring.scored import ScoredModel, score_models
from tierline_scoring.snapshot import Snapshot, load_snapshot
from tierline_scoring.task_cost import Spending
from tierline_scoring.tier import Tier
from tierline_scoring.token_use import TokenUse

Listed = Callable[..., CatalogueModel]
Known = Callable[..., Evidence]
SnapshotOf = Callable[..., Snapshot]
AS_OF = date(2026, 11, 10)


def check_invariants(portfolio: Portfolio, policy: ScoringPolicy) -> None:
    for tier, choice in portfolio.tiers.items():
        assert len(set(choice.model_ids)) == len(choice.model_ids)
        assert choice.why
        for scored in choice.models:
            cost = scored.cost_usd_per_mtok
            assert scored.model.is_free if tier is Tier.MINIMUM else cost < policy.maximum_below_usd_per_mtok
            assert tier is not Tier.DEFAULT or cost < policy.default_below_usd_per_mtok
            assert len(scored.evidence.chosen) >= policy.min_measurements


@pytest.mark.parametrize("strategy", Strategy)
def test_the_bundled_portfolio_fills_every_tier_within_its_ceiling(strategy: Strategy) -> None:
    policy = ScoringPolicy(strategy=strategy)
    portfolio = build_portfolio(load_snapshot(), policy)
    check_invariants(portfolio, policy)
    assert [*portfolio.tiers] == [Tier.MINIMUM, Tier.DEFAULT, Tier.MAXIMUM]
    assert len(portfolio.tiers[Tier.MINIMUM].models) >= 3
    assert 5 <= sum(len(choice.backups) for choice in portfolio.tiers.values()) <= 10
    check_no_pick_is_beaten_by_a_cheaper_model(portfolio, policy)


def check_no_pick_is_beaten_by_a_cheaper_model(portfolio: Portfolio, policy: ScoringPolicy) -> None:
    scored = score_models(load_snapshot(), policy)
    for tier, choice in portfolio.tiers.items():
        assert choice.primary
        for model in ranked(tier, scored, policy):
            cheaper = model.cost_usd_per_mtok < choice.primary.cost_usd_per_mtok
            assert not (cheaper and model.ability.low > choice.primary.ability.high)


@pytest.mark.parametrize("strategy", Strategy)
def test_no_vendor_holds_a_whole_tier(strategy: Strategy) -> None:
    portfolio = build_portfolio(load_snapshot(), ScoringPolicy(strategy=strategy))
    for choice in portfolio.tiers.values():
        assert len({scored.model.vendor for scored in choice.models}) > 1


@pytest.mark.parametrize("strategy", Strategy)
def test_all_strategies_at_once_give_what_each_gives_alone(strategy: Strategy) -> None:
    assert build_portfolios(load_snapshot())[strategy] == build_portfolio(
        load_snapshot(), ScoringPolicy(strategy=strategy)
    )


@pytest.mark.parametrize("strategy", Strategy)
def test_each_tier_is_more_able_than_the_one_below(strategy: Strategy) -> None:
    portfolio = build_portfolio(load_snapshot(), ScoringPolicy(strategy=strategy))
    primaries = [choice.primary for choice in portfolio.tiers.values()]
    abilities = [primary.ability.low for primary in primaries if primary]
    assert abilities == sorted(set(abilities))


def test_todays_primaries_are_the_most_able_models_for_their_money() -> None:
    portfolio = build_portfolio(load_snapshot())
    assert portfolio.tiers[Tier.MINIMUM].model_ids[0] == "nvidia/nemotron-3-ultra-550b-a55b:free"
    assert portfolio.tiers[Tier.DEFAULT].model_ids[0] == "deepseek/deepseek-v4-flash-0731"
    assert portfolio.tiers[Tier.MAXIMUM].model_ids[0] == "z-ai/glm-5.3"


def test_every_figure_of_every_chosen_model_has_its_sources_in_the_snapshot() -> None:
    snapshot = load_snapshot()
    for choice in build_portfolio(snapshot).tiers.values():
        for scored in choice.models:
            for figure in (scored.overall, scored.value, scored.criteria, scored.ability):
                assert figure.sources
                assert set(figure.sources) <= snapshot.sources.keys()
            for part in (*scored.overall.parts, *scored.criteria.parts):
                assert set(part.figure.sources) <= snapshot.sources.keys()
                assert part.figure.sources
                assert part.figure.note


def test_a_fully_measured_model_has_an_overall_without_interval() -> None:
    scored = score_models(load_snapshot(), ScoringPolicy())["qwen/qwen-2.5-72b-instruct"]
    assert scored.overall.measured
    assert scored.overall.low == scored.overall.value == scored.overall.high
    assert scored.value.value == pytest.approx(
        scored.overall.value / float(scored.model.average_usd_per_mtok + Decimal("0.01"))
    )


def test_a_single_measurement_is_too_little_evidence(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> None:
    snapshot = snapshot_of(
        {listed("a/sure"): known(0.0), listed("b/rumour"): known(3.0, benchmarks=1), listed("c/none"): None}
    )
    assert set(score_models(snapshot, ScoringPolicy())) == {"a/sure"}
    assert build_portfolio(snapshot).tiers[Tier.DEFAULT].model_ids == ("a/sure",)


def test_a_guess_never_beats_a_measurement_of_the_same_height(
    listed: Listed, known: Known, snapshot_of: SnapshotOf
) -> None:
    narrow = known(1.0)
    wide = replace(narrow, ability=Interval(value=1.0, low=0.0, high=2.0))
    snapshot = snapshot_of({listed("a/guessed"): wide, listed("b/measured"): narrow})
    assert build_portfolio(snapshot).tiers[Tier.DEFAULT].model_ids[0] == "b/measured"


def test_cheap_never_means_bad(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> None:
    snapshot = snapshot_of(
        {listed("a/cheap", "0.01", "0.01"): known(0.0), listed("b/able", "0.40", "0.50"): known(1.5)}
    )
    for strategy in Strategy:
        choice = build_portfolio(snapshot, ScoringPolicy(strategy=strategy)).tiers[Tier.DEFAULT]
        assert choice.model_ids[0] == "b/able"
    nearer = ScoringPolicy(default_quality_floor=2.0, strategy=Strategy.MATRIX)
    assert build_portfolio(snapshot, nearer).tiers[Tier.DEFAULT].model_ids[0] == "a/cheap"


def test_a_model_that_ends_soon_is_never_chosen(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> None:
    snapshot = snapshot_of(
        {listed("a/ending", expires=date(2026, 11, 20)): known(1.3), listed("b/staying"): known(1.2)}
    )
    assert build_portfolio(snapshot).tiers[Tier.DEFAULT].model_ids == ("b/staying",)


def test_backups_of_other_vendors_come_first(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> None:
    snapshot = snapshot_of(
        {
            listed("a/one"): known(1.3),
            listed("a/two"): known(1.25),
            listed("b/three"): known(1.2),
            listed("c/weak"): known(0.0),
        }
    )
    assert build_portfolio(snapshot).tiers[Tier.DEFAULT].model_ids == ("a/one", "b/three", "a/two")


def test_a_free_backup_of_another_vendor_is_not_taken_at_any_loss_of_ability(
    listed: Listed, known: Known, snapshot_of: SnapshotOf
) -> None:
    free = {"a/one": 1.2, "a/two": 1.1, "b/near": 1.0, "c/far": 0.2}
    snapshot = snapshot_of({listed(f"{name}:free", "0", "0"): known(ability) for name, ability in free.items()})
    chosen = build_portfolio(snapshot).tiers[Tier.MINIMUM].model_ids
    assert chosen == ("a/one:free", "b/near:free", "a/two:free", "c/far:free")


def test_no_free_model_means_no_minimum_rather_than_a_paid_one(
    listed: Listed, known: Known, snapshot_of: SnapshotOf
) -> None:
    choice = build_portfolio(snapshot_of({listed("a/paid", "0", "0.01"): known(1.0)})).tiers[Tier.MINIMUM]
    assert choice.primary is None
    assert choice.model_ids == ()


def test_an_unknown_uptime_counts_with_the_worst_tenth_of_the_others() -> None:
    scored = score_models(load_snapshot(), ScoringPolicy())["z-ai/glm-5.3"]
    availability = next(part.figure for part in scored.criteria.parts if part.name == "availability")
    assert availability.origin is Origin.UNKNOWN
    assert availability.low < availability.value


def test_a_model_than_which_a_cheaper_one_is_clearly_more_able_is_no_primary(
    listed: Listed, known: Known, snapshot_of: SnapshotOf
) -> None:
    wide = ScoringPolicy(default_quality_floor=5.0, maximum_quality_floor=5.0)
    entries = {
        listed(
            "a/dear", "0.40", "0.40", context_length=1_000_000, uptime=Uptime(percent=100, date=AS_OF, source="s")
        ): known(0.0),
        listed("b/cheap", "0.39", "0.39", context_length=32_000): known(1.0),
    }
    assert build_portfolio(snapshot_of(entries), wide).tiers[Tier.DEFAULT].model_ids[0] == "b/cheap"


def test_backups_of_another_provider_come_first(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> None:
    snapshot = snapshot_of(
        {
            listed("a/one", providers=("Host",)): known(1.3),
            listed("b/same", providers=("Host",)): known(1.25),
            listed("c/other", providers=("Elsewhere", "Host")): known(1.2),
        }
    )
    assert build_portfolio(snapshot).tiers[Tier.DEFAULT].model_ids == ("a/one", "c/other", "b/same")


def test_by_task_cost_the_cheaper_work_wins_among_the_able(
    listed: Listed, known: Known, snapshot_of: SnapshotOf
) -> None:
    brief, long = listed("b/brief", "0.20", "0.40"), listed("a/long", "0.10", "0.20")
    use = {"b/brief": token_use(300.0), "a/long": token_use(9_000.0)}
    snapshot = snapshot_of(
        {brief: known(1.0), long: known(1.1), listed("c/weak", "0.01", "0.01"): known(-1.0)}, token_use=use
    )
    chosen = {
        strategy: build_portfolio(snapshot, ScoringPolicy(strategy=strategy)).tiers[Tier.DEFAULT].model_ids[0]
        for strategy in Strategy
    }
    assert chosen[Strategy.TASK_COST] == "b/brief"
    assert chosen[Strategy.CRITERIA] == chosen[Strategy.MATRIX] == "a/long"
    own = {"b/brief": Spending(prompt_tokens=2_000, completion_tokens=20_000, calls=50)}
    policy = ScoringPolicy(strategy=Strategy.TASK_COST)
    assert build_portfolio(snapshot, policy, own).tiers[Tier.DEFAULT].model_ids[0] == "a/long"


def token_use(tokens: float) -> TokenUse:
    return TokenUse(tokens=Interval(value=tokens, low=tokens * 0.8, high=tokens * 1.2), measured=True)


def test_among_equals_the_alphabet_decides(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> None:
    models = [listed(name) for name in ("c/one", "a/one", "b/one")]
    for strategy in Strategy:
        choice = build_portfolio(snapshot_of({model: known(1.0) for model in models}), ScoringPolicy(strategy=strategy))
        assert choice.tiers[Tier.DEFAULT].model_ids == ("a/one", "b/one", "c/one")


def test_limits_on_free_models_count_in_their_availability(
    listed: Listed, known: Known, snapshot_of: SnapshotOf
) -> None:
    up = Uptime(percent=100, date=AS_OF, source="listing")
    free, paid = listed("a/one:free", "0", "0", uptime=up), listed("a/one", uptime=up)
    snapshot = snapshot_of({free: known(1.0), paid: known(1.0)})
    parts = {
        name: next(part.figure for part in scored.criteria.parts if part.name == "availability")
        for name, scored in score_models(snapshot, ScoringPolicy(tasks_per_day=200)).items()
    }
    assert (parts["a/one:free"].value, parts["a/one"].value) == (25.0, 100.0)
    assert parts["a/one:free"].note.endswith("all free models together answer 50 of 200 tasks a day")
    bought = score_models(snapshot, ScoringPolicy(tasks_per_day=200, free_requests_per_day=1000))["a/one:free"]
    assert bought.criteria.parts[3].figure.value == 100.0


PRICES = st.decimals(min_value=0, max_value=2, places=2).map(str)


@settings(max_examples=60)
@given(
    rows=st.lists(st.tuples(PRICES, PRICES, st.floats(-2, 3), st.floats(20, 97), st.integers(0, 4)), max_size=25),
    strategy=st.sampled_from(Strategy),
)
def test_any_catalogue_gives_a_portfolio_within_its_rules(
    listed: Listed,
    known: Known,
    snapshot_of: SnapshotOf,
    rows: list[tuple[str, str, float, float, int]],
    strategy: Strategy,
) -> None:
    entries = {
        listed(f"vendor{at % 4}/model{at}", prompt, completion): known(ability, overall, count)
        for at, (prompt, completion, ability, overall, count) in enumerate(rows)
    }
    policy = ScoringPolicy(strategy=strategy)
    portfolio = build_portfolio(snapshot_of(entries), policy)
    assert build_portfolio(snapshot_of(dict(reversed(entries.items()))), policy) == portfolio
    check_invariants(portfolio, policy)
    check_order(portfolio.tiers[Tier.MINIMUM].primary, portfolio.tiers[Tier.DEFAULT].models)


def check_order(below: ScoredModel | None, choice: tuple[ScoredModel, ...]) -> None:
    if below and choice and choice[0].ability.low <= below.ability.low:
        assert all(model.ability.low <= below.ability.low for model in choice)
