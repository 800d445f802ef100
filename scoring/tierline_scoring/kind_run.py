"""A published run of one kind of task: the evidence for specialists."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tierline_scoring.published import TaskCost


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRun:
    """How well one model did at tasks of one kind in one run. Comparable within a benchmark only."""

    model: str
    """OpenRouter id."""
    kind: str
    """``fix``, ``generate``, ``explain``, ``test``, ``refactor``, ``edit`` …"""
    benchmark: str
    name: str
    """The model's name as published."""
    score: float
    """Mean over the tasks, 0..100."""
    stderr: float
    """Standard error of that mean, in points."""
    paired_stderr: float | None = None
    """The same of what it does better or worse than all models of the run at the same tasks, so that of two models of
    one run the squares add up to the variance of their difference; ``None`` where single tasks are not told."""
    tasks: int
    source: str
    date: str
    proxy: bool = False
    """Whether a judge or a stand-in measure scored it, not tests: shown, but never decisive."""
    completion_tokens: float | None = None
    """Mean completion tokens of a task, where the source says."""


def costs_of(runs: Iterable[KindRun]) -> tuple[TaskCost, ...]:
    """Return what an average task of each run's source took each model, over all its kinds."""
    own: defaultdict[tuple[str, str], list[KindRun]] = defaultdict(list)
    for run in runs:
        if run.completion_tokens is not None:
            own[run.source, run.model].append(run)
    return tuple(
        TaskCost(
            source=source,
            benchmark=source,
            name=model,
            tokens_per_task=sum(run.tasks * (run.completion_tokens or 0.0) for run in found)
            / sum(run.tasks for run in found),
            date=found[0].date,
            own_id=True,
        )
        for (source, model), found in sorted(own.items())
    )
