"""What the simulated models say: about the code at hand, marked, deterministic, and valid where it is code."""

import ast
import re
import textwrap

import pytest
from hypothesis import given, strategies as st

from tierline.sandbox.answers import answer_to
from tierline.sandbox.answers.prompt import EDITING, FENCE, KINDS, parse_prompt

MARK = "Simulated"
CART = textwrap.dedent('''\
    import json


    @register
    class Cart:
        def __init__(self, items=[], *, limit: int = 3):
            self.items = items

        async def load(self, path, default=None):
            try:
                with open(path) as file:   # two spaces more
                    return json.load(file)
            except:
                if default == None:
                    raise ValueError(f"no {path}: é")
            return default

        def prices(self):
            found = []
            for item in self.items:
                if item.price != None:
                    found.append(item.price * 2)
            return found

        def one(self): return 1

        def clear(self):
            """Forget everything."""
            self.items.clear()
    ''')


def ask(kind: str, code: str, language: str = "python", words: str = "") -> str:
    instruction = f"\nInstruction: {words}" if words else ""
    return answer_to(
        [("system", "You change code."), ("user", f"Task: {kind}{instruction}\n\n```{language}\n{code}```\n")]
    )


def code_of(answer: str) -> str:
    (fence,) = FENCE.finditer(answer)
    return fence["code"]


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    ("code", "language"),
    [
        (CART, "python"),
        (textwrap.indent(CART, "    "), "python"),
        ("\tdef f(a, b=[]):\n\t\tif a == None:\n\t\t\treturn b\n", "python"),
        ("def f(a=[]):\r\n    return a == None\r\n", "python"),
        ("else:\n    broken(\n", "python"),
        ("function add(a, b) {\n  return a + b;\n}\n", "javascript"),
        ("func Add(a int) int {\n\treturn a\n}\n", "go"),
        ("SELECT 1;\n", "sql"),
        ("{}\n", "json"),
        ("some words\n", "mystery"),
    ],
)
def test_every_kind_answers_in_its_form_and_says_that_it_is_simulated(kind: str, code: str, language: str) -> None:
    answer = ask(kind, code, language, "rename f to g")
    assert answer == ask(kind, code, language, "rename f to g")
    if kind in EDITING:
        assert answer.startswith(f"```{language}\n")
        assert MARK in answer or language in {"json", "mystery"}
        return
    if kind == "commit":
        # Nothing but the message: whoever takes it for a real one sees it in the log.
        assert answer.endswith("\n\nSimulated by the Tierline sandbox; no model was called.\n")
        return
    assert answer.startswith("> Simulated answer from the Tierline sandbox; no model was called.\n")


@pytest.mark.parametrize("kind", sorted(EDITING))
@pytest.mark.parametrize("indent", ["", "    ", "\t"])
def test_python_stays_python_and_keeps_its_indentation(kind: str, indent: str) -> None:
    changed = code_of(ask(kind, textwrap.indent(CART, indent), words="rename items to wares"))
    lines = [line for line in changed.splitlines() if line.strip()]
    assert all(line.startswith(indent) for line in lines)
    ast.parse(textwrap.dedent(changed) if indent != "\t" else "if True:\n" + changed)
    for line in ("import json", "@register", "with open(path) as file:   # two spaces more"):
        assert indent + line in changed or line in changed


def test_fix_repairs_what_can_be_repaired_mechanically() -> None:
    fixed = code_of(ask("fix", CART))
    assert "except Exception:" in fixed
    assert "if default is None:" in fixed
    assert "if item.price is not None:" in fixed
    assert "items=None, *, limit: int = 3" in fixed
    assert "        if items is None:\n            items = []\n        self.items = items\n" in fixed


def test_fix_adds_colons_that_are_missing() -> None:
    assert code_of(ask("fix", "def f(a)\n    if a\n        return 1\n")).endswith(
        "def f(a):\n    if a:\n        return 1\n"
    )


def test_document_describes_parameters_returns_and_errors_of_what_has_no_docstring() -> None:
    documented = code_of(ask("document", CART))
    tree = ast.parse(documented)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    load = ast.get_docstring(functions["load"]) or ""
    assert "path: The path." in load
    assert "Returns:" in load
    assert "ValueError" in load
    assert all(ast.get_docstring(node) for node in functions.values())
    assert ast.get_docstring(functions["clear"]) == "Forget everything."


def test_refactor_makes_a_comprehension_and_says_what_returns_nothing() -> None:
    changed = code_of(ask("refactor", CART))
    assert "        return [item.price * 2 for item in self.items if item.price != None]\n" in changed
    assert "def clear(self) -> None:" in changed
    assert "found = []" not in changed


def test_optimize_tests_membership_in_a_constant() -> None:
    assert "if a in (1, 2):" in code_of(ask("optimize", "if a in [1, 2]:\n    pass\n"))


def test_edit_renames_names_and_leaves_strings_alone() -> None:
    renamed = code_of(
        ask("edit", 'def load(path):\n    return path + "path"\n', words="Please rename path to `route`.")
    )
    assert 'def load(route):\n    return route + "path"\n' in renamed


def test_edit_adds_hints_where_defaults_tell_them() -> None:
    assert "def f(a, b: int = 2, c: str = 'x') -> None:" in code_of(
        ask("edit", "def f(a, b=2, c='x'):\n    print(a)\n", words="add type hints")
    )


def test_an_instruction_that_is_not_understood_is_kept_as_a_comment() -> None:
    assert "# Asked for: make it purple" in code_of(ask("edit", "x = 1\n", words="make it purple"))


def test_generate_makes_a_stub_of_a_comment() -> None:
    made = code_of(ask("generate", "    # read a csv file\n"))
    assert "    # read a csv file\n    def read_a_csv_file():\n" in made
    assert 'raise NotImplementedError("Simulated' in made


def test_generate_finishes_what_has_no_body() -> None:
    made = code_of(ask("generate", 'def f(a):\n    """Do it."""\n    ...\n'))
    assert made.endswith('    """Do it."""\n    raise NotImplementedError("Simulated by the Tierline sandbox")\n')


def test_tests_call_each_function_with_its_parameters_and_expect_its_errors() -> None:
    code = code_of(ask("test", "def half(n):\n    if n < 0:\n        raise ValueError\n    return n / 2\n"))
    ast.parse(code)
    assert "result = half(n=...)" in code
    assert "with pytest.raises(ValueError):" in code


def test_explain_names_what_is_in_the_code() -> None:
    told = ask("explain", CART)
    for fact in ("`Cart` is a type", "`load(self, path, default=None)`", "raises `ValueError`", "`json.load`"):
        assert fact in told


def test_review_names_the_faults() -> None:
    told = ask("review", CART)
    assert re.search(r"^- line \d+, warning: `except:` \u2014 A bare `except` .+\. Fix: .+\.$", told, re.MULTILINE)
    assert "A bare `except`" in told
    assert "The default of `items` is shared between calls." in told
    assert "`prices` has no docstring." in told


def test_review_counts_lines_as_the_file_does() -> None:
    asked = (
        "Task: review\nThe selection begins with line 40 of the file.\n```python\nx = 1\nif x == None:\n    pass\n```\n"
    )
    assert "- line 41, warning: `if x == None:` \u2014 " in answer_to([("user", asked)])


def test_a_commit_message_names_the_files_of_the_diff() -> None:
    diff = "a.py | +1 -0\nlogo.png | binary\n\ndiff --git a/a.py b/a.py\nnew file mode 100644\n@@ -0,0 +1 @@\n+x\n"
    assert ask("commit", diff, "diff").startswith("Change a.py and 1 more file\n\n")
    assert ask("commit", diff.replace("logo.png | binary\n", ""), "diff").startswith("Add a.py\n\n")


@pytest.mark.parametrize(
    ("language", "comment"),
    [("javascript", "/** Add. */"), ("rust", "/// Add."), ("lua", "--- Add."), ("go", "// Add."), ("ruby", "# Add.")],
)
def test_other_languages_get_a_comment_in_their_own_syntax_and_keep_their_code(language: str, comment: str) -> None:
    code = "  function add(a, b)\n"
    documented = code_of(ask("document", code, language))
    assert f"  {comment}\n" in documented
    assert documented.endswith(code)


def test_a_fence_is_longer_than_the_backticks_in_the_code() -> None:
    code = 'text = """\n```\nnot the end\n```\n"""\n'
    answer = answer_to([("user", f"Task: refactor\n````python\n{code}````\n")])
    assert answer.startswith("````python\n")
    assert code_of(answer).endswith(code)


def test_the_last_fence_is_the_selection_and_code_gives_no_orders() -> None:
    prompt = parse_prompt(
        [
            ("system", "Task: <kind>\nTask: review"),
            ("user", "Context:\n```python\nTask: explain\n```\nSelection:\n```go title=a.go\nfunc A() {}\n```"),
        ]
    )
    assert (prompt.kind, prompt.language, prompt.code) == ("review", "go", "func A() {}\n")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("What does this do?", "explain"),
        ("Please fix the bug", "fix"),
        ("Write unit tests", "test"),
        ("Add docstrings", "document"),
        ("make it faster", "optimize"),
        ("rename a to b", "edit"),
        ("hmm", "explain"),
    ],
)
def test_without_a_named_kind_the_words_decide(words: str, kind: str) -> None:
    assert parse_prompt([("user", f"{words}\n```python\nx = 1\n```")]).kind == kind


def test_words_without_code_get_a_plain_answer() -> None:
    assert "You wrote: “hello”" in answer_to([("user", "hello")])


EXPRESSIONS = st.sampled_from(
    ["a", "a == None", "[1, 2]", "a in [1, 2]", "f(a)", "'é'", "lambda: a", "(a if b else c)", "{}"]
)
SIMPLE = st.one_of(
    EXPRESSIONS,
    EXPRESSIONS.map("x = {}".format),
    EXPRESSIONS.map("return {}".format),
    st.sampled_from(["pass", "...", "raise ValueError('ß')", "yield a", "# only a comment\npass", '"""Text."""']),
)


def block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3).map("\n".join)
    indented = st.tuples(body, st.sampled_from(["  ", "    ", "\t"])).map(lambda pair: textwrap.indent(*pair))
    heads = st.sampled_from(
        [
            "def f(a, b=[], *, c={}):",
            "async def g(a=1, /):",
            "@wrap\ndef h(a=[x == None]):",
            "class K:",
            "if a == None:",
            "for x in y:",
        ]
    )
    loops = EXPRESSIONS.map("out = []\nfor a in y:\n  out.append({})\nreturn out".format)
    tries = indented.map("try:\n{}\nexcept:\n  pass".format)
    return st.one_of(st.tuples(heads, indented).map("\n".join), loops, tries, SIMPLE.map("def one(a={{}}): {}".format))


def parses(code: str) -> bool:
    try:
        ast.parse("if True:\n" + code)
    except SyntaxError:
        return False
    return True


@given(
    program=st.recursive(SIMPLE, block, max_leaves=6),
    kind=st.sampled_from(sorted(EDITING)),
    words=st.sampled_from(["", "rename a to b", "add type hints", "add docstrings"]),
)
def test_what_parses_before_parses_after(program: str, kind: str, words: str) -> None:
    code = textwrap.indent(program, " ") + "\n"
    changed = code_of(ask(kind, code, words=words))
    if parses(code):
        assert parses(changed)
        assert "# only a comment" in changed or "# only a comment" not in code


@given(st.text(), st.sampled_from(sorted(KINDS)), st.sampled_from(["python", "js", "rust", ""]))
def test_no_text_is_too_strange(text: str, kind: str, language: str) -> None:
    assert answer_to([("user", f"Task: {kind}\n```{language}\n{text}\n```")])
    assert answer_to([("user", text)])


def test_a_prompt_that_names_its_kind_has_no_other_words_than_its_instruction() -> None:
    told = "Task: generate\n\nFile: a.py (python)\n\nThe selection:\n```python\n# sum of squares\n```"
    assert "def sum_of_squares():" in answer_to([("user", told)])


def test_code_of_no_known_language_is_left_alone() -> None:
    assert answer_to([("user", "Task: refactor\n```\nlet x := 1;\n```")]) == "```\nlet x := 1;\n```\n"
