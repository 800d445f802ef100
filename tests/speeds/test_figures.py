"""The figures of the speed benchmark: when one counts as slower, and how growth is told."""

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.speeds.figure import Figure, Part, exponent, load, save

FIGURE = Figure(name="first.median", what="first word", value=1.05, most=1.10, noise=0.02)


@pytest.mark.parametrize(("power", "factor"), [(0, 3.0), (1, 0.5), (2, 7.0)])
def test_the_exponent_of_a_power_is_that_power_whatever_the_factor(power: int, factor: float) -> None:
    assert exponent([(size, factor * size**power) for size in (10, 100, 1_000)]) == pytest.approx(power)


def test_a_saved_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    save([Part("First word", (FIGURE,))], "a machine", path)
    assert load(path) == {FIGURE.name: FIGURE}


def test_a_bar_is_met_up_to_it_and_not_beyond() -> None:
    assert replace(FIGURE, value=1.10).met
    assert not replace(FIGURE, value=1.11).met
    assert replace(FIGURE, most=None, value=9.9).met
