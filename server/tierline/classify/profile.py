"""The profile of a task: how hard, how important, how provisional, with the signals that say so."""

from dataclasses import replace

from tierline.classify import difficulty
from tierline.classify.cuts import SHIPPED, Cuts
from tierline.classify.emphasis import NO_MORE, Emphasis, critical, provisional
from tierline.classify.features import count
from tierline.classify.kind import detect
from tierline.task import Importance, Profile, Signal, Task


def classify(task: Task, cuts: Cuts = SHIPPED, emphasis: Emphasis = NO_MORE) -> Profile:
    """Return the profile of ``task``: no model is asked, no file is read.

    ``emphasis`` holds the user's own paths, beside those that everybody has. The weights of the signals add up to the
    difficulty, but for its being kept within 0..1.
    """
    found = detect(
        task.instruction,
        task.kind,
        language=task.language,
        has_diagnostics=bool(task.diagnostics),
        has_selection=task.start < task.end,
    )
    kind = found.kind
    seen = count(task.selection, task.language)
    said = [
        replace(signal, weight=round(signal.weight, 3))
        for signal in difficulty.signals(task, kind, seen, difficulty.shipped())
    ]
    hard = tuple(signal for signal in said if signal.weight)
    score = min(1.0, max(0.0, sum(signal.weight for signal in hard)))
    matters = tuple(critical(task, kind, emphasis))
    tried_out = tuple(provisional(task, emphasis))
    return Profile(
        kind=kind,
        complexity=cuts.complexity(score),
        difficulty=round(score, 3),
        importance=Importance.CRITICAL if matters else Importance.NORMAL,
        prototyping=bool(tried_out),
        lines=len(task.selection.splitlines()),
        signals=(Signal(name="kind", sentence=found.sentence), *hard, *matters, *tried_out),
    )
