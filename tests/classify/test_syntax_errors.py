"""Broken code is told from correct code, and a fragment from broken code."""

from pathlib import Path

import pytest

from tierline.classify.syntax import error_count, parse

SNIPPETS = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "snippets").glob("*.txt"))}

BROKEN = {
    "python": ("def f(x:\n    return 1\n", "def f(x):\n    return [1,\n"),
    "javascript": ("function f( { return 1; }", "function f() { if (x) {"),
    "typescript": ("const x: = 3;", "class A { f(a: B"),
    "typescriptreact": ("const a = <div><b></div>;", "const a = <div>"),
    "go": ("func f() int { return 1 +* }", "func f() { if x {"),
    "rust": ("fn f() -> i32 { let = 3; }", "fn f() { if x {"),
    "java": ("class A { int f() { return 1 + ; } }", "class A { void f() { if (x) {"),
    "c": ("int f(void) { if (x { return 1; } }", "int f() { if (x) {"),
    "cpp": ("class A { int f() { return (1; } };", "int f() { if (x) {"),
    "csharp": ("class A { int F() { return 1 + ; } }", "class A { void F() { if (x) {"),
    "ruby": ("def f(\n  1\nend\n", "def f\n  if x\n    1\nend\n"),
    "php": ("<?php function f( { return 1; }", "function f() { if ($x) {"),
    "lua": ("function f() if x return 1 end end", "function f() if x then"),
    "kotlin": ("fun f(): Int { return 1 + }", "fun f() { if (x) {"),
    "swift": ("func f() -> Int { return (1 }", "func f() { if x {"),
    "sql": ("SELECT (a FROM b;", "CREATE TABLE a (b INT,"),
    "shellscript": ("if true; then echo x\n", "f() { if true; then"),
    "css": ("a { color: red; { }", "a { color: red;"),
    "html": ("<div><p></span></div>", "<div"),
}

FRAGMENTS = [
    ("python", "    elif x:\n        y()\n    else:\n        z()\n"),
    ("python", "        except ValueError:\n            pass\n        finally:\n            done()\n"),
    ("python", "        case 1:\n            return 2\n        case _:\n            return 3\n"),
    ("python", "        total = 0\n        for x in xs:\n            total += x\n        return total\n"),
    ("python", "if x:\n            y()\n        z()\n"),
    ("javascript", "} else {\n  foo();\n}"),
    ("javascript", "case 1: foo(); break;\ndefault: bar();"),
    ("javascript", "  get size() { return 1; }\n  async add(x) { await x; }\n"),
    ("typescript", "  private readonly n = 0;\n  constructor(private a: string) { super(); }\n"),
    ("typescript", "  } catch (e) {\n    log(e);\n  }"),
    ("go", "if x > 1 {\n\treturn nil\n}\nfor i := range xs {\n\tf(i)\n}"),
    ("go", "case x > 1:\n\treturn nil\ndefault:\n\treturn err"),
    ("rust", "Some(x) if x > 1 => x,\nNone => 0,"),
    ("rust", "pub fn len(&self) -> usize { self.n }"),
    ("java", "@Override\npublic int size() { return n; }\nprivate int n;"),
    ("java", "for (int x : xs) { sum += x; }\nreturn sum;"),
    ("java", "case 1:\n    return 2;\ndefault:\n    return 3;"),
    ("java", "} catch (IOException e) {\n    throw new Error(e);\n}"),
    ("c", "for (i = 0; i < n; i++) { s += a[i]; }\nreturn s;"),
    ("c", "case 1:\n    return 2;\ndefault:\n    return 3;"),
    ("cpp", "public:\n  Box(int n) : n_(n) {}\n  int size() const { return n_; }"),
    ("csharp", "public int Size { get; set; }\npublic void Add(int x) { n += x; }"),
    ("csharp", "case 1:\n    return 2;\ndefault:\n    return 3;"),
    ("ruby", "when 1\n  2\nelse\n  3\n"),
    ("ruby", "rescue IOError => e\n  log(e)\n"),
    ("php", "$total = 0;\nforeach ($xs as $x) { $total += $x; }\nreturn $total;"),
    ("php", "public function size(): int { return 1; }"),
    ("lua", "elseif x then\n  y()\nelse\n  z()\n"),
    ("kotlin", "1 -> a()\nelse -> b()"),
    ("swift", "case .one: return 1\ndefault: return 2"),
    ("shellscript", "elif true; then\n  echo x\nelse\n  echo y\n"),
    ("css", "color: red;\nmargin: 0 auto;"),
    ("html", "<li>One</li>\n<li>Two</li>"),
]


@pytest.mark.parametrize("language", SNIPPETS)
def test_correct_code_has_no_errors(language: str) -> None:
    assert error_count(SNIPPETS[language], language) == 0


@pytest.mark.parametrize(("language", "code"), [(name, code) for name, codes in BROKEN.items() for code in codes])
def test_broken_code_has_errors(language: str, code: str) -> None:
    assert error_count(code, language)


@pytest.mark.parametrize(("language", "code"), FRAGMENTS)
def test_a_fragment_is_not_broken(language: str, code: str) -> None:
    assert error_count(code, language) == 0


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "    elif x:\n        y(\n    else:\n        z()\n"),
        ("javascript", "  get size() { return ; 1 }}\n  add(x { }\n"),
        ("java", "public int size() { return n +; }"),
        ("c", "case 1:\n    return (2;\n"),
        ("php", "public function size(: int { return 1; }"),
    ],
)
def test_a_fragment_can_be_broken_too(language: str, code: str) -> None:
    assert error_count(code, language)


def test_a_language_without_a_grammar_has_no_tree_and_no_count() -> None:
    assert parse("MOVE A TO B.", "cobol") is None
    assert error_count("MOVE A TO B.", "cobol") is None


@pytest.mark.parametrize("language", ["cuda-cpp", "scss", "objective-c"])
def test_a_dialect_is_read_but_its_errors_are_not_believed(language: str) -> None:
    assert parse("a {}", language) is not None
    assert error_count("__global__ void f( {", language) is None


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("javascriptreact", "const a = <b>c</b>;"),
        ("typescriptreact", "const a: B = <b>c</b>;"),
        ("shellscript", "if true; then echo x; fi"),
        ("php", "<b><?= $x ?></b>"),
    ],
)
def test_the_names_that_editors_give_languages_lead_to_their_grammars(language: str, code: str) -> None:
    assert error_count(code, language) == 0


CODE = "public function größe(): int { return 1; } // 🙂"


def test_the_code_itself_stands_where_the_tree_says() -> None:
    tree = parse(CODE, "php")
    assert tree is not None
    assert tree.framed
    assert tree.text[tree.start : tree.end].decode() == CODE


def test_text_in_another_language_is_full_of_errors() -> None:
    code = "Nothing here: is Java; it (only) looks a little like it, does it? \n" * 40
    assert (error_count(code, "java") or 0) > 20
