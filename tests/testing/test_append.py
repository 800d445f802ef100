"""New tests in a file that has some: no line of it is touched, and whatever is not certain is refused."""

import re
from difflib import ndiff
from pathlib import Path

import pytest

from tierline.testing import added

PYTHON = "import pytest\n\nfrom shop import total\n\n\ndef test_one() -> None:\n    assert total([1]) == 1\n"
JEST = 'import { total } from "./till";\n\ndescribe("total", () => {\n  it("adds", () => {});\n});\n'
JAVA = "package org;\n\npublic class TillTest {\n    @Test\n    public void one() {\n    }\n}\n"
CASES = {file.stem: file for file in (Path(__file__).parent / "added").iterdir()}


@pytest.mark.parametrize("name", CASES)
def test_new_tests_are_added_and_nothing_that_was_there_goes(name: str) -> None:
    text = CASES[name].read_text(encoding="utf-8")
    _, language, old, _, new, _, expected = re.split(r"^──── (\w+)\n", text, flags=re.MULTILINE)
    assert added(old, new, language).text == expected
    assert not any(line.startswith("- ") for line in ndiff(old.split(), expected.split()))


def test_line_ends_stay_and_a_missing_last_one_is_set() -> None:
    new, expected = "def test_two():\n    pass", f"{PYTHON}\n\ndef test_two():\n    pass\n"
    assert added(PYTHON.rstrip(), new, "python").text == expected
    assert added(PYTHON.replace("\n", "\r\n"), new, "python").text == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("language", "old", "new", "why"),
    [
        ("python", PYTHON, "def test_one():\n    pass\n", "has test_one already"),
        ("python", PYTHON, "import pytest\n", "no new tests"),
        ("python", PYTHON, "from bank import total\n\n\ndef test_two():\n    pass\n", "imports total in another way"),
        ("python", PYTHON, "def test_two(:\n", "no longer parse"),
        ("typescript", JEST, 'import { total } from "../till";\nit("x", () => {});\n', "imports total"),
        ("java", JAVA, "@Test\npublic void one() {}\n", "has one already"),
        ("java", "package org;\n", "@Test\npublic void two() {}\n", "does not end with a block"),
        ("elixir", "defmodule A do\nend\n", "test 'x' do\nend\n", "no grammar"),
    ],
)
def test_what_is_not_certain_is_refused_with_the_reason(language: str, old: str, new: str, why: str) -> None:
    found = added(old, new, language)
    assert found.text is None
    assert re.search(why, found.why)
