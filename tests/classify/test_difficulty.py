"""What makes a task hard, what makes it easy, and where nothing is known."""

import re

import pytest
from hypothesis import given, strategies as st

from tierline.classify import SHIPPED, Cuts, classify
from tierline.classify.cuts import HIGHEST, LOWEST
from tierline.classify.difficulty import shipped
from tierline.task import Complexity, Kind, Profile, Task

ORDINARY = """\
def total(items, rates):
    total = 0
    for item in items:
        if item.price is None:
            continue
        rate = rates.get(item.country, 1)
        if rate < 0:
            raise ValueError(item.country)
        total += item.price * rate
    return round(total, 2)
"""
STATEMENT = """\
You are given a tree with N vertices and Q queries. The i-th query asks for the minimum number of edges that must be
removed so that the vertices of a given subset are no longer connected by any path, and after each operation the graph
keeps its edges for the next one. For each query, print the minimum modulo 998244353, or -1 if no such set of edges
exists at all.

Constraints

- 1 \\leq N, Q \\leq 2 \\times 10^5
"""
EASY_STATEMENT = """\
You are given a list of names, one a line, as the program's standard input. For each of the names, print a line that
greets the person: the word "Hello", a comma, a space, the name in uppercase letters and an exclamation mark. Print the
average length of all the names in the last line, rounded to a whole number.

Example

Ada
"""


def profile(code: str = "", kind: Kind = Kind.EDIT, instruction: str = "") -> Profile:
    return classify(
        Task(
            kind=kind, source=code, start=0, end=len(code), path="app/a.py", language="python", instruction=instruction
        )
    )


def test_of_what_nothing_is_known_is_moderate() -> None:
    found = profile(ORDINARY)
    assert found.complexity is Complexity.MODERATE
    assert found.difficulty == shipped().base


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.EXPLAIN, Kind.DOCUMENT, Kind.ASK}])
def test_ordinary_code_is_moderate_whatever_is_to_be_changed(kind: Kind) -> None:
    assert profile(ORDINARY, kind).complexity is Complexity.MODERATE


@pytest.mark.parametrize(
    ("kind", "instruction"),
    [
        (Kind.EXPLAIN, ""),
        (Kind.DOCUMENT, ""),
        (Kind.EDIT, "rename x to width"),
        (Kind.EDIT, "fix the typo"),
    ],
)
def test_little_that_is_asked_of_two_plain_lines_is_simple(kind: Kind, instruction: str) -> None:
    assert profile("x = 3\ny = x * 2\n", kind, instruction).complexity is Complexity.SIMPLE


def test_a_greeting_program_is_simple_to_generate() -> None:
    assert profile("", Kind.GENERATE, "print hello world").complexity is Complexity.SIMPLE


def test_the_statement_of_a_hard_problem_is_complex() -> None:
    found = profile("", Kind.GENERATE, STATEMENT)
    assert found.complexity is Complexity.COMPLEX
    said = [signal.sentence for signal in found.signals]
    assert 'asks for an optimum ("minimum")' in said
    assert 'answers modulo a number ("modulo")' in said


def test_a_long_but_easy_statement_is_not_complex() -> None:
    easy, hard = profile("", Kind.GENERATE, EASY_STATEMENT), profile("", Kind.GENERATE, STATEMENT)
    assert easy.difficulty < hard.difficulty
    assert easy.complexity is not Complexity.COMPLEX


@pytest.mark.parametrize("kind", [Kind.FIX, Kind.EXPLAIN, Kind.REVIEW])
def test_a_statement_says_nothing_where_the_code_is_already_there(kind: Kind) -> None:
    assert profile(ORDINARY, kind, STATEMENT).difficulty == profile(ORDINARY, kind).difficulty


def test_a_question_without_code_is_not_taken_for_an_easy_one() -> None:
    assert profile("", Kind.ASK, "which of these two databases suits us").complexity is Complexity.MODERATE


def test_a_stub_with_a_docstring_is_no_statement() -> None:
    stub = f'def solve(n):\n    """{STATEMENT}"""\n'
    assert profile("", Kind.GENERATE, stub).difficulty == shipped().base


@given(st.integers(1, 5), st.sampled_from(list(Kind)))
def test_another_nested_loop_never_makes_a_task_easier(depth: int, kind: Kind) -> None:
    assert profile(_loops(depth + 1), kind).difficulty >= profile(_loops(depth), kind).difficulty


@given(st.integers(1, 60), st.sampled_from(list(Kind)))
def test_more_of_the_same_code_is_never_easier(times: int, kind: Kind) -> None:
    more = [f"if a{n}:\n    b{n} = {n}\n" for n in range(times + 1)]
    assert profile("".join(more), kind).difficulty >= profile("".join(more[:-1]), kind).difficulty - 1e-9


def test_loops_are_counted_in_words() -> None:
    assert "3 nested loops" in [signal.sentence for signal in profile(_loops(3), Kind.FIX).signals]


@pytest.mark.parametrize(
    ("instruction", "sentence"),
    [
        ("find an optimal solution", 'asks for an optimal solution ("optimal")'),
        ("remove the race condition", 'names a hard subject ("race condition")'),
        ("update all callers", 'reaches beyond one place ("all callers")'),
        ("rewrite this", 'asks for a redesign ("rewrite")'),
    ],
)
def test_the_words_of_an_order_can_make_it_harder(instruction: str, sentence: str) -> None:
    found = profile(ORDINARY, Kind.EDIT, instruction)
    assert sentence in [signal.sentence for signal in found.signals]
    assert found.difficulty > profile(ORDINARY, Kind.EDIT).difficulty


def test_a_date_format_is_not_formatting() -> None:
    plain = profile(ORDINARY, Kind.EDIT, "return the date")
    assert profile(ORDINARY, Kind.EDIT, "return the date in the format yyyy-mm-dd").difficulty == plain.difficulty


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(list(Kind)))
def test_the_weights_add_up_and_the_sentences_can_be_read(code: str, instruction: str, kind: Kind) -> None:
    found = profile(code, kind, instruction)
    whole = sum(signal.weight for signal in found.signals)
    assert found.difficulty == pytest.approx(min(1.0, max(0.0, whole)), abs=1e-3)
    for signal in found.signals:
        assert re.match(r"[a-z0-9]", signal.sentence)
        assert not signal.sentence.endswith(".")


def test_the_same_task_gets_the_same_profile() -> None:
    assert profile(ORDINARY, Kind.FIX, STATEMENT) == profile(ORDINARY, Kind.FIX, STATEMENT)


def test_cut_points_decide_what_is_called_hard() -> None:
    task = Task(kind=Kind.FIX, source=ORDINARY, start=0, end=len(ORDINARY), language="python")
    assert classify(task).complexity is Complexity.MODERATE
    assert classify(task, Cuts(simple_below=0.1, complex_from=0.3)).complexity is Complexity.COMPLEX
    assert classify(task, Cuts(simple_below=0.5, complex_from=0.9)).complexity is Complexity.SIMPLE


def test_any_two_cut_points_within_the_bounds_are_in_order() -> None:
    assert LOWEST.simple_below < SHIPPED.simple_below < HIGHEST.simple_below
    assert HIGHEST.simple_below < LOWEST.complex_from < SHIPPED.complex_from < HIGHEST.complex_from


def _loops(depth: int) -> str:
    lines = [f"{'    ' * level}for a{level} in b:" for level in range(depth)]
    return "\n".join([*lines, "    " * depth + "work()\n"])
