"""What the tasks of a time add up to, by any trait. An unknown cost is counted, and never as zero."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from tierline.ledger.rows import CallRow, Fate, TaskRow
from tierline.ledger.session import total
from tierline.ledger.spent import month_of

MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The tasks that share a trait."""

    name: str
    tasks: int
    share: float
    """Of all tasks, 0..1."""
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: Decimal
    """Of the calls whose cost is known."""
    unknown_costs: int
    """Calls whose cost is not."""
    average_usd_per_mtok: Decimal | None
    """Over the calls of which both cost and tokens are known; ``None`` where there are none."""
    escalated: int
    good: int
    bad: int
    """Answers whose fate is known."""

    @property
    def acceptance(self) -> float | None:
        """The share of good ones among the answers whose fate is known, 0..1."""
        known = self.good + self.bad
        return self.good / known if known else None


TRAITS: Mapping[str, Callable[[TaskRow], str]] = {
    "day": lambda row: row.day,
    "month": lambda row: month_of(row.day),
    "tier": lambda row: row.tier.value,
    "kind": lambda row: row.detected.value,
    "project": lambda row: row.project,
}
"""What tasks are summed by. Models are not among them: one task may ask several (``model_lines``)."""


def lines_by(trait: str, rows: Sequence[TaskRow]) -> list[Line]:
    """Return a line for each value of a trait, ``model`` included: spans by their time, others by their tasks."""
    if trait == "model":
        return model_lines(rows)
    found = lines(rows, TRAITS[trait])
    return found if trait in {"day", "month"} else sorted(found, key=lambda one: -one.tasks)


def model_lines(rows: Sequence[TaskRow]) -> list[Line]:
    """Return a line for each model that was asked, with its own calls alone; the most frequent first.

    A task counts for every model that it asked, its fate for the one whose answer counted.
    """
    groups: dict[str, list[TaskRow]] = defaultdict(list)
    for row in rows:
        answer = row.answer
        for model in dict.fromkeys(call.model for call in row.calls):
            own = tuple(call for call in row.calls if call.model == model)
            fate = row.fate if answer and answer.model == model else Fate.UNKNOWN
            groups[model].append(replace(row, calls=own, fate=fate))
    return sorted((line(name, group, len(rows)) for name, group in groups.items()), key=lambda one: -one.calls)


def with_empty_days(found: Sequence[Line]) -> list[Line]:
    """Return lines by day with one of nothing for each day between that had no task."""
    named = {one.name: one for one in found}
    if not named:
        return []
    first, last = (date.fromisoformat(name) for name in (min(named), max(named)))
    days = ((first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1))
    return [named.get(day) or line(day, (), 0) for day in days]


def lines(rows: Sequence[TaskRow], trait: Callable[[TaskRow], str]) -> list[Line]:
    """Return a line for each value of ``trait``, in the order of the first task that has it."""
    groups: dict[str, list[TaskRow]] = defaultdict(list)
    for row in rows:
        groups[trait(row)].append(row)
    return [line(name, group, len(rows)) for name, group in groups.items()]


def line(name: str, rows: Sequence[TaskRow], of: int) -> Line:
    """Return the sum of ``rows``; ``of`` is the number of all tasks."""
    calls = [call for row in rows for call in row.calls]
    costs = [call.cost_usd for call in calls if call.cost_usd is not None]
    return Line(
        name=name,
        tasks=len(rows),
        share=len(rows) / of if of else 0.0,
        calls=len(calls),
        prompt_tokens=sum(call.prompt_tokens or 0 for call in calls),
        completion_tokens=sum(call.completion_tokens or 0 for call in calls),
        cost_usd=total(costs),
        unknown_costs=len(calls) - len(costs),
        average_usd_per_mtok=_average(calls),
        escalated=sum(row.escalated for row in rows),
        good=sum(row.fate is Fate.ACCEPTED for row in rows),
        bad=sum(row.fate.against for row in rows),
    )


def _average(calls: Iterable[CallRow]) -> Decimal | None:
    known = [
        (call.cost_usd, call.prompt_tokens + call.completion_tokens)
        for call in calls
        if call.cost_usd is not None and call.prompt_tokens is not None and call.completion_tokens is not None
    ]
    tokens = sum(count for _, count in known)
    return total(cost for cost, _ in known) * MILLION / tokens if tokens else None
