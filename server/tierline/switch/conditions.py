"""What a rule of the user's or the project's may ask for: each says in words how it holds, or nothing."""

from collections.abc import Callable, Collection, Sequence
from datetime import time
from decimal import Decimal

from tierline.switch.globs import matcher
from tierline.switch.situation import Situation
from tierline.task import Complexity, Importance, Kind

Condition = Callable[[Situation], str]
"""Says how it holds (``it is 23:10``); an empty text if it does not."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def language(ids: Collection[str]) -> Condition:
    """Hold for these LSP language ids."""
    return lambda s: f"the language is {s.language}" if s.language in ids else ""


def kind(kinds: Collection[Kind]) -> Condition:
    """Hold for these kinds, as the words of the request are understood."""
    return lambda s: f"the kind is {s.profile.kind}" if s.profile.kind in kinds else ""


def path(patterns: Sequence[str]) -> Condition:
    """Hold for files that the patterns match, by the rules of ``.gitignore``; a later ``!`` takes back."""
    # Compiled now, so that a decision does not.
    matches = matcher(tuple(patterns))
    return lambda s: f"the file is {s.path}" if s.path and matches(s.path) else ""


def lines(at_least: int | None, below: int | None) -> Condition:
    """Hold for selections of ``at_least`` lines, and fewer than ``below``; ``None`` sets no bound."""

    def holds(s: Situation) -> str:
        count = s.profile.lines
        within = (at_least is None or count >= at_least) and (below is None or count < below)
        return f"{count} line{'' if count == 1 else 's'}" if within else ""

    return holds


def complexity(classes: Collection[Complexity]) -> Condition:
    """Hold for these classes of complexity."""
    return lambda s: f"the task is {s.profile.complexity}" if s.profile.complexity in classes else ""


def importance(wanted: Importance) -> Condition:
    """Hold for this importance."""
    return lambda s: f"its importance is {wanted}" if s.profile.importance is wanted else ""


def prototyping(*, wanted: bool) -> Condition:
    """Hold for work that is provisional, or for work that is not."""
    words = "this is prototyping" if wanted else "this is no prototyping"
    return lambda s: words if s.profile.prototyping is wanted else ""


def time_of_day(start: time, end: time) -> Condition:
    """Hold from ``start`` until just before ``end``, local time; an end before the start is the next day's."""

    def holds(s: Situation) -> str:
        if s.now is None:
            return ""
        clock = s.now.time()
        within = start <= clock < end if start < end else clock >= start or clock < end
        return f"it is {clock:%H:%M}" if within else ""

    return holds


def weekday(days: Collection[str]) -> Condition:
    """Hold on these days, local time; names are those of ``WEEKDAYS``."""

    def holds(s: Situation) -> str:
        today = WEEKDAYS[s.now.weekday()] if s.now else ""
        return f"it is {today.capitalize()}" if today in days else ""

    return holds


def budget_left_below(usd: Decimal) -> Condition:
    """Hold while the session's cap leaves less than ``usd``; without a cap never."""

    def holds(s: Situation) -> str:
        left = s.budget_left_usd
        return f"${left.normalize():f} of the budget is left" if left is not None and left < usd else ""

    return holds


def budget_used_above(share: float) -> Condition:
    """Hold once more than ``share`` (0..1) of the session's cap is used; without a cap never."""

    def holds(s: Situation) -> str:
        used = s.budget_used
        return f"{used:.0%} of the budget is used" if used is not None and used > share else ""

    return holds
