"""What a review finds: read from the form that is asked for and from those that come, and put where it belongs."""

import pytest
from hypothesis import given, strategies as st

from tierline.answer.placing import placed, whole
from tierline.answer.remarks import ERROR, HINT, INFORMATION, WARNING, Remark, remarks

MEAN = "def mean(items):\n    total = sum(items)\n    return total / len(items)\n"
SOURCE = f"import os\n\n\n{MEAN}\n\ndef other():\n    pass\n"
START, END = SOURCE.index("def mean"), SOURCE.index("\n\ndef other")


def remark(  # noqa: PLR0913 a table
    first: int, severity: int, quote: str, message: str, /, fix: str = "", *, last: int = 0
) -> Remark:
    return Remark(first=first, last=last or first, severity=severity, quote=quote, message=message, fix=fix)


FORMS = {
    "as asked": (
        "- line 6, error: `return total / len(items)` — Divides by zero for no items. Fix: return 0 then.",
        remark(6, ERROR, "return total / len(items)", "Divides by zero for no items", fix="return 0 then"),
    ),
    "bold": (
        "* **Line 6 (error):** `return total / len(items)` - Divides by zero. **Fix:** return 0.",
        remark(6, ERROR, "return total / len(items)", "Divides by zero", "return 0"),
    ),
    "numbered": ("1. L6: [warning] Divides by zero.", remark(6, WARNING, "", "Divides by zero")),
    "severity first": ("- [high] line 6: Divides by zero.", remark(6, ERROR, "", "Divides by zero")),
    "bare number": ("- 6: error: Divides by zero.", remark(6, ERROR, "", "Divides by zero")),
    "a range": ("- lines 5-6, minor: Slow.", remark(5, INFORMATION, "", "Slow", last=6)),
    "a range in other signs": ("- Lines 5\u20136 (nit): Odd.", remark(5, HINT, "", "Odd", last=6)),
    "no severity": ("- Line 6: Divides by zero.", remark(6, WARNING, "", "Divides by zero")),
    "double ticks": ("- line 6, error: ``a `b` c`` — Odd.", remark(6, ERROR, "a `b` c", "Odd")),
    "several lines": (
        "- line 6, error: `x`\n  Divides by\n  zero.\n\n  Fix: return 0.",
        remark(6, ERROR, "x", "Divides by zero", "return 0"),
    ),
    "code in the fix": (
        "- line 6, error: Divides by zero. Fix: this:\n  ```python\n  - no item\n  ```\n",
        remark(6, ERROR, "", "Divides by zero", "this"),
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_finding_is_read_in_whatever_form_it_comes(name: str) -> None:
    text, expected = FORMS[name]
    assert remarks(f"Two things.\n\n{text}\n\nThat is all.\n") == (expected,)


@pytest.mark.parametrize(
    "reply",
    [
        "There is nothing worth changing.",
        "- Nothing stands out.\n- It is fine.",
        "1. First, read the file.\n2. Then run it.",
        "```\n- line 3, error: x\n```",
        "",
        "- \n- line 4",
    ],
)
def test_what_is_no_finding_is_none(reply: str) -> None:
    assert remarks(reply) == ()


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (remark(6, ERROR, "return total / len(items)", "x"), "return total / len(items)"),
        (remark(3, ERROR, "return total / len(items)", "wrong number"), "return total / len(items)"),
        (remark(0, ERROR, "total = sum(items)", "no number"), "total = sum(items)"),
        (remark(5, ERROR, "", "no quote"), "total = sum(items)"),
        (remark(1, ERROR, "sum(items)", "a part of the line"), "total = sum(items)"),
        (remark(5, ERROR, "", "two lines", last=6), "total = sum(items)\n    return total / len(items)"),
        (remark(5, ERROR, "total =  sum(items)", "other blanks"), "total = sum(items)"),
        (remark(5, ERROR, "x / y", "a quote from nowhere"), None),
        (remark(99, ERROR, "", "a number from nowhere"), None),
        (remark(10, ERROR, "pass", "outside the selection"), None),
    ],
)
def test_a_finding_stands_where_its_quote_does_whatever_its_number_says(found: Remark, line: str | None) -> None:
    places = placed([found], SOURCE, START, END)
    assert [SOURCE[place.start : place.end] for place in places] == ([] if line is None else [line])


def test_of_several_lines_with_the_quote_the_one_nearest_to_the_number_is_meant() -> None:
    source = "a = f(x)\nb = 1\na = f(x)\n"
    (place,) = placed([remark(4, ERROR, "a = f(x)", "x")], source, 0, len(source))
    assert place.start == source.rindex("a = f(x)")


@given(reply=st.text(alphabet="-*1. line6,errow:`—Fix\n", max_size=200), start=st.integers(0, 60))
def test_whatever_comes_is_placed_within_the_lines_of_the_selection(reply: str, start: int) -> None:
    for place in placed(remarks(reply), SOURCE, start, len(SOURCE)):
        assert SOURCE.rfind("\n", 0, start) < place.start < place.end <= len(SOURCE)


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        ("if a:\n    b()\n\n    c()\nd()\n", "if a:", "if a:\n    b()\n\n    c()"),
        ("  if (a) {\n    b();\n  }\n  c();\n", "if (a) {", "  if (a) {\n    b();\n  }"),
        ("a = f(\n  1,\n)\nb = 2\n", "a = f(", "a = f(\n  1,\n)"),
        ("x = 1\n}\n", "x = 1", "x = 1"),
        ("    b()\n    c()\n", "b()", "    b()"),
        ("if a:\r\n\tb()\r\nc()", "if a:", "if a:\r\n\tb()"),
        ("last()", "last()", "last()"),
    ],
)
def test_a_line_that_heads_a_block_is_mended_with_it(source: str, line: str, expected: str) -> None:
    start = source.index(line)
    begin, stop = whole(source, start, start + len(line))
    assert source[begin:stop] == expected
