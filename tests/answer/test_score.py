"""The score as a table: what is objected to, and what is not."""

import pytest
from hypothesis import given, strategies as st

from tierline.answer import replacement, score
from tierline.task import Kind, Task

OLD = "def total(items):\n    return sum(items)\n\n\ndef mean(items):\n    return total(items) / len(items)\n"
NEW = OLD.replace("sum(items)", "sum(items, start=0)")
JS = "function run(a) {\n  return { ...a, done: true };\n}\n"


def scored(  # noqa: PLR0913 one keyword a column
    new: str | None = NEW,
    *,
    old: str = OLD,
    kind: Kind = Kind.FIX,
    language: str = "python",
    finish: str = "stop",
    reply: str = "",
    before: str = "",
    after: str = "",
) -> tuple[float, str]:
    source = before + old + after
    task = Task(kind=kind, source=source, start=len(before), end=len(before) + len(old), language=language)
    found = score(task, reply or f"```\n{new}```", new, finish)
    return found.value, ", ".join(found.reasons)


def test_a_good_answer_has_the_full_score_and_no_objection() -> None:
    assert scored() == (10.0, "")
    assert scored(JS.replace("done", "over"), old=JS, language="javascript") == (10.0, "")
    assert scored(None, kind=Kind.EXPLAIN, reply="It sums up what is given to it.") == (10.0, "")


@pytest.mark.parametrize(
    "note",
    [
        "# ... existing code ...",
        "# ...existing code...",
        "    # ... rest of the function ...",
        "# rest unchanged",
        "# The rest stays the same",
        "# Rest of the code remains unchanged.",
        "# rest of the class here",
        "# remaining methods unchanged",
        "# other functions remain the same",
        "# existing code",
        "# previous implementation ...",
        "# ...",
        "# …",
        "# (rest unchanged)",
    ],
)
def test_an_elision_is_objected_to_in_every_language(note: str) -> None:
    value, why = scored(f"{OLD}{note}\n")
    assert value < 7, note
    assert "leaves parts out" in why
    words = note.lstrip(" #")
    for line in (f"// {words}", f"/* {words} */", f"<!-- {words} -->", f"-- {words}", f"// [{words}]"):
        assert "leaves parts out" in scored(f"{JS}{line}\n", old=JS, language="javascript")[1], line


def test_bare_dots_before_words_are_an_elision_too() -> None:
    assert "leaves parts out" in scored(f"{JS}  ... rest of code ...\n", old=JS, language="javascript")[1]


@pytest.mark.parametrize(
    "line",
    [
        "const { a, ...rest } = props;",
        "f([\n  ...other,\n]);",
        "return { ...existing, ...previous, ...same };",
        "f(...remaining);",
        "// Keep the existing code path for callers of version 1.",
        "// The rest of the list stays unchanged.",
        "/* Loads the other module first. */",
        "// spread copies the same values",
        "log('Loading... other files follow');",
    ],
)
def test_code_and_comments_that_only_look_alike_are_no_elision(line: str) -> None:
    assert scored(f"{JS}{line}\n", old=JS, kind=Kind.EDIT, language="javascript") == (10.0, ""), line


@pytest.mark.parametrize(
    "new",
    [
        f"{OLD}\n\ndef later(): ...\n",
        f"{OLD}\n\nclass Shape(object):\n    def area(self) -> float:\n        ...\n",
        f'"""Validates the existing code and returns the rest of the items unchanged."""\n{OLD}',
    ],
)
def test_pythons_placeholders_and_docstrings_are_no_elision(new: str) -> None:
    assert scored(new, kind=Kind.EDIT) == (10.0, "")


def test_an_elision_that_was_there_before_is_not_held_against_the_answer() -> None:
    assert scored(NEW + "# ... rest unchanged\n", old=OLD + "# ... rest unchanged\n") == (10.0, "")


@pytest.mark.parametrize(
    "reply",
    [
        "I'm sorry, but I can't help with that request.",
        "I\u2019m sorry, I can\u2019t assist with that.",
        "Sorry, I cannot do this.",
        "I'm unable to change this code.",
    ],
)
@pytest.mark.parametrize("kind", [Kind.FIX, Kind.EXPLAIN])
def test_a_refusal_is_objected_to(kind: Kind, reply: str) -> None:
    value, why = scored(None, kind=kind, reply=reply)
    assert value < 7
    assert "refused" in why


def test_words_of_regret_before_the_code_are_no_refusal() -> None:
    assert scored(reply=f"Sorry for the confusion! Here it is:\n```python\n{NEW}```") == (10.0, "")
    assert scored(None, kind=Kind.REVIEW, reply="I can't help but notice that `mean` fails on an empty list.")[0] == 10


@pytest.mark.parametrize(("finish", "why"), [("length", "cut off"), ("content_filter", "refused")])
def test_an_answer_that_ended_too_early_is_objected_to(finish: str, why: str) -> None:
    value, reasons = scored(finish=finish)
    assert value < 7
    assert why in reasons


@pytest.mark.parametrize(
    ("new", "why", "below"),
    [
        (None, "code block is not closed", 7),
        (OLD, "changes nothing", 8),
        ("def total(items:\n    return\n", "no longer parses", 7),
        ("def total(items):\n    return sum(items, start=0)\n", "drops mean", 7),
    ],
)
def test_an_edit_that_is_none_is_objected_to(new: str | None, why: str, below: float) -> None:
    value, reasons = scored(new)
    assert value < below
    assert why in reasons


def test_code_that_never_parsed_need_not_parse_afterwards() -> None:
    assert scored("else:\n    return 2\n", old="else:\n    return 1\n") == (10.0, "")


def test_a_method_is_parsed_at_any_depth() -> None:
    assert (
        scored("        def f(self):\n            return 2\n", old="        def f(self):\n            return 1\n")[0]
        == 10
    )


def test_a_selection_behind_its_indentation_is_parsed_as_if_it_had_it() -> None:
    new = "@property\n    def f(self):\n        return 2\n"
    assert scored(new, old="def f(self):\n        return 1\n", before="class A:\n    ") == (10.0, "")
    assert (
        "no longer parses"
        in scored(new.replace("    def", "def"), old="def f(self):\n        return 1\n", before="class A:\n    ")[1]
    )


def test_a_refactoring_may_drop_names_and_a_translation_may_leave_the_language() -> None:
    assert scored("def average(items):\n    return sum(items) / len(items)\n", kind=Kind.REFACTOR)[0] == 10
    assert scored("const total = items => items.reduce((a, b) => a + b);\n", kind=Kind.TRANSLATE)[0] == 10


@pytest.mark.parametrize(
    ("language", "old", "new", "good"),
    [
        ("javascript", JS, JS.replace("}\n", "", 1), False),
        ("go", "func f() {}\n", "func f() {\n", False),
        ("c", "int f(void) { return a[0]; }\n", "int f(void) { return a[0; }\n", False),
        # brackets in strings and comments, before and after alike or only after
        ("javascript", "f(':(');\n", "g(':(');\n", True),
        ("javascript", "f();\n", "f(':(');\n", True),
        ("javascript", "f();\n", "// 1) call it\nf();\n", True),
        ("rust", "fn f<'a>(x: &'a str) {}\n", "fn f<'a>(x: &'a str) { g('('); }\n", True),
        ("c", "f();\n", "/* { */ f();\n", True),
        ("lua", "f()\n", "-- a) call\nf()\n", True),
        ("go", "f()\n", 'f("\\"(")\n', True),
        ("json", '{"a": 1}', '{"a": "}"}', True),
        # languages whose brackets need no partner, and unknown ones
        ("shellscript", "case $x in\nesac\n", "case $x in\na) b;;\nesac\n", True),
        ("markdown", "a\n", "1) a\n", True),
        ("", "a\n", "1) a\n", True),
    ],
)
def test_brackets_count_where_they_are_code(language: str, old: str, new: str, *, good: bool) -> None:
    assert (scored(new, old=old, kind=Kind.EDIT, language=language)[0] == 10) is good


def test_an_answer_that_repeats_what_stands_around_is_objected_to() -> None:
    before, after = "class Basket:\n    size = 3\n\n", "\n    def other(self):\n        return self.size\n"
    old, new = "    def f(self):\n        return 1\n", "    def f(self):\n        return 2\n"
    assert scored(new, old=old, before=before, after=after) == (10.0, "")
    for whole in (before + new + after, before + new, new + after):
        value, why = scored(whole, old=old, before=before, after=after)
        assert value < 7
        assert "outside the selection" in why


@given(
    st.sampled_from(list(Kind)),
    st.text(max_size=60),
    st.text(max_size=60),
    st.sampled_from(["python", "javascript", "", "rust"]),
    st.sampled_from(["stop", "length", "content_filter"]),
)
def test_any_answer_to_any_selection_has_a_score(
    kind: Kind, selection: str, reply: str, language: str, finish: str
) -> None:
    task = Task(kind=kind, source=selection, start=0, end=len(selection), language=language)
    found = score(task, reply, replacement(reply, selection, 0, len(selection)), finish)
    assert 0 <= found.value <= 10
    assert (found.value < 10) == bool(found.reasons)
