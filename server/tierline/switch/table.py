"""The order of the rules: the shipped ones, with what the user and the project add."""

from collections.abc import Sequence
from dataclasses import dataclass

from tierline.switch.rules import RULES, Rule

FIRST = ("pinned", "out")
"""Keep their places: a tier that you asked for, and one that can't answer."""
LAST = "otherwise"
"""Keeps its place too, so that the table always decides."""
BEFORE_PROJECTS = ("critical", "cost")
"""Stand before the rules of a project, which therefore can't weaken them."""
MOVABLE = tuple(rule.name for rule in RULES if rule.name not in {*FIRST, LAST})
"""Shipped rules that the user may move or switch off."""

BY_NAME = {rule.name: rule for rule in RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRules:
    """What the user says about the table."""

    order: tuple[Rule, ...] = ()
    """The user's own rules, and those of the shipped ones that the user put among them."""
    off: frozenset[str] = frozenset()
    """Names of shipped rules that are left out."""


def arrange(own: OwnRules = OwnRules(), project: Sequence[Rule] = ()) -> tuple[Rule, ...]:
    """Return the table: ``pinned``, ``out``, what the user wrote, ``critical``, ``cost``, the project's, the rest.

    A shipped rule that the user placed stands there alone.
    """
    moved = {rule.name for rule in own.order} | own.off
    kept = [BY_NAME[name] for name in MOVABLE if name not in moved]
    return (
        *(BY_NAME[name] for name in FIRST),
        *own.order,
        *(rule for rule in kept if rule.name in BEFORE_PROJECTS),
        *project,
        *(rule for rule in kept if rule.name not in BEFORE_PROJECTS),
        BY_NAME[LAST],
    )
