"""One cut point's course through the outcomes: stochastic approximation with a constant gain in the end.

A cut point c is to lie where the cheaper tier's answers fail as often as is tolerated. With each answer to a task of
difficulty d, whose fate is y (1: it failed the user, 0: it was accepted),

    c <- c - gain * closeness * (y - TOLERATED),    closeness = max(0, 1 - |c - d| / REACH)

which is the procedure of Robbins and Monro (A stochastic approximation method, Annals of Mathematical Statistics 22,
1951) for the root of P(failure | d = c) = TOLERATED. Their gains fall with 1/n, so that it settles; here they fall to
``LEAST_GAIN`` and no further, so that it follows a user who changes. Closeness keeps far tasks out: no move of the cut
would have sent them elsewhere. An accepted answer moves it by a third of what a failure does.

Five things keep it from running away: a move needs evidence before it counts, a day moves it by ``MOST_A_DAY`` at most,
it stays within ``classify.cuts.LOWEST`` and ``HIGHEST``, what is old is forgotten by halves, and a course with little
evidence counts little (``adjustments``).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

TOLERATED = 0.25
"""The share of failures at the cut that is thought worth the cheaper tier: one in four. A judgement."""
REACH = 0.2
"""How far from the cut a task still says something about it, in difficulty."""
FIRST_GAIN, LEAST_GAIN = 0.02, 0.008
HALF_GAIN_AT = 5.0
"""The gain is ``FIRST_GAIN`` before all evidence, and half of that once there is so much."""
MOST_A_DAY = 0.02
"""So that an angry afternoon can't run up the bill."""
HALF_LIFE = timedelta(days=90)
HORIZON = 4 * HALF_LIFE
"""Outcomes that are older than this, by the newest task, are not looked at: a sixteenth would be left of them."""


@dataclass(slots=True)
class Course:
    """Where one cut point has come, between ``lowest`` and ``highest``."""

    shipped: float
    lowest: float
    highest: float
    shift: float = 0.0
    """From ``shipped``."""
    evidence: float = 0.0
    """Closeness of all tasks together, the old ones by what is left of them."""
    seen: datetime | None = None
    _day: date | None = None
    _began: float = 0.0

    def fade(self, now: datetime) -> None:
        """Forget by halves what lies before ``now``."""
        if self.seen is not None and now > self.seen:
            left = 0.5 ** ((now - self.seen) / HALF_LIFE)
            self.shift *= left
            self.evidence *= left
        self.seen = now

    def take(self, at: datetime, difficulty: float, *, failed: bool) -> None:
        """Learn from one answer."""
        self.fade(at)
        if (day := at.astimezone(UTC).date()) != self._day:
            self._day, self._began = day, self.shift
        cut = self.shipped + self.shift
        closeness = max(0.0, 1 - abs(cut - difficulty) / REACH)
        gain = max(LEAST_GAIN, FIRST_GAIN * HALF_GAIN_AT / (HALF_GAIN_AT + self.evidence))
        wanted = self.shift - gain * closeness * (failed - TOLERATED)
        within_day = _clip(wanted, self._began - MOST_A_DAY, self._began + MOST_A_DAY)
        self.shift = _clip(within_day, self.lowest - self.shipped, self.highest - self.shipped)
        self.evidence += closeness


def _clip(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
