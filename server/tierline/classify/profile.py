"""The profile of a task: how hard, how important, how provisional, with the signals that say so."""

from collections.abc import Iterator

from tierline.classify.cuts import SHIPPED, Cuts
from tierline.classify.features import SUBJECTS, Features, count
from tierline.classify.words import (
    CRITICAL_CUES,
    CRITICAL_PATHS,
    INSTRUCTION_CUES,
    PROTOTYPE_CUES,
    PROTOTYPE_PATHS,
    kind_of,
)
from tierline.task import Importance, Kind, Profile, Signal, Task

KIND_WEIGHTS = {
    Kind.EXPLAIN: 0.14,
    Kind.ASK: 0.16,
    Kind.DOCUMENT: 0.12,
    Kind.EDIT: 0.2,
    Kind.TEST: 0.24,
    Kind.GENERATE: 0.26,
    Kind.REVIEW: 0.24,
    Kind.FIX: 0.26,
    Kind.TRANSLATE: 0.26,
    Kind.REFACTOR: 0.26,
    Kind.OPTIMIZE: 0.3,
}
"""Where each kind starts before anything is known of the code."""

_SUBJECT_WORDS = {subject.name: subject.sentence for subject in SUBJECTS}
_FEW_LINES = 8
_DEEP = 3
_MANY_DIAGNOSTICS = 3


def classify(task: Task, cuts: Cuts = SHIPPED) -> Profile:
    """Return the profile of ``task``: no model is asked, no file is read."""
    kind = kind_of(task.instruction, task.kind)
    signals = [
        Signal(name="kind", sentence=f"{kind.value} starts at", weight=KIND_WEIGHTS[kind]),
        *_of_code(count(task.selection, task.language)),
        *_of_words(task),
    ]
    difficulty = min(1.0, max(0.0, sum(signal.weight for signal in signals)))
    critical = tuple(_critical(task))
    provisional = tuple(_provisional(task))
    return Profile(
        kind=task.kind,
        complexity=cuts.complexity(difficulty),
        difficulty=round(difficulty, 3),
        importance=Importance.CRITICAL if critical else Importance.NORMAL,
        prototyping=bool(provisional),
        lines=len(task.selection.splitlines()),
        signals=(*signals, *critical, *provisional),
    )


def _of_code(seen: Features) -> Iterator[Signal]:
    size = min(0.3, seen.lines / 250)
    yield Signal(name="size", sentence=_plural(seen.lines, "line"), weight=round(size, 3))
    decisions = seen.cyclomatic - 1
    if decisions:
        yield Signal(
            name="branches",
            sentence=_plural(decisions, "decision point"),
            weight=round(min(0.22, decisions * 0.012), 3),
        )
    elif seen.lines <= _FEW_LINES:
        yield Signal(name="branches", sentence="no decision points", weight=-0.04)
    if seen.nesting > _DEEP:
        yield Signal(
            name="nesting",
            sentence=f"nested {seen.nesting} levels deep",
            weight=round(min(0.12, (seen.nesting - _DEEP) * 0.04), 3),
        )
    if seen.nested_loops > 1:
        yield Signal(
            name="nested loops",
            sentence=f"{seen.nested_loops} loops within one another",
            weight=round(min(0.12, (seen.nested_loops - 1) * 0.06), 3),
        )
    if seen.definitions > 1:
        yield Signal(
            name="definitions",
            sentence=f"{seen.definitions} definitions",
            weight=round(min(0.1, seen.definitions * 0.015), 3),
        )
    for subject in seen.subjects:
        yield Signal(name=subject, sentence=_SUBJECT_WORDS[subject], weight=0.08)


def _of_words(task: Task) -> Iterator[Signal]:
    for cue in INSTRUCTION_CUES:
        if found := cue.pattern.search(task.instruction):
            yield Signal(name=cue.name, sentence=f'{cue.sentence} ("{found[0]}")', weight=cue.weight)
    if problems := len(task.diagnostics):
        yield Signal(
            name="diagnostics",
            sentence=f"{_plural(problems, 'problem')} reported by the editor",
            weight=0.12 if problems > _MANY_DIAGNOSTICS else 0.04,
        )


def _critical(task: Task) -> Iterator[Signal]:
    if found := CRITICAL_PATHS.pattern.search(task.path):
        yield Signal(name=CRITICAL_PATHS.name, sentence=f"{CRITICAL_PATHS.sentence} {found[1]}")
    for cue in CRITICAL_CUES:
        if found := cue.pattern.search(task.instruction):
            yield Signal(name=cue.name, sentence=f'{cue.sentence} ("{found[0]}")')


def _provisional(task: Task) -> Iterator[Signal]:
    if found := PROTOTYPE_PATHS.pattern.search(task.path):
        yield Signal(name=PROTOTYPE_PATHS.name, sentence=f"{PROTOTYPE_PATHS.sentence} {found[1]}")
    for cue in PROTOTYPE_CUES:
        if found := cue.pattern.search(task.instruction):
            yield Signal(name=cue.name, sentence=f'{cue.sentence} ("{found[0]}")')


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
