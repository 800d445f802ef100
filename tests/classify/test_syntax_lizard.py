"""McCabe's numbers agree with those of lizard, but for the differences that are named here."""

from pathlib import Path

import lizard
import pytest

from tierline.classify.syntax import measure

SNIPPETS = Path(__file__).parent / "snippets"
SUFFIXES = {
    "python": "py",
    "javascript": "js",
    "typescript": "ts",
    "go": "go",
    "rust": "rs",
    "java": "java",
    "c": "c",
    "cpp": "cpp",
    "csharp": "cs",
    "ruby": "rb",
    "php": "php",
    "kotlin": "kt",
    "lua": "lua",
    "swift": "swift",
}

DIFFERENCES = {
    # ``case _`` is the default, which lizard counts as a path of its own.
    "python": -1,
    # lizard counts ``?``, which may return early, and the guard of a match arm.
    "rust": -2,
    # lizard does not know ``foreach``.
    "csharp": 1,
    # lizard does not count ``unless`` behind a statement.
    "ruby": 1,
}
"""Ours less lizard's, over all functions of the snippet."""


def numbers(code: str, language: str) -> tuple[list[int], list[int]]:
    theirs = lizard.analyze_file.analyze_source_code(f"code.{SUFFIXES[language]}", code).function_list
    seen = measure(code, language)
    assert seen is not None
    return [function.cyclomatic for function in seen.functions], [
        function.cyclomatic_complexity for function in theirs if function.name != "M"
    ]


# lizard takes Kotlin's constructor in the head of a class for a function without a name, and loses the rest.
@pytest.mark.parametrize("language", [language for language in SUFFIXES if language != "kotlin"])
def test_a_snippet_has_the_number_that_lizard_gives_it(language: str) -> None:
    ours, theirs = numbers((SNIPPETS / f"{language}.txt").read_text(), language)
    if language == "lua":
        theirs.append(1)  # lizard names a method after its table, which we sort out above.
    assert sum(ours) - sum(theirs) == DIFFERENCES.get(language, 0)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "def f(a):\n    return [x for x in a if x and a]\n"),
        ("python", "def f(a):\n    with a: pass\n    assert a\n    return 1 if a else 2\n"),
        ("javascript", "function f(a) { return a ?? 1 }"),
        ("javascript", "function f(a) { do { a-- } while (a && b || c); return a?.b }"),
        ("go", "func f() { select { case <-a: return; default: } }"),
        ("rust", "fn f(a: i32) { match a { 1 => 1, 2 => 2, _ => 3 } }"),
        ("java", "class A { void f() { Runnable r = () -> { if (x) y(); }; } }"),
        ("c", "int f(int a) { do { a--; } while (a); switch (a) { case 1: case 2: return 1; default: return 2; } }"),
        ("cpp", "int f(int a) { auto g = [](int b) { if (b) return 1; return 2; }; return g(a); }"),
        ("csharp", "class A { int F(int n) { try { g(); } catch (E e) { } return n > 1 ? 1 : 2; } }"),
        ("ruby", "def f\n case n\n when 1 then 1\n else 3\n end\nend\n"),
        ("php", "<?php function f($a) { foreach ($a as $b) { if ($b && $a) { return 1; } } }"),
        ("kotlin", "fun f(n: Int?): Int { return when (n) { 1 -> 1\n 2 -> 2\n else -> n ?: 3 } }"),
        ("lua", "function f(a)\n repeat a = a - 1 until a == 0\nend\n"),
        ("swift", "func f() { guard let a = b else { return } }"),
    ],
)
def test_a_small_case_has_the_number_that_lizard_gives_it(language: str, code: str) -> None:
    ours, theirs = numbers(code, language)
    assert ours == theirs
