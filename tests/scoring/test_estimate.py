from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from tierline_scoring.accuracy import measure
from tierline_scoring.benchmark import Scale, to_100
from tierline_scoring.estimate import AbilityModel, Table, fit

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
SCORES = st.dictionaries(st.sampled_from(list(LEVELS)), st.floats(0, 100))


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
    together = replace(FITTED, family={"middle": "run", "hard": "run"})
    assert together.ability(scores).variance > FITTED.ability(scores).variance


def test_another_skill_says_less_of_coding_ability() -> None:
    scores = {"middle": 70.0}
    coding = FITTED.coding_ability(scores, frozenset({"middle"}))
    other = FITTED.coding_ability(scores, frozenset())
    assert other.interval.low < coding.interval.low


def test_an_estimate_exceeds_the_best_published_score_by_little_and_keeps_its_order() -> None:
    for name, column in FITTED.columns.items():
        ceiling = column.score(column.standardise(column.best) + 1.0)
        scores = [{other: level for other in LEVELS if other != name} for level in (90.0, 95.0, 99.0, 100.0)]
        values = [FITTED.estimate(name, "new", each).value for each in scores]
        assert values == sorted(set(values))
        assert values[-1] < ceiling < 100


@given(SCORES, st.sampled_from(list(LEVELS)), st.floats(0, 100), st.floats(0, 100))
def test_a_better_score_never_means_less(scores: dict[str, float], name: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    worse, better = scores | {name: low}, scores | {name: high}
    assert FITTED.ability(worse).mean <= FITTED.ability(better).mean
    for model in ("new", "model 07"):
        for wanted in LEVELS.keys() - {name}:
            less, more = (FITTED.estimate(wanted, model, each) for each in (worse, better))
            for end in ("low", "value", "high"):
                assert getattr(less, end) <= getattr(more, end) + 1e-9


@given(SCORES, st.sampled_from(["new", "model 07", "other"]))
def test_an_interval_holds_its_value_and_stays_on_the_scale(scores: dict[str, float], model: str) -> None:
    for name in LEVELS:
        estimate = FITTED.estimate(name, model, scores)
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 100


def test_a_model_of_nothing_known_is_estimated_widely() -> None:
    nothing, one = (FITTED.estimate("hard", "new", scores) for scores in ({}, {"middle": 60.0}))
    assert nothing.high - nothing.low > 1.5 * (one.high - one.low)


def test_no_estimate_is_surer_than_a_measurement_of_the_same_height() -> None:
    for model, scores in TABLE.items():
        others = {name: score for name, score in scores.items() if name != "hard"}
        estimate = FITTED.estimate("hard", model, others)
        assert estimate.low < estimate.value - 0.5


def test_what_the_table_holds_of_a_model_itself_does_not_leak_into_its_estimates() -> None:
    # of two tables that differ in the hidden cell of one model only, both estimate it alike
    model = next(name for name in TABLE if "hard" in TABLE[name])
    others = {name: score for name, score in TABLE[model].items() if name != "hard"}
    spoilt = replace(FITTED.field, rows={**FITTED.field.rows, model: {**FITTED.field.rows[model], "hard": 9.0}})
    assert replace(FITTED, field=spoilt).estimate("hard", model, others) == FITTED.estimate("hard", model, others)


def test_a_model_is_estimated_by_what_its_relatives_have() -> None:
    odd = {f"acme/odd-{n}": {"easy": 60.0 + n, "middle": 40.0 + n, "hard": 60.0 + n} for n in range(6)}
    fitted = fit({**TABLE, **odd}, {})
    known = {"easy": 63.0, "middle": 43.0}
    related = fitted.estimate("hard", "acme/odd-9-instruct", known)
    stranger = fitted.estimate("hard", "someone/else-9", known)
    assert related.value > stranger.value + 5
    assert related.high - related.low < stranger.high - stranger.low


def test_a_benchmark_that_goes_with_another_beyond_ability_is_told_from_it() -> None:
    # as one swings about what the ability says, so does the other; nobody says that they are of one run
    swing = {model: (-1) ** n * (6 + n % 5) for n, model in enumerate(sorted(TABLE))}
    with_pair = {
        model: scores | dict.fromkeys(("one", "other"), 45.0 + 0.8 * n + swing[model])
        for n, (model, scores) in enumerate(sorted(TABLE.items()))
    }
    fitted = fit(with_pair, {})
    rest = {"easy": 75.0, "middle": 55.0}
    high, low = (fitted.estimate("other", "new", rest | {"one": 54.0 + x}) for x in (8.0, -8.0))
    assert high.value - low.value == pytest.approx(16.0, abs=4)


def test_the_order_of_a_table_does_not_matter_and_fitting_twice_gives_the_same() -> None:
    turned = {model: dict(reversed(scores.items())) for model, scores in reversed(TABLE.items())}
    for table in (turned, TABLE):
        again = fit(table, {})
        assert again.general == FITTED.general
        assert again.estimate("hard", "new", {"middle": 55.0}) == FITTED.estimate("hard", "new", {"middle": 55.0})


@pytest.mark.parametrize("table", [{}, {"only": {}}, {"only": {"easy": 50.0}}], ids=["empty", "no figure", "one"])
def test_a_table_with_next_to_nothing_teaches_nothing(table: Table) -> None:
    fitted = fit(table, {})
    assert not fitted.columns
    assert fitted.ability({"easy": 90.0}) == fitted.ability({})
    with pytest.raises(KeyError):
        fitted.estimate("easy", "only", {})


def test_a_benchmark_on_which_all_are_alike_says_nothing_of_ability() -> None:
    flat = fit({model: scores | {"flat": 50.0} for model, scores in TABLE.items()}, {})
    known = {"middle": 60.0}
    assert flat.ability(known | {"flat": 50.0}).mean == pytest.approx(flat.ability(known).mean, abs=0.05)
    assert flat.estimate("flat", "new", known).value == pytest.approx(50.0, abs=1)


def test_models_that_are_in_the_table_twice_change_no_estimate_by_much() -> None:
    twice = fit({**TABLE, **{f"{model} again": scores for model, scores in TABLE.items()}}, {})
    for level in (30.0, 50.0, 70.0):
        one, two = (fitted.estimate("hard", "new", {"middle": level}).value for fitted in (FITTED, twice))
        assert one == pytest.approx(two, abs=3)


def test_extreme_scores_stay_finite() -> None:
    for level in (0.0, 100.0):
        table = {model: scores | {"edge": level if n % 2 else 50.0} for n, (model, scores) in enumerate(TABLE.items())}
        estimate = fit(table, {}).estimate("edge", "new", dict.fromkeys(LEVELS, level))
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
