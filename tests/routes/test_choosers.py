"""How a model is chosen for each type of task, on runs made up for the purpose."""

import random
from collections.abc import Sequence

import pytest
from benchmarks.routes.choosers import best_single, highest_mean, published, shrunk
from benchmarks.routes.runs import CHEAP, STRONGEST, Run, best_of, by_type, halves, picked, quality_and_cost

FIRST, SECOND = CHEAP[0], CHEAP[1]
EASY, HARD = "bug_fixing", "test_generation"


def runs(count: int, seed: int, better: dict[str, str], by: float) -> tuple[Run, ...]:
    """Return runs in which all models pass half of the tasks, and ``better`` names who passes more of a type."""
    chance = random.Random(seed)  # noqa: S311 -- made up, no secret
    return tuple(
        Run(
            task=f"{kind} {at}",
            type=kind,
            score={
                model: 100.0 * (chance.random() < 0.5 + by * (better.get(kind) == model))
                for model in (*CHEAP, STRONGEST)
            },
            usd=dict.fromkeys(CHEAP, 0.1) | {STRONGEST: 1.0},
        )
        for kind in (EASY, HARD)
        for at in range(count)
    )


def dearer(own: Sequence[Run], model: str, usd: float) -> tuple[Run, ...]:
    return tuple(Run(run.task, run.type, run.score, {**run.usd, model: usd}) for run in own)


def test_a_clear_difference_is_chosen() -> None:
    own = runs(200, 1, {EASY: FIRST, HARD: SECOND}, by=0.4)
    assert shrunk(own) == {EASY: FIRST, HARD: SECOND}


def test_a_dearer_model_must_bring_more_than_its_share_of_the_cost() -> None:
    own = dearer(runs(200, 1, {EASY: FIRST, HARD: SECOND}, by=0.4), FIRST, usd=20.0)
    assert shrunk(own)[EASY] != FIRST
    assert shrunk(own, points=0.0)[EASY] == FIRST


def test_where_models_differ_by_chance_alone_one_model_does_everything() -> None:
    alike = [shrunk(runs(80, seed, {}, by=0.0)) for seed in range(20)]
    plain = [highest_mean(runs(80, seed, {}, by=0.0)) for seed in range(20)]
    assert sum(len(set(table.values())) for table in alike) < sum(len(set(table.values())) for table in plain)


def test_scoring_publishes_a_specialist_only_where_the_gain_is_beyond_its_interval() -> None:
    clear = runs(200, 1, {EASY: FIRST, HARD: SECOND}, by=0.4)
    faint = runs(200, 1, {EASY: FIRST, HARD: SECOND}, by=0.02)
    primary = best_single(clear)[EASY]
    assert published(clear)[EASY] == FIRST
    assert published(clear)[HARD] == primary, "a stand-in measure is never decisive"
    assert published(faint) == best_single(faint)


def test_the_halves_are_the_same_each_time_and_every_split_is_another() -> None:
    own = runs(50, 1, {}, by=0.0)
    one, other = halves(own, 0)
    assert sorted(run.task for run in (*one, *other)) == sorted(run.task for run in own)
    assert halves(own, 0) == (one, other)
    assert halves(own, 1) != (one, other)


def test_types_count_the_same_however_many_tasks_they_have() -> None:
    few = Run("a", EASY, {STRONGEST: 100.0, FIRST: 100.0}, {STRONGEST: 1.0, FIRST: 0.2})
    many = [Run(f"b{at}", HARD, {STRONGEST: 0.0, FIRST: 0.0}, {STRONGEST: 3.0, FIRST: 0.2}) for at in range(9)]
    picks = [picked(run, FIRST) for run in (few, *many)]
    assert quality_and_cost(picks) == pytest.approx((50.0, 0.1))
    assert quality_and_cost(picks, frozenset({HARD})) == pytest.approx((100.0, 0.2))


def test_an_oracle_asks_the_cheapest_of_the_best() -> None:
    run = Run("a", EASY, {FIRST: 100.0, SECOND: 100.0, STRONGEST: 100.0}, {FIRST: 0.2, SECOND: 0.1, STRONGEST: 1.0})
    assert best_of(run, [FIRST, SECOND, STRONGEST]) == SECOND
    assert by_type([run]) == {EASY: [run]}
