"""The figures of the checks, on answers whose worth is known."""

import pytest
from benchmarks.routes.checks import recovered
from benchmarks.routes.fixes import Fix

BUGGY = "class Solution:\n    def last(self, xs):\n        return xs[len(xs)]\n"
WRONG = BUGGY.replace("xs)]", "xs]")
RIGHT = BUGGY.replace("xs)]", "xs) - 1]")


def fix(problem: str, answer: str, weak: float, strong: float) -> Fix:
    return Fix(problem=problem, category="", level="", buggy=BUGGY, answer=answer, weak=weak, strong=strong)


def test_only_what_the_checks_send_back_is_recovered() -> None:
    answers = [fix("a", WRONG, 0, 1), fix("b", RIGHT, 1, 1), fix("c", RIGHT, 0, 1)]
    rejected = [answer.value < 7 for answer in answers]
    assert rejected == [True, False, False]
    assert recovered(answers, rejected).value == pytest.approx(0.5)


def test_variants_of_a_problem_are_on_one_side() -> None:
    assert fix("a", WRONG, 0, 1).half == fix("a", RIGHT, 1, 0).half
    assert {fix(name, RIGHT, 1, 1).half for name in "abcdefgh"} == {0, 1}
