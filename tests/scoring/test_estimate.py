import pytest
from hypothesis import given, strategies as st

from tierline_scoring.accuracy import measure
from tierline_scoring.benchmark import Scale, to_100
from tierline_scoring.estimate import AbilityModel, fit

# 24 models of rising ability; each benchmark has its own level, and misses models of its own
LEVELS = {"easy": 60.0, "middle": 40.0, "hard": 15.0, "elsewhere": 45.0}
TABLE = {
    f"model {n:02}": {
        name: min(99.0, level + 1.6 * n + (n * 7 + len(name) * 5) % 5 - 2)
        for at, (name, level) in enumerate(LEVELS.items())
        if (n + at) % 4
    }
    for n in range(24)
}
FITTED: AbilityModel = fit(TABLE, {})


def test_ability_follows_the_scores_whichever_benchmarks_a_model_has() -> None:
    abilities = [FITTED.ability(TABLE[name]).mean for name in sorted(TABLE)]
    assert all(later > earlier for earlier, later in zip(abilities, abilities[4:], strict=False))


def test_a_hidden_score_is_estimated_within_its_interval() -> None:
    accuracy = measure(TABLE, {})["all"]
    assert accuracy.estimate < accuracy.column_mean / 3
    assert accuracy.within_interval > 0.7


def test_more_evidence_makes_a_narrower_interval() -> None:
    one = FITTED.ability({"middle": 70.0})
    two = FITTED.ability({"middle": 70.0, "hard": 45.0})
    assert two.variance < one.variance < FITTED.ability({}).variance


def test_figures_of_one_run_count_as_one() -> None:
    scores = {"middle": 70.0, "hard": 45.0}
    together = AbilityModel(columns=FITTED.columns, family={"middle": "run", "hard": "run"})
    assert together.ability(scores).variance > FITTED.ability(scores).variance


def test_another_skill_says_less_of_coding_ability() -> None:
    scores = {"middle": 70.0}
    coding = FITTED.coding_ability(scores, frozenset({"middle"}))
    other = FITTED.coding_ability(scores, frozenset())
    assert other.interval.low < coding.interval.low


def test_no_estimate_exceeds_the_best_published_score() -> None:
    for name, column in FITTED.columns.items():
        estimate = FITTED.estimate(name, FITTED.ability({"easy": 100.0, "middle": 100.0, "hard": 100.0}))
        assert estimate.high <= column.best + 1e-9


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_better_score_never_means_less_ability(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert FITTED.ability({"hard": low}).mean <= FITTED.ability({"hard": high}).mean


@given(st.dictionaries(st.sampled_from(list(LEVELS)), st.floats(0, 100)))
def test_an_interval_holds_its_value_and_stays_on_the_scale(scores: dict[str, float]) -> None:
    for name in LEVELS:
        estimate = FITTED.estimate(name, FITTED.ability(scores))
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 100


def test_a_benchmark_of_few_models_is_left_out() -> None:
    few = {name: scores | ({"rare": 50.0} if name < "model 05" else {}) for name, scores in TABLE.items()}
    assert "rare" not in fit(few, {}).columns


@pytest.mark.parametrize(
    ("score", "scale", "on_100"),
    [
        (82.0, Scale.PERCENT, 82.0),
        (0.82, Scale.FRACTION, 82.0),
        (8.99, Scale.TEN, 89.9),
        (1300.0, Scale.ELO_1300, 50.0),
        (1700.0, Scale.ELO_1300, 100 * 10 / 11),
    ],
)
def test_every_scale_comes_to_0_to_100(score: float, scale: Scale, on_100: float) -> None:
    assert to_100(score, scale) == pytest.approx(on_100)


def test_a_source_that_changed_its_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="no score on the scale"):
        to_100(82.0, Scale.FRACTION)
