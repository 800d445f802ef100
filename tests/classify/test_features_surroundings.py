"""What stands around a selection: the symbol it is in, the imports of the file, how much of it is selected."""

import pytest

from tierline.classify import surroundings

PYTHON = """\
import os
from a import b

class Till:
    def sell(self, xs):
        for x in xs:
            pay(x)
        return 1

    def close(self):
        pass
"""
GO = 'import "os"\n\nfunc (t *Till) Sell(n int) error {\n\tif n > 1 {\n\t\tpay(n)\n\t}\n\treturn nil\n}\n\nvar x int\n'
JAVA = "class Till {\n  public static int sell(int n) {\n    if (n > 1) {\n      pay(n);\n    }\n  }\n}\n"
SCRIPT = "export const sell = async (n) => {\n  pay(n);\n};\n\nconst y = 1;\n"
RUBY = "class Till\n  def sell(n)\n    pay(n)\n  end\nend\n"
WRAPPED = "def sell(\n    n: int,\n) -> int:\n    pay(n)\n    return n\n"
C = "#include <a.h>\nstatic int\nsell(int n)\n{\n    pay(n);\n}\n"


def around(source: str, selected: str, language: str = "python") -> tuple[str, int]:
    start = source.index(selected)
    seen = surroundings(source, start, start + len(selected), language)
    return seen.symbol, seen.symbol_lines


@pytest.mark.parametrize(
    ("source", "selected", "language", "symbol", "lines"),
    [
        (PYTHON, "pay(x)", "python", "sell", 5),
        (PYTHON, "        for x in xs:\n            pay(x)\n", "python", "sell", 5),
        (PYTHON, "    def close(self):\n", "python", "Till", 8),
        (GO, "pay(n)", "go", "Sell", 6),
        (JAVA, "pay(n);", "java", "sell", 5),
        (SCRIPT, "pay(n);", "javascript", "sell", 3),
        (RUBY, "pay(n)", "ruby", "sell", 3),
        (WRAPPED, "pay(n)", "python", "sell", 5),
        (C, "pay(n);", "c", "sell", 4),
    ],
)
def test_the_symbol_around_is_told_with_its_size(
    source: str, selected: str, language: str, symbol: str, lines: int
) -> None:
    assert around(source, selected, language) == (symbol, lines)


@pytest.mark.parametrize("selected", ["import os", "class Till:\n", PYTHON])
def test_what_stands_in_nothing_has_no_symbol_around(selected: str) -> None:
    assert around(PYTHON, selected) == ("", 0)


def test_the_file_is_told_by_lines_imports_and_share() -> None:
    seen = surroundings(PYTHON, 0, len(PYTHON) // 2, "python")
    assert (seen.lines, seen.imports) == (11, 2)
    assert seen.share == pytest.approx(0.5, abs=0.01)


def test_an_empty_file_has_nothing_around() -> None:
    seen = surroundings("", 0, 0)
    assert (seen.lines, seen.imports, seen.symbol, seen.share) == (0, 0, "", 0.0)


def test_a_very_long_file_is_reckoned_from_its_beginning() -> None:
    source = "x = 1\n" * 100_000 + PYTHON
    start = source.index("pay(x)")
    seen = surroundings(source, start, start + 6, "python")
    assert seen.lines == pytest.approx(100_011, rel=0.01)
    assert seen.symbol == "sell"
