"""Code at the cursor: indented as the place asks, and nothing around it repeated."""

import pytest

from tierline.answer import replacement

CASES = {
    # the document with the cursor at │, the model's block, the document afterwards
    "in an empty file": ("│", "x = 1", "x = 1"),
    "on an indented empty line": ("def f():\n    │\n", "return 1", "def f():\n    return 1\n"),
    "several lines": ("def f():\n    │\n", "if a:\n    return 1", "def f():\n    if a:\n        return 1\n"),
    "the model indents": (
        "def f():\n    │\n",
        "    if a:\n        return 1",
        "def f():\n    if a:\n        return 1\n",
    ),
    "at the margin below a head": ("def f():\n│\n", "return 1", "def f():\n    return 1\n"),
    "at the margin of a module": ("def f():\n    pass\n\n│\n", "x = 1", "def f():\n    pass\n\nx = 1\n"),
    "at the margin within a block": (
        "def f():\n  a()\n│\n  b()\n",
        "c()",
        "def f():\n  a()\nc()\n  b()\n".replace("\nc", "\n  c"),
    ),
    "tabs": ("func f() {\n\t│\n}\n", "return 1", "func f() {\n\treturn 1\n}\n"),
    "the head is repeated": ("def f():\n    │\n", "def f():\n    return 1", "def f():\n    return 1\n"),
    "what follows is repeated": ("a()\n│\nc(1)\n", "b()\nc(1)", "a()\nb()\nc(1)\n"),
    "before and behind": (
        "def f():\n    │\n    return x\n",
        "def f():\n    x = 1\n    return x",
        "def f():\n    x = 1\n    return x\n",
    ),
    "within a line": ("x = │\ny = 2\n", "total(1)", "x = total(1)\ny = 2\n"),
    "within a line that is repeated": ("x = │\ny = 2\n", "x = total(1)", "x = total(1)\ny = 2\n"),
    "within brackets": ("f(│)\n", "a, b", "f(a, b)\n"),
    "behind a head": ("    def f():│\n", "return 1", None),
    "before a line": ("│b()\n", "a()", "a()\nb()\n"),
    "before an indented line": ("if x:\n    │b()\n", "a()", "if x:\n    a()\n    b()\n"),
    "below a comment": (
        "# the sum of a and b\n│\n",
        "def add(a, b):\n    return a + b",
        "# the sum of a and b\ndef add(a, b):\n    return a + b\n",
    ),
    "windows line ends": (
        "def f():\r\n    │\r\n",
        "if a:\n    return 1",
        "def f():\r\n    if a:\r\n        return 1\r\n",
    ),
}


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case[2]])
def test_code_at_the_cursor_fits_into_its_place(name: str) -> None:
    document, block, expected = CASES[name]
    at = document.index("│")
    source = document.replace("│", "")
    new = replacement(f"Here it is:\n\n```python\n{block}\n```\n", source, at, at)
    assert source[:at] + (new or "") + source[at:] == expected


def test_a_blank_line_that_is_selected_is_replaced_and_keeps_its_end() -> None:
    source = "def f():\n    \nx = 1\n"
    start, end = source.index("    \n"), source.index("x =")
    new = replacement("```python\nreturn 1\n```", source, start, end)
    assert source[:start] + (new or "") + source[end:] == "def f():\n    return 1\nx = 1\n"


@pytest.mark.parametrize("block", ["def f():", "a()\nb()", ""])
def test_a_block_that_only_repeats_is_no_answer(block: str) -> None:
    source = "def f():\n\na()\nb()\n"
    at = source.index("\n\n") + 1
    assert replacement(f"```python\n{block}\n```", source, at, at) is None
