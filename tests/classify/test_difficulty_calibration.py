"""The fit of the difficulty, on outcomes that are made up here."""

import pytest

from tierline.classify.difficulty import Calibration

trainer = pytest.importorskip("train_classifier.difficulty", reason="the trainer is not in the package")


def test_a_fit_finds_the_slopes_that_made_the_outcomes_though_the_sources_differ_in_level() -> None:
    made = [
        trainer.Point(source, code / 10, stated / 10, level + 0.5 * code / 10 + 0.8 * stated / 10)
        for source, level in (("easy", 0.1), ("hard", 0.5))
        for code in range(4)
        for stated in range(3)
    ]
    assert trainer.fit(made) == Calibration(base=0.3, code=0.5, statement=0.8)


def test_what_the_outcomes_contradict_counts_nothing_and_nothing_counts_more_than_written() -> None:
    made = [trainer.Point("a", n / 10, n % 2, 0.9 - n / 10 + 3 * (n % 2)) for n in range(8)]
    fitted = trainer.fit(made)
    assert fitted.code == 0.0
    assert fitted.statement == 1.0


def test_a_source_is_judged_by_a_fit_that_has_not_seen_it() -> None:
    made = [trainer.Point("a", n / 10, 0.0, n / 10) for n in range(5)]
    other = [trainer.Point("b", n / 10, 0.0, 0.7) for n in range(5)]
    said = {point: difficulty for point, difficulty in trainer.held_out([*made, *other]) if point.source == "b"}
    assert said == {point: pytest.approx(point.code) for point in other}
