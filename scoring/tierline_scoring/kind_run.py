"""A published run of one kind of task: the evidence for specialists."""

from dataclasses import dataclass


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
    tasks: int
    source: str
    date: str
    proxy: bool = False
    """Whether a judge or a stand-in measure scored it, not tests: shown, but never decisive."""
    completion_tokens: float | None = None
    """Mean completion tokens of a task, where the source says."""
