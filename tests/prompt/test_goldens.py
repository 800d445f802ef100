"""Each kind's messages, word for word, as files to be read: ``goldens/``.

After a change of the words, ``TIERLINE_GOLDENS=write`` writes them anew; what git then shows is for reading.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tierline.prompt import build
from tierline.task import ON_SELECTION, Attachment, Diagnostic, Kind, Neighbour, OwnPrompt, Task

GOLDENS = Path(__file__).parent / "goldens"
SOURCE = '''"""Prices in the shop."""

import json
from decimal import Decimal

from shop.rates import Rates


class Till:
    """One till, one currency."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates

    def total(self, lines, currency="EUR"):
        # in cents
        sum = 0
        for line in lines:
            sum += line.price * self.rates[currency]
        return sum

    def close(self):
        return json.dumps({"total": str(self.sum)})


def open_till(path):
    return Till(Rates.load(path))
'''
SELECTED = SOURCE[SOURCE.index("    def total") : SOURCE.index("\n    def close")]
DIFF = """shop/till.py | +1 -1

diff --git a/shop/till.py b/shop/till.py
--- a/shop/till.py
+++ b/shop/till.py
@@ -14,3 +14,3 @@
-        # in cents
+        # in whole cents
"""


def on(kind: Kind, **more: object) -> Task:
    start = SOURCE.index(SELECTED)
    return Task(
        kind=kind,
        source=SOURCE,
        start=start,
        end=start + len(SELECTED),
        path="shop/till.py",
        language="python",
        **more,  # type: ignore[arg-type]  # a table
    )


CASES = {
    **{kind.value: on(kind) for kind in ON_SELECTION if kind not in {Kind.EDIT, Kind.ASK, Kind.TRANSLATE}},
    "commit": Task(
        kind=Kind.COMMIT,
        source=DIFF,
        start=0,
        end=len(DIFF),
        path="shop",
        language="diff",
        attachments=(
            Attachment(
                name="earlier subjects", heading="Subjects of earlier commits", text="Load rates once\nName the till\n"
            ),
        ),
    ),
    "generate-at-cursor": replace(
        on(Kind.GENERATE, instruction="Count the lines."),
        start=SOURCE.index("        sum = 0"),
        end=SOURCE.index("        sum = 0"),
    ),
    "test-with-existing": on(
        Kind.TEST,
        attachments=(
            Attachment(
                name="existing tests",
                heading="Existing tests in tests/test_till.py, to which yours are added",
                text="def test_closing() -> None:\n    assert True\n",
                language="python",
            ),
        ),
    ),
    "edit": on(Kind.EDIT, instruction="Use Decimal instead of float."),
    "ask": on(Kind.ASK, instruction="Can this raise KeyError?"),
    "translate": on(Kind.TRANSLATE, instruction="TypeScript"),
    "fix-with-everything": on(
        Kind.FIX,
        diagnostics=(Diagnostic(line=16, message="Redefining built-in 'sum'", severity="warning"),),
        notes="# House rules\n\n- Money is `Decimal`, never `float`.\n",
        neighbours=(
            Neighbour(path="shop/rates.py", text="import csv\n\nclass Rates(dict):\n    x = 1\n", language="python"),
        ),
    ),
    "own-words": on(Kind.EDIT, prompt=OwnPrompt(name="hints", words="Add type hints, as {language} 3.11 has them.")),
    "own-words-that-place-code": on(
        Kind.ASK,
        instruction="Be short.",
        prompt=OwnPrompt(
            name="worries", words="Name what could go wrong in\n\n{selection}\n\nif {path} is all there is."
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_messages_are_word_for_word_those_that_were_read(name: str) -> None:
    said = "\n\n".join(f"──── {one.role} ────\n{one.content}" for one in build(CASES[name])) + "\n"
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("TIERLINE_GOLDENS") == "write":
        golden.write_text(said, encoding="utf-8", newline="\n")
    assert said == golden.read_text(encoding="utf-8")


def test_no_golden_is_left_over() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(CASES)
