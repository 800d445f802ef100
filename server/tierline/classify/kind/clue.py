"""A row of the tables: how a clause begins, what it holds besides, and the kind of task that this asks for."""

import re
from dataclasses import dataclass
from functools import cache

from tierline.task import Kind


@dataclass(frozen=True, slots=True)
class Clue:
    """One way to ask for a kind of task."""

    kind: Kind
    patterns: tuple[str, ...] = ()
    """One of these is found in the clause; empty: whatever it says."""
    first: frozenset[str] = frozenset()
    """The clause begins with one of these words; empty: with any."""
    not_first: frozenset[str] = frozenset()
    """And with none of these."""

    def found_in(self, clause: str, first: str) -> str:
        """Return the words of ``clause``, which begins with ``first``, that ask for the kind; empty if none do."""
        if (self.first and first not in self.first) or first in self.not_first:
            return ""
        if not self.patterns:
            return first
        found = compiled("|".join(self.patterns)).search(clause)
        return (found[0].strip() or first) if found else ""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: most requests meet few of the rows."""
    return re.compile(pattern)


def begins(kind: Kind, words: str, *patterns: str) -> Clue:
    """Return a clue for clauses that begin with one of ``words`` and hold one of ``patterns``."""
    return Clue(kind, patterns, first=frozenset(words.split()))


def holds(kind: Kind, *patterns: str) -> Clue:
    """Return a clue for clauses that hold one of ``patterns``, however they begin."""
    return Clue(kind, patterns)


def unless(kind: Kind, words: str, *patterns: str) -> Clue:
    """Return a clue for clauses that hold one of ``patterns`` and begin with none of ``words``."""
    return Clue(kind, patterns, not_first=frozenset(words.split()))
