"""What a decision is worth between two models, on tasks made up for the purpose."""

import pytest
from benchmarks.routes.curves import DOWN, UP, Panel
from benchmarks.routes.decision import decide, decided, task_of
from benchmarks.routes.samples import BLOCKS, lines_of
from benchmarks.routes.spending import Priced

from tierline.task import Kind, Task, Tier
from train_classifier.outcomes import Item

PLAIN = Task(kind=Kind.EXPLAIN, source="x = 1\n", start=0, end=6, language="python")
HARD = Task(
    kind=Kind.GENERATE,
    source="",
    start=0,
    end=0,
    language="python",
    instruction=(
        "You are given a tree of n vertices and q queries. In each query choose two vertices and find the minimum"
        " number of operations on the path between them after which all edges on it are equal. Count the number of"
        " ways to do so modulo 998244353.\n\nConstraints\n\n1 <= n, q <= 10^5, 1 <= w_i <= 10^9\n\nSample Input 1\n\n3"
    ),
)


def panel(tasks: list[Task], weak: list[float], strong: list[float]) -> Panel:
    items = [
        Item(source="made up", task=task, quality={"weak": w, "strong": s})
        for task, w, s in zip(tasks, weak, strong, strict=True)
    ]
    return Panel.of("made up", items, "weak", "strong")


def test_the_point_of_a_decision_is_its_share_of_calls_and_of_the_gap() -> None:
    own = panel([PLAIN, HARD, HARD, PLAIN], [1.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0])
    assert [tier for _, tier in own.decisions] == [Tier.MINIMUM, Tier.MAXIMUM, Tier.MAXIMUM, Tier.MINIMUM]
    assert own.point(own.strong_calls(UP)) == pytest.approx((0.5, 2 / 3))
    assert own.strong_calls(DOWN) == own.strong_calls(UP), "nothing is decided to be DEFAULT here"


def test_what_is_decided_costs_the_strong_model_where_it_is_asked() -> None:
    own = panel([PLAIN, HARD], [0.0, 0.0], [1.0, 1.0])
    assert Priced(own, [1.0, 1.0], [10.0, 20.0]).decided() == pytest.approx(((1.0 + 20.0) / 2, 0.5))


def test_bugs_in_one_program_are_variants_of_one_problem() -> None:
    fix = Task(kind=Kind.FIX, source="x", start=0, end=1, instruction="the same problem")
    ask = Task(kind=Kind.ASK, source="x", start=0, end=1, instruction="the same question")
    assert len(set(panel([fix, fix], [0.0, 0.0], [1.0, 1.0]).clusters)) == 1
    assert len(set(panel([ask, ask], [0.0, 0.0], [1.0, 1.0]).clusters)) == 2


@pytest.mark.parametrize("language", BLOCKS)
def test_a_sample_has_the_lines_that_were_asked_for_and_is_no_other(language: str) -> None:
    first, second = (lines_of(language, 200, number) for number in (1, 500))
    assert first.count("\n") == second.count("\n") == 200
    assert first != second
    task = task_of(language, 10, 1)
    assert task.selection.count("\n") == 10
    assert decided(task)[0].lines == 10
    decide(task)
