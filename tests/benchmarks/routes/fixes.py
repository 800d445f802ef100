"""A cheap model's answers to buggy snippets, each with whether it passed and whether the strong model's did."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tierline.answer import Evidence, Finding, findings, value_of
from tierline.task import Kind, Task


@dataclass(frozen=True)
class Fix:
    """One answer of the weak model; ``weak`` and ``strong`` are 1.0 where that model's answer passed all tests."""

    problem: str
    """Variants of one problem, with other bugs in it, are never on both sides of a split."""
    category: str
    level: str
    buggy: str
    answer: str
    weak: float
    strong: float

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks object to, as if the snippet were the document, selected as a whole."""
        task = Task(kind=Kind.FIX, source=self.buggy, start=0, end=len(self.buggy), language="python")
        return findings(Evidence(task, f"```python\n{self.answer}\n```", self.answer))

    @property
    def value(self) -> float:
        """The score, 0 to 10."""
        return value_of(self.findings)

    @property
    def half(self) -> int:
        """0 or 1, by problem."""
        return hashlib.md5(self.problem.encode(), usedforsecurity=False).digest()[0] % 2


def fixes(data: Path) -> tuple[Fix, ...]:
    """Read the answers that lie in ``data``, with the snippets that they mend."""
    folder = data / "debugbench-python3"
    tasks = {row["key"]: row for row in map(json.loads, _lines(folder / "debugbench_python3.jsonl"))}
    return tuple(
        Fix(
            problem=tasks[row["key"]]["slug"],
            category=row["bug_category"],
            level=row["level"],
            buggy=tasks[row["key"]]["buggy_code"],
            answer=row["answer"],
            weak=float(row["passed"]),
            strong=float(tasks[row["key"]]["gpt4"]),
        )
        for row in map(json.loads, _lines(folder / "gpt35_answers_half0.jsonl"))
    )


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()
