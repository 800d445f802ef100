"""What the fate of answers teaches: cut points that move slowly, within bounds. Pure."""

from tierline.learning.adjustments import UNTOUCHED, Adjustments, Cell, Move, cell_for, effective_cuts
from tierline.learning.course import HORIZON
from tierline.learning.learn import learn

__all__ = ["HORIZON", "UNTOUCHED", "Adjustments", "Cell", "Move", "cell_for", "effective_cuts", "learn"]
