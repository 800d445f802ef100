from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.evidence import Evidence
from tierline_scoring.explain import explain
from tierline_scoring.kind_run import KindRun
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.portfolio import Portfolio, build_portfolio
from tierline_scoring.snapshot import Snapshot, load_snapshot
from tierline_scoring.tier import Tier

Listed = Callable[..., CatalogueModel]
Known = Callable[..., Evidence]
SnapshotOf = Callable[..., Snapshot]


def run(model: str, score: float, *, stderr: float = 1.0, benchmark: str = "fixes", proxy: bool = False) -> KindRun:
    return KindRun(
        model=model,
        kind="fix",
        benchmark=benchmark,
        name=model,
        score=score,
        stderr=stderr,
        tasks=200,
        source="board",
        date="2026-06",
        proxy=proxy,
    )


@pytest.fixture
def portfolio_with(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> Callable[..., Portfolio]:
    entries = {listed("a/best"): known(1.3), listed("b/other"): known(1.2), listed("c/third"): known(0.2)}

    def make(*runs: KindRun, more: Mapping[CatalogueModel, Evidence] | None = None, **policy: float) -> Portfolio:
        snapshot = snapshot_of(entries | dict(more or {}), kind_runs=runs)
        return build_portfolio(snapshot, ScoringPolicy(**policy))

    return make


def test_a_clearly_better_model_takes_its_kind_of_task_and_no_other(portfolio_with: Callable[..., Portfolio]) -> None:
    portfolio = portfolio_with(run("a/best", 50.0), run("c/third", 60.0))
    assert {kind: model.id for kind, model in portfolio.specialists[Tier.DEFAULT].items()} == {"fix": "c/third"}
    assert portfolio.tiers[Tier.DEFAULT].model_ids[0] == "a/best"
    assert portfolio.specialists.keys() == portfolio.tiers.keys()
    assert not portfolio.specialists[Tier.MINIMUM]


def test_a_gain_within_the_interval_stands_in_the_table_but_is_off(portfolio_with: Callable[..., Portfolio]) -> None:
    portfolio = portfolio_with(run("a/best", 50.0), run("c/third", 52.0))
    cell = portfolio.specialist_cells[Tier.DEFAULT]["fix"]
    assert (cell.model.id, cell.on, cell.gain) == ("c/third", False, pytest.approx(2.0))
    assert cell.low < 0 < cell.high
    assert cell.why == "+2.0 points on fixes, between -0.8 and +4.8; not beyond the interval"
    assert portfolio.specialists[Tier.DEFAULT] == {}


def test_scores_of_a_judge_are_shown_and_never_decide(portfolio_with: Callable[..., Portfolio]) -> None:
    cell = portfolio_with(run("a/best", 20.0, proxy=True), run("c/third", 90.0, proxy=True)).specialist_cells[
        Tier.DEFAULT
    ]["fix"]
    assert not cell.on
    assert cell.why.endswith("scored by a judge or a stand-in measure only")


def test_the_more_candidates_the_more_a_gain_must_be(portfolio_with: Callable[..., Portfolio]) -> None:
    few = (run("a/best", 50.0), run("c/third", 53.0))
    assert portfolio_with(*few).specialists[Tier.DEFAULT]
    assert not portfolio_with(*few, run("b/other", 50.0), specialist_confidence=0.98).specialists[Tier.DEFAULT]


def test_several_benchmarks_of_one_kind_speak_together(portfolio_with: Callable[..., Portfolio]) -> None:
    one = [run("a/best", 50.0, stderr=1.5), run("c/third", 53.5, stderr=1.5)]
    two = [run("a/best", 50.0, stderr=1.5, benchmark="other"), run("c/third", 53.5, stderr=1.5, benchmark="other")]
    assert not portfolio_with(*one).specialists[Tier.DEFAULT]
    assert portfolio_with(*one, *two).specialists[Tier.DEFAULT]


def test_a_primary_that_nobody_ran_is_predicted_from_its_ability(
    portfolio_with: Callable[..., Portfolio], listed: Listed, known: Known
) -> None:
    line = {listed(f"d/m{n}", "9", "9"): known(-1.0 + 0.3 * n) for n in range(8)}
    runs = [run(model.id, 40.0 + 3.0 * n + 0.2 * (-1) ** n) for n, model in enumerate(line)]
    cell = portfolio_with(*runs, run("c/third", 90.0), more=line).specialist_cells[Tier.DEFAULT]["fix"]
    seen = cell.comparisons[0]
    assert seen.predicted
    assert seen.primary > 60.0
    assert cell.on == (cell.low > 0)


def test_without_the_primary_and_with_few_models_nothing_is_claimed(portfolio_with: Callable[..., Portfolio]) -> None:
    assert portfolio_with(run("b/other", 80.0), run("c/third", 90.0)).specialist_cells[Tier.DEFAULT] == {}


def test_no_cell_of_the_bundled_table_is_on_unless_its_gain_is_beyond_the_interval() -> None:
    portfolio = build_portfolio(load_snapshot())
    cells = [cell for row in portfolio.specialist_cells.values() for cell in row.values()]
    assert cells
    for cell in cells:
        assert cell.on == (cell.low > 0 and not all(seen.proxy for seen in cell.comparisons))
        assert cell.low <= cell.gain <= cell.high
        assert {seen.source for seen in cell.comparisons} <= load_snapshot().sources.keys()


def test_a_specialist_is_explained_as_one(listed: Listed, known: Known, snapshot_of: SnapshotOf) -> None:
    entries = {listed("a/best"): known(1.3), listed("b/other"): known(1.2), listed("c/third"): known(0.2)}
    snapshot = snapshot_of(entries, kind_runs=(run("a/best", 50.0), run("c/third", 60.0)))
    assert explain(snapshot, "c/third").standings[Tier.DEFAULT].specialist_for == ("fix",)
    assert explain(snapshot, "a/best").standings[Tier.DEFAULT].specialist_for == ()


def test_what_the_tasks_have_in_common_is_no_error_of_a_gain(portfolio_with: Callable[..., Portfolio]) -> None:
    apart = [run("a/best", 50.0, stderr=3.0), run("c/third", 56.0, stderr=3.0)]
    assert not portfolio_with(*apart).specialists[Tier.DEFAULT]
    together = [replace(one, paired_stderr=1.5) for one in apart]
    assert portfolio_with(*together).specialists[Tier.DEFAULT]
    one_sided = [replace(apart[0], paired_stderr=0.1), apart[1]]
    assert not portfolio_with(*one_sided).specialists[Tier.DEFAULT], "nothing is known of one of them"
