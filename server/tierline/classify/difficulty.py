"""How hard a task looks, as the share of such tasks at which an ordinary cheap model fails.

``difficulty = base + code slope x what the code says + statement slope x what a statement says + kind + words``, kept
within 0..1. What the code and the statement say are rules that were written down; base and slopes are fitted on the
outcomes of public benchmarks by ``train_classifier.difficulty`` and stand in ``data/difficulty.json``. Kinds and the
words of short orders have no public outcomes: their weights are judgement, and so is the reading of the result there.

The score is humble on purpose. Read from a task alone, difficulty ranks models' gains little better than chance, so
wherever it was measured to do no better, nothing is said, and the task keeps the base: moderate.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from tierline.classify import statement
from tierline.classify.features import SUBJECTS, Features
from tierline.classify.words import ORDER_CUES
from tierline.task import Kind, Signal, Task

KINDS = {Kind.DOCUMENT: -0.14, Kind.EXPLAIN: -0.12, Kind.ASK: -0.06}
"""How much easier than the others a kind is where code is selected: telling what it does takes less than a change."""

FREE = frozenset({Kind.ASK, Kind.EDIT, Kind.GENERATE})
"""Commands whose instruction may be the statement of a problem."""

UNTOLD = frozenset({Kind.ASK, Kind.GENERATE, Kind.OPTIMIZE})
"""Kinds for which plain code says nothing of the task: a stub can stand for anything, and so can a question."""

CODE_ALONE = 0.18
"""The most that code adds, short of complex, unless it is hazardous. Large and nested code ranked the gains of a
stronger model no better than chance (DebugBench, CRUXEval, CodeRouterBench), so it never chooses the dearer tier by
itself: it takes a word of the user's, or a problem that is stated. A poor answer is asked for again anyway."""

HAZARDS = frozenset({"concurrency", "unsafe memory", "cryptography"})
"""Subjects of which no public outcomes tell. Where much speaks for it besides, code of these is complex: judgement."""

_SUBJECT_WORDS = {subject.name: subject.sentence for subject in SUBJECTS}
_FEW_LINES = 8
_MANY_LINES = 20
_MANY_DECISIONS = 3
_DEEP = 2
_MANY_DIAGNOSTICS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was fitted; see ``train_classifier.difficulty`` for how, and on what."""

    base: float
    """Share of failures where nothing is known of a task."""
    code: float
    statement: float
    """By how much a sum of the rules' weights is to be believed, 0..1."""


@cache
def shipped() -> Calibration:
    """Return the calibration in the package's data."""
    return Calibration(**json.loads(files("tierline.classify").joinpath("data", "difficulty.json").read_bytes()))


def signals(task: Task, kind: Kind, seen: Features, fitted: Calibration) -> Iterator[Signal]:
    """Yield what makes ``task`` easy or hard; the sum of the weights, kept within 0..1, is its difficulty."""
    easier = KINDS.get(kind, 0.0) if task.start < task.end else 0.0
    yield Signal(name="base", sentence=f"the starting point of {kind.value}", weight=fitted.base + easier)
    said = list(_scaled(of_code(seen), fitted.code))
    yield from said if HAZARDS.intersection(seen.subjects) else _bounded(said)
    yield from _scaled(of_statement(task, kind), fitted.statement)
    if kind not in UNTOLD:
        yield from _ease(seen)
    yield from _of_order(task)


def of_code(seen: Features) -> Iterator[Signal]:
    """Yield what the code says; more of anything never weighs less, and short plain code says nothing.

    On functions of five lines (CRUXEval) no count ranked the gain between two models better than chance.
    """
    if seen.lines > _MANY_LINES:
        size = min(0.2, (seen.lines - _MANY_LINES) / 400)
        yield Signal(name="size", sentence=f"{seen.lines} lines of code", weight=size)
    decisions = seen.cyclomatic - 1
    if decisions > _MANY_DECISIONS:
        weight = min(0.2, (decisions - _MANY_DECISIONS) * 0.012)
        yield Signal(name="branches", sentence=f"{decisions} decision points", weight=weight)
    if seen.control > _DEEP:
        weight = min(0.1, (seen.control - _DEEP) * 0.03)
        yield Signal(name="nesting", sentence=f"branches and loops nested {seen.control} deep", weight=weight)
    if seen.nested_loops > 1:
        weight = min(0.12, (seen.nested_loops - 1) * 0.05)
        yield Signal(name="nested loops", sentence=f"{seen.nested_loops} nested loops", weight=weight)
    for subject in seen.subjects:
        yield Signal(name=subject, sentence=_SUBJECT_WORDS[subject], weight=0.05)


def of_statement(task: Task, kind: Kind) -> Iterator[Signal]:
    """Yield what a statement says, where there is no code yet that would say it better."""
    if task.kind in FREE and (task.start == task.end or Kind.GENERATE in {task.kind, kind}):
        yield from statement.read(task.instruction)


def _ease(seen: Features) -> Iterator[Signal]:
    if 0 < seen.lines <= _FEW_LINES:
        if seen.cyclomatic == 1:
            yield Signal(name="plain", sentence=f"{_plural(seen.lines, 'line')} without a decision point", weight=-0.1)
        elif seen.cyclomatic == 2:  # noqa: PLR2004 one more than none
            yield Signal(name="plain", sentence=f"{_plural(seen.lines, 'line')} with one decision point", weight=-0.05)


def _of_order(task: Task) -> Iterator[Signal]:
    if statement.is_order(task.instruction):
        lowered = task.instruction.lower()
        for cue in ORDER_CUES:
            if found := cue.pattern.search(lowered):
                yield cue.signal(found[0].strip())
    if problems := len(task.diagnostics):
        yield Signal(
            name="diagnostics",
            sentence=f"{_plural(problems, 'problem')} reported by the editor",
            weight=0.1 if problems > _MANY_DIAGNOSTICS else 0.03,
        )


def _bounded(said: Sequence[Signal]) -> Iterator[Signal]:
    """Shrink what code says, all alike, to ``CODE_ALONE``; in whole thousandths, so that the sum is exact."""
    total = round(sum(signal.weight for signal in said), 3)
    if total <= CODE_ALONE:
        yield from said
        return
    shrunk = [math.floor(1000 * signal.weight * CODE_ALONE / total) / 1000 for signal in said]
    shrunk[0] += CODE_ALONE - sum(shrunk)
    yield from (replace(signal, weight=weight) for signal, weight in zip(said, shrunk, strict=True))


def _scaled(said: Iterator[Signal], slope: float) -> Iterator[Signal]:
    return (replace(signal, weight=round(signal.weight * slope, 3)) for signal in said)


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
