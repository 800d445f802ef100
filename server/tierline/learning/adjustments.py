"""How far the cut points have moved for each kind and language, and what holds where little is known."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tierline.classify.cuts import HIGHEST, LOWEST, SHIPPED, Cuts
from tierline.ledger import Fate
from tierline.task import Kind

CutName = Literal["simple_below", "complex_from"]
CUT_NAMES: tuple[CutName, ...] = ("simple_below", "complex_from")

ENOUGH = 5.0
"""Evidence below which nothing moves."""
HALF_TRUSTED_AT = 10.0
"""Evidence of which half is believed, beside what holds more generally."""
FEWEST_KINDS = 3
"""Kinds that must have evidence of their own before others are moved by them."""

Place = tuple[Kind | None, str | None]
"""Kind and LSP language id; ``None`` is any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How far one cut point has moved by its own outcomes alone, and on what evidence."""

    shift: float = 0.0
    evidence: float = 0.0
    fates: Mapping[Fate, int] = field(default_factory=Counter)
    """How many answers met which fate, also those that lie too far from the cut to move it."""

    @property
    def trust(self) -> float:
        """How much it counts beside what holds more generally, 0..1."""
        return 0.0 if self.evidence < ENOUGH else self.evidence / (self.evidence + HALF_TRUSTED_AT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The moves of both cut points in one place."""

    simple_below: Move = Move()
    """By what became of MINIMUM's answers to simple tasks."""
    complex_from: Move = Move()
    """By what became of DEFAULT's answers to moderate tasks."""

    def move(self, cut: CutName) -> Move:
        """Return the move of a cut point."""
        return self.simple_below if cut == "simple_below" else self.complex_from


@dataclass(frozen=True, slots=True)
class Adjustments:
    """All that was learnt: kind and language, kind alone, and (as ``None, None``) all kinds."""

    cells: Mapping[Place, Cell] = field(default_factory=dict)


UNTOUCHED = Adjustments()
"""Nothing was learnt, or nothing is to be."""

_NONE = Cell()


def cell_for(adjustments: Adjustments, kind: Kind | None, language: str | None) -> Cell:
    """Return what was learnt in one place; an empty cell where nothing was."""
    return adjustments.cells.get((kind, language), _NONE)


def effective_cuts(kind: Kind, language: str, adjustments: Adjustments) -> Cuts:
    """Return the cut points for a task: what its kind and language taught, as far as there is evidence.

    What is missing to full trust is filled by the kind in any language, then by all kinds, then by the shipped points:
    shift = t * own + (1 - t) * general at each step, with t = ``Move.trust`` (the credibility of actuaries: Bühlmann,
    Experience rating and credibility, ASTIN Bulletin 4, 1967).
    """
    wanted = {cut: shipped(cut) + _shift(cut, kind, language, adjustments) for cut in CUT_NAMES}
    return Cuts(**{cut: round(_clip(value, *bounds(cut)), 4) for cut, value in wanted.items()})


def shipped(cut: CutName) -> float:
    """Return where a cut point is before anything is learnt."""
    return SHIPPED.simple_below if cut == "simple_below" else SHIPPED.complex_from


def bounds(cut: CutName) -> tuple[float, float]:
    """Return between what it stays."""
    if cut == "simple_below":
        return LOWEST.simple_below, HIGHEST.simple_below
    return LOWEST.complex_from, HIGHEST.complex_from


def _shift(cut: CutName, kind: Kind, language: str, adjustments: Adjustments) -> float:
    found = 0.0
    places: tuple[Place, ...] = ((None, None), (kind, None), (kind, language))
    for place in places:
        move = cell_for(adjustments, *place).move(cut)
        found = move.trust * move.shift + (1 - move.trust) * found
    return found


def _clip(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
