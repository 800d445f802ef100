"""Tasks with what a cheap and a dear model said to them, and whether that passed: what the engine is to be measured on.

Of the dear model only that is published whether it passed, not what it said. What it would have said matters where the
engine chooses between two answers by their scores, so words with the same outcome stand in for it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from routes.fixes import Fix, fixes

from tierline.task import Kind, Task


class Words(StrEnum):
    """Where the words come from that stand in for the dear model's."""

    SAME = "the cheap model's own answer, of the same outcome"
    VARIANT = "an answer to another variant of the problem, of that outcome"
    NONE = "no words of that outcome are published: the cheap model's again, so that the score decides nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One task, and the two answers to it."""

    name: str
    problem: str
    """Variants of one problem are drawn together."""
    set: str
    language: str
    level: str
    half: int
    task: Task
    weak: str
    """The cheap model's reply."""
    strong: str
    """A reply that stands for the dear model's."""
    words: Words
    weak_passed: bool
    strong_passed: bool


def pairs(data: Path) -> tuple[Pair, ...]:
    """Read all tasks of ``data`` that have the words of an answer and the outcome of two."""
    answers = fixes(data)
    known: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for answer in answers:
        known[answer.problem, bool(answer.weak)].append(answer.answer)
    return tuple(_pair(f"task-{at}", answer, known) for at, answer in enumerate(answers))


def _pair(name: str, answer: Fix, known: Mapping[tuple[str, bool], Sequence[str]]) -> Pair:
    strong, words = answer.answer, Words.SAME
    if answer.weak != answer.strong:
        others = known.get((answer.problem, bool(answer.strong)), ())
        strong, words = (others[0], Words.VARIANT) if others else (answer.answer, Words.NONE)
    return Pair(
        name=name,
        problem=answer.problem,
        set="debugbench-python3",
        language="python",
        level=answer.level,
        half=answer.half,
        task=Task(
            kind=Kind.FIX,
            source=answer.buggy,
            start=0,
            end=len(answer.buggy),
            path=f"{name}.py",
            language="python",
        ),
        weak=_reply(answer.answer),
        strong=_reply(strong),
        words=words,
        weak_passed=bool(answer.weak),
        strong_passed=bool(answer.strong),
    )


def _reply(code: str) -> str:
    return f"```python\n{code}\n```"
