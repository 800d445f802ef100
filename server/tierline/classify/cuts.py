"""Where the difficulty is cut into simple, moderate and complex.

Cut points are a value, so that what is learnt from use can be passed in. A difficulty is a share: of benchmark tasks
that score 0.7, about 70% are such that an ordinary cheap model fails. Below the lower point lie a few plain lines to
explain or document and orders that ask for little; the upper one takes evidence worth 0.2 above the base. What lies
between, and so all of which nothing is known, is moderate.
"""

from dataclasses import dataclass

from tierline.task import Complexity


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """Two cut points in 0..1; ``simple_below < complex_from``."""

    simple_below: float
    """A task that scores less is simple."""
    complex_from: float
    """A task that scores this or more is complex."""

    def complexity(self, difficulty: float) -> Complexity:
        """Return the class of ``difficulty``, which is in 0..1."""
        if difficulty < self.simple_below:
            return Complexity.SIMPLE
        return Complexity.COMPLEX if difficulty >= self.complex_from else Complexity.MODERATE


SHIPPED = Cuts(simple_below=0.25, complex_from=0.6)
"""What holds before anything is known of the user."""

LOWEST = Cuts(simple_below=0.15, complex_from=0.5)
HIGHEST = Cuts(simple_below=0.35, complex_from=0.75)
"""The bounds of what may be learnt. They don't overlap, so that any two points within them are in order."""
