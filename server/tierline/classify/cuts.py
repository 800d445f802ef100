"""Where the difficulty is cut into simple, moderate and complex.

Cut points are a value, so that what is learnt from use can be passed in. A difficulty is a share: of tasks that
score 0.62, about 62% are such that an ordinary cheap model fails.
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


SHIPPED = Cuts(simple_below=0.25, complex_from=0.62)
"""What holds before anything is known of the user."""

LOWEST = Cuts(simple_below=0.15, complex_from=0.52)
HIGHEST = Cuts(simple_below=0.35, complex_from=0.75)
"""The bounds of what may be learnt. They don't overlap, so that any two points within them are in order."""
