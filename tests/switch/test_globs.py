"""Patterns of paths: what they match, as git would, and that no pattern of a stranger's holds a decision up."""

import re

import pytest
from hypothesis import example, given, strategies as st
from pathspec import GitIgnoreSpec

from tierline.switch.globs import matcher


@pytest.mark.parametrize(
    ("pattern", "fits", "others"),
    [
        ("pay", ["pay", "a/pay/x.py"], ["pays", "a/repay"]),
        ("/pay", ["pay/x.py"], ["a/pay/x.py"]),
        ("pay/", ["pay/x.py", "a/pay/b/x.py"], ["pay", "a/pay"]),
        ("a/pay", ["a/pay", "a/pay/x.py"], ["b/a/pay"]),
        ("*.sql", ["x.sql", "db/x.sql"], ["x.sqlx"]),
        ("app/*.py", ["app/x.py"], ["app/a/x.py", "b/app/x.py"]),
        ("app/**/*.py", ["app/x.py", "app/a/b/x.py"], ["x.py", "app/x.go"]),
        ("**/gen", ["gen/x.py", "a/b/gen"], ["gens"]),
        ("app/**", ["app/x.py", "app/a/b"], ["app", "b/app/x"]),
        ("v[0-9].py", ["v1.py"], ["va.py"]),
        ("v[^0-9].py", ["va.py"], ["v1.py"]),
        ("v?.py", ["v1.py"], ["v.py", "v/.py"]),
        ("\\!x", ["!x"], ["x"]),
        ("\\#x", ["#x"], ["x"]),
        ("a\\*", ["a*"], ["ab"]),
    ],
)
def test_a_pattern_fits_what_it_would_in_a_gitignore(pattern: str, fits: list[str], others: list[str]) -> None:
    matches = matcher((pattern,))
    assert [path for path in (*fits, *others) if matches(path)] == fits


def test_a_later_pattern_takes_back_what_an_earlier_one_took() -> None:
    matches = matcher(("core/**", "!core/tests/", "core/tests/slow.py"))
    assert matches("core/a.py")
    assert not matches("core/tests/a.py")
    assert matches("core/tests/slow.py")


@pytest.mark.parametrize("pattern", ["", "!", "/", "  ", "# a remark"])
def test_what_names_no_path_is_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError, match=re.escape(pattern) or "^$"):
        matcher((pattern,))


STEPS = st.sampled_from(["a", "ab", "*", "**", "a*", "*b", "?", "[ab]", "[!a]", "a?b", "*a*", "\\*"])
PATTERNS = st.builds(
    lambda start, steps, last, end: f"{start}{'/'.join([*steps, last])}{end}",
    st.sampled_from(["", "/"]),
    st.lists(STEPS, max_size=3),
    STEPS.filter(lambda step: step != "**"),
    st.sampled_from(["", "/", "/**"]),
)
PATHS = st.lists(st.text("ab*", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join)


@given(PATTERNS, PATHS)
@example("a/**/b", "a/b")
def test_patterns_fit_the_same_paths_as_elsewhere(pattern: str, path: str) -> None:
    assert matcher((pattern,))(path) is GitIgnoreSpec.from_lines([pattern]).match_file(path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 99 + "b", "a" * 900),
        ("**/a/" * 39 + "b", "a/" * 490 + "c"),
        ("*a" * 49 + "/x" * 40, "a" * 200 + "/x" * 9),
    ],
    ids=["stars in a name", "folders", "both"],
)
def test_a_pattern_that_is_made_to_take_years_is_done_at_once(pattern: str, path: str) -> None:
    # By backtracking, each of these takes longer than anyone waits for a test.
    assert not matcher((pattern,))(path)
