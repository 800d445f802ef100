"""What is counted in a selection, with a grammar and without."""

import pytest

from tierline.classify.features import count

PYTHON = '''\
import os

def walk(tree, seen):
    """Say how deep.

    With words like if and for.
    """
    # if this were code
    for node in tree:
        if node in seen and node:  # or not
            for child in node.children:
                walk(child, seen)
        elif node is None:
            return 1
    return 0
'''


def test_a_tree_tells_code_from_words() -> None:
    seen = count(PYTHON, "python")
    assert seen.parsed
    assert seen.lines == 9
    assert (seen.branches, seen.loops, seen.nested_loops, seen.cyclomatic) == (3, 2, 2, 6)
    assert (seen.nesting, seen.control) == (4, 3)
    assert (seen.definitions, seen.comments, seen.calls, seen.imports) == (1, 2, 1, 1)
    assert (seen.parameters, seen.longest_function, seen.errors) == (2, 13, 0)
    assert seen.cognitive == 9
    assert seen.read == 1


def test_a_language_without_a_grammar_is_counted_by_patterns() -> None:
    seen = count('sub walk {\n  # if this were code\n  for (@_) {\n    if ($_ && "if") { walk($_) }\n  }\n}\n', "perl")
    assert not seen.parsed
    assert seen.errors is None
    assert (seen.lines, seen.branches, seen.loops, seen.definitions, seen.comments) == (5, 2, 1, 1, 1)
    assert (seen.nesting, seen.control, seen.calls) == (2, 2, 1)


@pytest.mark.parametrize("language", ["python", "perl"])
def test_both_ways_count_plain_code_alike(language: str) -> None:
    code = "for x in xs:\n    if x:\n        while y:\n            f(x)\n"
    seen = count(code, language)
    assert (seen.lines, seen.cyclomatic, seen.control, seen.nesting, seen.nested_loops) == (4, 4, 3, 3, 2)


def test_prose_has_lines_and_nothing_else() -> None:
    seen = count("If you want, wait for it.\nFor all cases, lock the door.\n", "markdown")
    assert (seen.lines, seen.cyclomatic, seen.definitions, seen.subjects, seen.errors) == (2, 1, 0, (), None)


def test_prose_under_the_name_of_a_language_is_no_code() -> None:
    text = "The quick brown fox jumps over the lazy dog and then it goes back home again\n" * 30
    assert not count(text, "java").parsed


def test_a_broken_selection_says_how_broken() -> None:
    assert count("def f(:\n    return (1\n", "python").errors
    assert count("def f():\n    return 1\n", "python").errors == 0


def test_of_a_long_selection_the_beginning_is_read_closely_and_all_of_it_is_measured() -> None:
    function = "def f(a):\n    if a:\n        return 1\n    return 2\n\n"
    once, often = count(function, "python"), count(function * 500, "python")
    assert often.lines == once.lines * 500
    assert often.tokens == pytest.approx(once.tokens * 500, rel=0.05)
    assert 0 < often.read < 1
    assert often.errors is None
    assert 50 < often.definitions < 500


def test_what_stands_behind_the_beginning_changes_nothing_but_lines_and_tokens() -> None:
    function = "def f(a):\n    if a:\n        return 1\n    return 2\n\n"
    plain, hard = count(function * 400, "python"), count(function * 200 + "for x in y: lock(x)\n" * 500, "python")
    assert (plain.loops, plain.subjects) == (hard.loops, hard.subjects)


def test_nothing_selected_counts_nothing() -> None:
    seen = count("", "python")
    assert (seen.lines, seen.tokens, seen.cyclomatic, seen.errors, seen.read) == (0, 0, 1, 0, 1)
