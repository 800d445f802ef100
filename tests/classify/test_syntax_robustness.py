"""Any text in, an answer out: never an exception, always the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from tierline.classify.features import count
from tierline.classify.surroundings import surroundings
from tierline.classify.syntax import definitions, error_count, measure
from tierline.classify.syntax.languages import GRAMMAR_OF, NEAR

LANGUAGES = sorted({*GRAMMAR_OF, *NEAR, "cobol", "plaintext", ""})
SNIPPETS = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "snippets").glob("*.txt"))}

CODE_LIKE = st.lists(
    st.sampled_from(
        [
            "if",
            "else",
            "for",
            "{",
            "}",
            "(",
            ")",
            ":",
            "\n",
            "    ",
            "def f",
            "x",
            "=",
            "'",
            '"',
            "/*",
            "#",
            "🙂",
            "\0",
            "<?",
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(code=st.text(max_size=300) | CODE_LIKE, language=st.sampled_from(LANGUAGES))
def test_any_text_can_be_read_in_any_language(code: str, language: str) -> None:
    assert count(code, language).lines <= len(code.splitlines())
    errors = error_count(code, language)
    assert errors is None or errors >= 0
    assert all(definitions(code, language).values())


@settings(max_examples=60, deadline=None)
@given(source=CODE_LIKE | st.text(max_size=200), data=st.data())
def test_one_can_look_around_any_selection(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    seen = surroundings(source, start, end, "python")
    assert 0 <= seen.share <= 1
    assert seen.symbol_lines >= 0


@settings(max_examples=100, deadline=None)
@given(data=st.data(), language=st.sampled_from(sorted(SNIPPETS)))
def test_code_cut_anywhere_can_be_read(data: st.DataObject, language: str) -> None:
    code = SNIPPETS[language]
    start = data.draw(st.integers(0, len(code)))
    end = data.draw(st.integers(start, len(code)))
    assert count(code[start:end], language) == count(code[start:end], language)


@pytest.mark.parametrize("language", ["python", "javascript", "c", "lua", "shellscript", "cobol"])
@pytest.mark.parametrize(
    "code",
    [
        "(" * 10_000 + ")" * 10_000,
        "{" * 10_000,
        "<{[(" * 3_000,
        "x = '" + "y" * 5_000_000 + "'",
        "\0" * 2_000,
        "a\ud800b = 1\n",
        "𐐀 = '🙂' * 3\r\n\tif 𐐀:\r\n",
    ],
    ids=["nested", "unclosed", "mixed", "one-line", "nul", "lone-surrogate", "astral"],
)
def test_what_nobody_writes_is_read_all_the_same(language: str, code: str) -> None:
    assert count(code, language) == count(code, language)
    error_count(code, language)
    definitions(code, language)


def test_giving_up_on_one_text_does_not_spoil_the_next() -> None:
    assert measure("x = (1, 2)\n" * 500, "python", effort=3) is None
    assert error_count("def f():\n    return 1\n", "python") == 0


def test_no_more_brackets_are_followed_than_anybody_writes() -> None:
    assert error_count("(" * 200 + "1" + ")" * 200, "python") == 0
    assert error_count("(" * 10_000 + "1" + ")" * 10_000, "python") is None


@pytest.mark.parametrize("language", ["kotlin", "swift"])
def test_comments_that_are_never_closed_are_given_up_and_not_looked_through_again_and_again(language: str) -> None:
    assert error_count("/*" * 75_000, language) is None


def test_names_are_read_wherever_they_stand_in_a_long_text() -> None:
    functions = [f"def f{number}(a):\n    return a\n\n\n" for number in range(2_000)]
    assert set(definitions("".join(functions), "python")) == {f"f{number}" for number in range(2_000)}
