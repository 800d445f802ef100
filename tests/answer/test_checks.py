"""Each check twice: an answer that it objects to, and one that only looks like it."""

import pytest
from hypothesis import given, strategies as st

from tierline.answer import CHECKS, Evidence, Finding, findings, value_of
from tierline.task import Diagnostic, Kind, Task

LOOP = "def last(items):\n    found = None\n    for item in items:\n        found = item\n    return found\n"
CLASS = "class Box:\n    def __init__(self, items):\n        self.items = items\n\n    def size(self):\n"
SWAPPED = LOOP.replace("found = None", "found = 0")
GO = "func last(xs []int) int {\n\treturn xs[len(xs)-1]\n}\n\nfunc first(xs []int) int {\n\treturn xs[0]\n}\n"
JS = "function last(items) {\n  return items[items.length];\n}\n"
ERROR = Diagnostic(line=0, message="wrong")


def judged(  # noqa: PLR0913 one keyword a column
    old: str,
    new: str | None,
    *,
    kind: Kind = Kind.FIX,
    language: str = "python",
    before: str = "",
    after: str = "",
    instruction: str = "",
    reply: str = "",
    path: str = "",
    finish: str = "stop",
    reported: tuple[Diagnostic, ...] = (),
) -> tuple[Finding, ...]:
    """Return what is found against ``new`` in the place of ``old``, which stands between ``before`` and ``after``."""
    task = Task(
        kind=kind,
        source=before + old + after,
        start=len(before),
        end=len(before) + len(old),
        path=path,
        language=language,
        instruction=instruction,
        diagnostics=reported,
    )
    return findings(Evidence(task, reply or f"```\n{new}```", new, finish))


def names(found: tuple[Finding, ...]) -> set[str]:
    return {finding.name for finding in found}


def says(found: tuple[Finding, ...]) -> str:
    return ", ".join(finding.sentence for finding in found)


PYTHON = {
    # name of the check: old, an answer that it objects to, an answer that only looks like it
    "no longer parses": (LOOP, LOOP.replace("items:", "items"), LOOP.replace("None", "0")),
    "still does not parse": ("if x = 1:\n    y = 2\n", "if (x = 1:\n    y = 2\n", "if x == 1:\n    y = 2\n"),
    "name no longer bound": (
        f"import math\n\n\n{LOOP}root = math.pi\n",
        f"\n\n{LOOP}root = math.pi + 1\n",
        f"from cmath import pi\n\n\n{LOOP}root = pi\n",
    ),
    "undefined name": (LOOP, LOOP.replace("None", "nothing_yet"), LOOP.replace("None", "len(items)")),
    "undefined name left": (
        LOOP.replace("None", "nul"),
        LOOP.replace("None", "nul").replace("= item\n", "= [item]\n"),
        LOOP.replace("None", "[]"),
    ),
    "missing member": (
        f"{CLASS}        return self.items\n",
        f"{CLASS}        return len(self.content)\n",
        f"{CLASS}        return len(self.items)\n",
    ),
    "member left missing": (
        f"{CLASS}        return len(self.item)\n",
        f"{CLASS}        return len(self.item) + 0\n",
        f"{CLASS}        return len(self.items) + 0\n",
    ),
    "drops a definition": (
        f"{LOOP}\n\ndef first(items):\n    return items[1]\n",
        SWAPPED,
        f"{LOOP}\n\nasync def first(items):\n    return items[0]\n",
    ),
    "drops a method": (
        f"{CLASS}        return 1\n\n    def empty(self):\n        return not self.items\n",
        f"{CLASS}        return len(self.items)\n",
        f"{CLASS}        return 2\n\n    def empty(self):\n        return not len(self.items)\n",
    ),
    "unchanged fix": (LOOP, f"\n{LOOP}", SWAPPED),
    "unchanged though broken": ("if x = 1:\n    y = 2\n", "if x = 1:\n    y = 2\n", "if x == 1:\n    y = 2\n"),
    "only words changed": (
        LOOP,
        LOOP.replace("None", "None  # fixed").replace("last(items)", "last( items )"),
        LOOP.replace("None", "'None'  # fixed"),
    ),
    "runs on import": (LOOP, f"{SWAPPED}\nprint(last([1]))\n", f"import sys\n\n{SWAPPED}\nLIMIT = 3\n"),
    "not imported": (LOOP, LOOP.replace("None", "math.nan"), f"import math\n{LOOP.replace('None', 'math.nan')}"),
    "odd pattern": (
        LOOP,
        LOOP.replace("found = item", "found == item"),
        LOOP.replace("found = item", "found = [item]"),
    ),
    "claims too much": (
        LOOP,
        SWAPPED.replace("items:", "items:  # changed to items"),
        SWAPPED.replace("= 0", "= 0  # changed to 0"),
    ),
    "shrunk": (LOOP * 3, "def last(items):\n    return items[-1]\n", LOOP * 2),
    "grown": (LOOP, LOOP.replace("    found = None\n", "    found = 1\n" * 60), LOOP.replace("None", "(\n1,\n2)")),
}


@pytest.mark.parametrize("name", PYTHON)
def test_a_check_tells_a_bad_fix_from_one_that_only_looks_like_it(name: str) -> None:
    old, bad, good = PYTHON[name]
    assert name in names(judged(old, bad)), says(judged(old, bad))
    assert name not in names(judged(old, good)), says(judged(old, good))
    assert value_of(judged(old, good)) >= 7, says(judged(old, good))


def test_what_is_certain_is_far_below_seven_and_slight_doubts_never_are() -> None:
    for name, (old, bad, _) in PYTHON.items():
        found = judged(old, bad)
        certain = any(finding.certain for finding in found)
        slight = all(finding.points <= 3 for finding in found)
        assert not certain or value_of(found) <= 6, name
        assert not slight or value_of(found) >= 7, name


def test_no_sum_of_slight_doubts_sends_an_answer_back() -> None:
    slight = [Finding(check.name, check.name, check.points, certain=False) for check in CHECKS if check.points <= 3]
    assert len(slight) > 5
    assert value_of(slight) == 7


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("        return found\n        found = item\n", "can't be reached"),
        ("        if found is found:\n            found = item\n", "with itself"),
        ("        found == item\n", "no effect"),
        ("        found = found\n", "to itself"),
        ("        while found:\n            item = 1\n", "never ends"),
    ],
)
def test_patterns_that_nobody_means_are_pointed_out(line: str, why: str) -> None:
    assert why in says(judged(LOOP, LOOP.replace("        found = item\n", line)))
    assert "odd pattern" not in names(
        judged(LOOP.replace("        found = item\n", line), LOOP.replace("None", "1") + line[:0])
    )


@pytest.mark.parametrize(
    ("loop", "ends"),
    [
        ("while found:\n            found = item\n", True),
        ("while items.pop():\n            item = 1\n", True),
        ("while True:\n            break\n", True),
        ("while True:\n            item = 1\n", False),
    ],
)
def test_a_loop_ends_if_anything_in_it_can_end_it(loop: str, *, ends: bool) -> None:
    assert ("never ends" in says(judged(LOOP, LOOP.replace("found = item\n", loop)))) is not ends


def test_a_path_without_a_value_is_pointed_out_where_all_had_one() -> None:
    old = "def sign(x):\n    if x < 0:\n        return -1\n    return 1\n"
    assert "on some paths only" in says(
        judged(old, "def sign(x):\n    if x < 0:\n        return -1\n    elif x > 0:\n        return 1\n")
    )
    assert not judged(old, "def sign(x):\n    if x < 0:\n        return -1\n    else:\n        return 0\n")


def test_names_from_where_no_table_shows_them_are_not_objected_to() -> None:
    new = LOOP.replace("None", "nothing_yet")
    assert not judged(LOOP, new, before="from lists import *\n")
    assert not judged(LOOP, new, path="analysis.ipynb")
    assert not judged(LOOP, new, before="nothing_yet = 0\n")
    assert not judged(LOOP, new, before="run(items)\n")
    assert not judged(LOOP, new, kind=Kind.EDIT, instruction="start from nothing_yet, which I shall write")
    assert not judged(LOOP.replace("None", "nul"), LOOP.replace("None", "[nul]"), after="print(nul)\n")


def test_members_that_come_from_elsewhere_are_not_missed() -> None:
    reads = "        return len(self.item) + 1\n"
    old = f"{CLASS}        return len(self.item)\n"
    assert "member left missing" in names(judged(old, CLASS + reads))
    for new in (
        CLASS.replace("Box", "Box(Base)") + reads,
        "@dataclass\n" + CLASS + reads,
        CLASS + reads + "\n    def __getattr__(self, name):\n        return name\n",
        CLASS + reads + "\n    item = ()\n",
        CLASS + "        self.first, self.item = 1, ()\n" + reads,
        CLASS.replace("self.items = items", "setattr(self, 'item', items)") + reads,
    ):
        assert not names(judged(old, new)) & {"member left missing", "missing member"}, new


def test_a_class_made_to_be_mixed_into_others_reads_what_they_have() -> None:
    mixed = f"{CLASS}        return len(self.shown) + len(self.hidden)\n"
    assert not judged(mixed, mixed.replace("+", "-"))
    assert "missing member" in names(judged(mixed, mixed.replace("hidden", "lost")))


def test_a_fix_that_changes_nothing_is_surely_wrong_where_an_error_is_reported() -> None:
    assert [f.certain for f in judged(LOOP, LOOP, reported=(ERROR,))] == [True]
    assert [f.certain for f in judged(LOOP, LOOP)] == [False]
    assert value_of(judged(LOOP, LOOP)) < 7


@pytest.mark.parametrize(
    "kind", [Kind.REFACTOR, Kind.OPTIMIZE, Kind.EDIT, Kind.DOCUMENT, Kind.GENERATE, Kind.TRANSLATE]
)
def test_where_there_may_be_nothing_to_change_no_change_is_good_enough(kind: Kind) -> None:
    assert value_of(judged(LOOP, LOOP, kind=kind)) == 7


def test_documentation_leaves_the_code_alone() -> None:
    documented = LOOP.replace(":\n", ':\n    """Return the last."""\n', 1)
    assert not judged(LOOP, documented, kind=Kind.DOCUMENT)
    assert not judged(LOOP, documented.replace("(items)", "(items: list[int]) -> int"), kind=Kind.DOCUMENT)
    assert "changes code" in names(judged(LOOP, documented.replace("None", "0"), kind=Kind.DOCUMENT))
    assert not judged(JS, f"/** The last. */\n{JS}", kind=Kind.DOCUMENT, language="javascript")
    assert "changes code" in names(judged(JS, JS.replace("length", "size"), kind=Kind.DOCUMENT, language="javascript"))


def test_only_a_repair_may_be_about_the_parameters() -> None:
    other = SWAPPED.replace("(items)", "(items, default)")
    assert "other parameters" in names(judged(LOOP, other, kind=Kind.OPTIMIZE))
    assert not judged(LOOP, SWAPPED.replace("(items)", "( items: list )"), kind=Kind.OPTIMIZE)
    assert not judged(LOOP, other)


JAVA = ("class Box {\n  int n = 1;\n\n", "  int size() {\n    return n;\n  }\n", "}\n")
IN_PLACE = {
    # language: before, old, behind; an answer that reads well alone but not there, and one that does
    "java": (
        *JAVA,
        "  int m = n;\n  m += 1;\n  return m;\n",
        "  int size() {\n    int m = n;\n    return m + 1;\n  }\n",
    ),
    "javascript": (
        *("class Box {\n", "  size() {\n    return this.n;\n  }\n", "}\n"),
        *("  function size() {\n    return this.n + 1;\n  }\n", "  size() {\n    return this.n + 1;\n  }\n"),
    ),
    "csharp": (*JAVA, "  int m = n;\n  m += 1;\n", "  int size() {\n    return n + 1;\n  }\n"),
    "python": ("class Box:\n", "    size = 1\n", "    name = 2\n", "size = 3\n", "    size = 3\n"),
}


@pytest.mark.parametrize("language", IN_PLACE)
def test_what_reads_well_alone_must_do_so_in_its_place(language: str) -> None:
    before, old, behind, wrong, right = IN_PLACE[language]
    for new, objected in ((wrong, True), (right, False)):
        found = judged(old, new, kind=Kind.EDIT, language=language, before=before, after=behind)
        assert bool(names(found) & {"may not parse", "no longer parses"}) is objected, (new, found)
    alone = judged(old, wrong, kind=Kind.EDIT, language=language)
    assert not names(alone) & {"may not parse", "no longer parses"}


def test_other_languages_are_read_by_their_grammars() -> None:
    assert "no longer parses" in names(judged(GO, GO.replace("}\n", "", 1), language="go"))
    assert "may not parse" in names(judged(GO, GO.replace("return xs[0]", "return return xs[0]"), language="go"))
    assert says(judged(GO, GO.partition("\n\n")[0].replace("-1", "-2"), language="go")) == "it drops first"
    assert "only words changed" in names(judged(JS, f"// fixed\n{JS}", language="javascript"))
    assert not judged(JS, JS.replace("length]", "length - 1]"), language="javascript")
    assert not judged(JS, JS.replace("items.length", "'length'"), language="javascript")


def test_prose_in_place_of_code_is_objected_to() -> None:
    assert "prose" in names(judged("x: [1]\n", "Set x to the list of one\n", language="yaml"))
    assert not judged("# a [link](x)\n", "# a link\n", language="markdown")


def test_code_in_another_language_is_pointed_out_by_its_fence() -> None:
    assert says(judged(LOOP, SWAPPED, reply=f"```ruby\n{SWAPPED}```")) == "it is written in ruby, not in python"
    assert not judged(LOOP, SWAPPED, reply=f"```py3\n{SWAPPED}```")
    better = JS.replace("length]", "length - 1]")
    assert not judged(JS, better, reply=f"```javascript\n{better}```", language="typescript")
    assert not judged(LOOP, "found = items.last\n", kind=Kind.TRANSLATE, reply="```ruby\nfound = items.last\n```")


def test_names_in_the_instruction_are_to_be_touched() -> None:
    words = "rename `found` to `seen`"
    renamed = LOOP.replace("found", "seen")
    assert not judged(LOOP, renamed, kind=Kind.EDIT, instruction=words)
    other = LOOP.replace("def last(items):", "def last(items=()):")
    assert says(judged(LOOP, other, kind=Kind.EDIT, instruction=words)) == "it does not touch found"
    assert not judged(LOOP, other, kind=Kind.EDIT, instruction="make the argument optional")


def test_an_answer_to_a_question_takes_up_some_of_it() -> None:
    asked = "Why does this function return the wrong element sometimes?"
    away = "Bananas grow where it is warm and wet, in bunches."
    assert "off the subject" in names(judged(LOOP, None, kind=Kind.ASK, instruction=asked, reply=away))
    for reply in ("An empty list has no elements.", "`found` is None if there is nothing in it."):
        assert not judged(LOOP, None, kind=Kind.ASK, instruction=asked, reply=reply)
    assert not judged(LOOP, None, kind=Kind.ASK, instruction="why?", reply=away)


def test_a_code_block_without_end_is_pointed_out_in_a_text_too() -> None:
    talk = "Call it so:\n```python\nlast([1])\n"
    assert "block left open" in names(judged(LOOP, None, kind=Kind.EXPLAIN, reply=talk))
    assert not judged(LOOP, None, kind=Kind.EXPLAIN, reply=f"{talk}```")


def test_a_selection_within_a_broken_document_is_judged_alone() -> None:
    rest = "\ndef broken(:\n"
    assert not judged(LOOP, SWAPPED, after=rest)
    assert "no longer parses" in names(judged(LOOP, SWAPPED.replace("items:", "items"), after=rest))
    branch = "    else:\n        return 2\n"
    assert not judged(branch, branch.replace("2", "3"), before="def f(x):\n    if x:\n        return 1\n", after=rest)


@given(
    st.sampled_from(list(Kind)),
    st.lists(
        st.sampled_from([*LOOP.splitlines(), *GO.splitlines(), "class A:", "  self.x", "```", "# ...", "\t\u2028\x00"])
    ),
    st.lists(
        st.sampled_from([*LOOP.splitlines(), *JS.splitlines(), "@a", "  self.y = (", '"""', "// fixed", "\x0c\ud800"])
    ),
    st.sampled_from(["python", "go", "javascript", "html", "yaml", ""]),
    st.integers(0, 40),
)
def test_any_mixture_of_lines_has_a_score(kind: Kind, old: list[str], new: list[str], language: str, cut: int) -> None:
    text = "\n".join(old)
    found = judged(text[cut:], "\n".join(new), kind=kind, language=language, before=text[:cut])
    assert 0 <= value_of(found) <= 10
    assert len(set(says(found).split(", "))) >= bool(found)


def test_in_a_document_too_long_to_be_parsed_the_answer_is_judged_by_itself() -> None:
    long = "x = 1\n" * 80_000
    assert "no longer parses" in names(judged(LOOP, LOOP.replace("items:", "items"), before=long))
    assert not judged(LOOP, LOOP.replace("found = item", "found = unheard_of or item"), before=long)
