"""Good answers in many languages stay at 7 or above for every kind that edits.

Each file in ``good``, named after its language, has what was there and what a good model makes of it.
"""

from pathlib import Path

import pytest

from tierline.answer import replacement, score
from tierline.task import READABLE, Kind, Task

GOOD = sorted(Path(__file__).with_name("good").glob("*.txt"), key=lambda path: path.name)


def read(path: Path) -> tuple[str, str]:
    _, old, new = path.read_text("utf-8").replace("==== answer\n", "==== before\n").split("==== before\n")
    return old, new


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in READABLE])
@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_answer_is_never_sent_back(path: Path, kind: Kind) -> None:
    old, new = read(path)
    reply = f"Here it is:\n\n```{path.stem}\n{new}```\n\nI mended what was wrong."
    task = Task(kind=kind, source=old, start=0, end=len(old), language=path.stem, instruction="mend this")
    new_text = replacement(reply, old, 0, len(old))
    assert new_text == new
    found = score(task, reply, new_text, "stop")
    assert found.value >= 7, found.reasons


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_same_answer_cut_in_the_middle_is_sent_back(path: Path) -> None:
    old, new = read(path)
    reply = f"```{path.stem}\n{new[: len(new) // 2]}"
    task = Task(kind=Kind.FIX, source=old, start=0, end=len(old), language=path.stem)
    assert score(task, reply, replacement(reply, old, 0, len(old)), "length").value < 7
