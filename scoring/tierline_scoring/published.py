"""A figure as its source publishes it: what parsers give, and what assessing takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One figure as a source publishes it, and on 0..100."""

    source: str
    benchmark: str
    name: str
    published: str
    scale: str
    """The unit of ``published``."""
    value: float
    date: str
    metric: str = ""
    own_id: bool = False
    """Whether ``name`` is an OpenRouter id."""
    self_reported: bool = False
    """Whether the vendor ran it; such a figure counts only where no independent one exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCost:
    """What a model spent on a published run: the base of dollars per task, which prices per token do not tell."""

    source: str
    benchmark: str
    name: str
    """As published."""
    usd_per_task: float | None = None
    """Billed for one task of the run, at the prices of its day."""
    tokens_per_task: float | None = None
    """Completion tokens of one task, reasoning included; comparable between models of one run only."""
    date: str
    metric: str = ""
    own_id: bool = False
