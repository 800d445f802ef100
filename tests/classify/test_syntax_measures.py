"""The measures of the same small function in every language, reckoned by hand."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tierline.classify.syntax import definitions, measure

SNIPPETS = Path(__file__).parent / "snippets"


class Row(NamedTuple):
    cyclomatic: int
    cognitive: int
    nesting: int
    loops: int
    calls: int
    comments: int
    parameters: int
    recursive: bool
    defined: str


EXPECTED = {
    "python": Row(10, 14, 3, 2, 2, 1, 3, False, "Till sell"),
    "javascript": Row(13, 15, 3, 2, 3, 1, 2, True, "Till constructor sell twice"),
    "typescript": Row(13, 15, 3, 2, 3, 1, 2, True, "Color Id Shop Till constructor sell twice"),
    "typescriptreact": Row(2, 2, 0, 0, 1, 0, 1, False, "App"),
    "go": Row(8, 12, 3, 2, 2, 1, 2, False, "Find Stack"),
    "rust": Row(9, 12, 3, 2, 8, 1, 3, True, "Point walk"),
    "java": Row(11, 14, 3, 2, 2, 1, 2, False, "Shop sell"),
    "c": Row(9, 15, 3, 2, 1, 1, 2, True, "node sum"),
    "cpp": Row(8, 10, 3, 1, 2, 0, 2, False, "Box find other"),
    "csharp": Row(10, 14, 3, 2, 2, 1, 2, False, "Sell Till"),
    "ruby": Row(10, 14, 2, 1, 3, 1, 2, False, "Till sell"),
    "php": Row(10, 14, 3, 2, 1, 1, 2, False, "Till sell"),
    "lua": Row(9, 10, 3, 2, 3, 1, 2, False, "M.sell M:twice add"),
    "kotlin": Row(12, 14, 3, 2, 4, 1, 2, False, "One Till sell"),
    "swift": Row(11, 15, 3, 2, 4, 1, 2, False, "P Till sell"),
    "sql": Row(5, 3, 1, 0, 1, 1, 0, False, "big orders"),
    "shellscript": Row(8, 12, 3, 2, 7, 2, 0, True, "sell"),
    "css": Row(2, 0, 0, 0, 2, 1, 0, False, ""),
    "html": Row(1, 0, 0, 0, 0, 1, 0, False, ""),
}


@pytest.mark.parametrize("language", EXPECTED)
def test_a_snippet_measures_what_a_reader_counts(language: str) -> None:
    code = (SNIPPETS / f"{language}.txt").read_text()
    seen = measure(code, language)
    assert seen is not None
    assert EXPECTED[language] == Row(
        seen.cyclomatic,
        seen.cognitive,
        seen.nesting,
        seen.loops,
        seen.calls,
        seen.comments,
        seen.parameters,
        seen.recursive,
        " ".join(sorted(definitions(code, language))),
    )


def test_every_snippet_has_its_row() -> None:
    assert {path.stem for path in SNIPPETS.glob("*.txt")} == set(EXPECTED)


COGNITIVE = [
    # G. A. Campbell's own examples, Cognitive Complexity (SonarSource, 2018), appendix and text.
    (
        "java",
        (
            "int sumOfPrimes(int max) { int total = 0; OUT: for (int i = 1; i <= max; ++i) {"
            " for (int j = 2; j < i; ++j) { if (i % j == 0) { continue OUT; } } total += i; } return total; }"
        ),
        7,
    ),
    (
        "java",
        (
            'String getWords(int number) { switch (number) { case 1: return "one"; case 2: return "a couple";'
            ' case 3: return "a few"; default: return "lots"; } }'
        ),
        1,
    ),
    ("java", "void f() { if (a && b && c || d || e && f) { } }", 4),
    ("java", "void f() { if (a && !(b && c)) { } }", 3),
    ("java", "void f() { Runnable r = () -> { if (condition1) { } }; }", 2),
    (
        "java",
        (
            "void f() { try { if (a) { for (int i = 0; i < 10; i++) { while (b) { } } } }"
            " catch (Exception e) { if (c) { } } }"
        ),
        9,
    ),
    ("python", "def f(a):\n    if a:\n        pass\n    elif b:\n        pass\n    else:\n        pass\n", 3),
    ("python", "def f(a):\n    if a:\n        pass\n    else:\n        if b:\n            pass\n", 4),
    ("javascript", "function f() { if (a) {} else if (b) {} else {} }", 3),
    ("kotlin", "fun f() { if (a) { x() } else if (b) { y() } else { z() } }", 3),
    ("lua", "function f() if a then x() else\n if b then y() end end end", 4),
    ("csharp", "class A { int F(int? n) { return n ?? 1; } }", 0),
    ("go", "func f() { for { if a { break } } }", 3),
]


@pytest.mark.parametrize(("language", "code", "cognitive"), COGNITIVE)
def test_cognitive_complexity_weighs_by_nesting(language: str, code: str, cognitive: int) -> None:
    seen = measure(code, language)
    assert seen is not None
    assert seen.cognitive == cognitive


def test_a_nested_function_counts_for_itself_and_weighs_on_the_one_around_it() -> None:
    seen = measure("def f(a):\n    def g(b):\n        if b:\n            return 1\n    return g\n", "python")
    assert seen is not None
    inner, outer = seen.functions
    assert (inner.cyclomatic, outer.cyclomatic) == (2, 1)
    assert (inner.cognitive, outer.cognitive) == (2, 2)
    assert seen.longest_function == 5


def test_the_frame_around_a_fragment_is_not_measured() -> None:
    seen = measure("public function size(): int { return $this->n ? 1 : 2; }", "php")
    assert seen is not None
    assert (seen.types, len(seen.functions), seen.cyclomatic) == (0, 1, 2)
    assert "A" not in seen.identifiers


def test_delegating_to_a_method_of_the_same_name_is_no_recursion() -> None:
    seen = measure("def close(self):\n    self.inner.close()\n", "python")
    assert seen is not None
    assert not seen.recursive


def test_names_outside_ascii_are_names() -> None:
    seen = measure("größe = 1\nprint('🙂', größe)\n", "python")
    assert seen is not None
    assert seen.identifiers == {"größe", "print"}


@pytest.mark.parametrize(
    ("language", "code", "names"),
    [
        ("python", "class A:\n    async def f(self): ...\nasync def g(): ...\nf = lambda: 1\n", "A f f g"),
        ("javascript", "const a = { b() {}, c: () => 1 };\nx.d = function () {};\n", "b c x.d"),
        ("typescript", "abstract class A { f = () => 1; get g() { return 1; } }", "A f g"),
        ("go", "type (\n\tA struct{}\n\tB interface{}\n)\nvar f = func() {}\n", "A B"),
        ("c", "struct a { int x; };\nstruct a *f(struct b *c) { return 0; }\ntypedef int number;\n", "a f number"),
        ("cpp", "namespace n { int A::f() { return 1; } A::~A() {} }", "f ~A"),
        ("ruby", "module A\n  def self.f; end\n  def g?; end\nend\n", "A f g?"),
        ("rust", "enum A { B }\ntrait C { fn d(); }\nmacro_rules! e { () => {} }\n", "A C e"),
        ("sql", "CREATE FUNCTION f() RETURNS INT AS $$ SELECT 1 $$ LANGUAGE sql;", "f"),
        ("cobol", "PROGRAM-ID. A.", ""),
    ],
)
def test_definitions_are_told_by_name(language: str, code: str, names: str) -> None:
    assert " ".join(sorted(definitions(code, language).elements())) == names


def test_the_same_name_twice_is_defined_twice() -> None:
    assert definitions("def f(): ...\ndef f(): ...\n", "python")["f"] == 2
