"""What was learnt, in words."""

from collections.abc import Iterator

from tierline.learning.adjustments import (
    CUT_NAMES,
    ENOUGH,
    Adjustments,
    CutName,
    Move,
    Place,
    cell_for,
    effective_cuts,
    shipped,
)
from tierline.ledger import Fate
from tierline.task import Kind

_MEANING = {"simple_below": ("simple", "below", "minimum"), "complex_from": ("complex", "from", "default")}
_DEED = {Fate.REJECTED: "rejected", Fate.UNDONE: "undone", Fate.RETRIED: "asked of a dearer tier again"}


def moves(kind: Kind, language: str, adjustments: Adjustments) -> Iterator[str]:
    """Yield a sentence for each cut point that has moved for tasks of this kind and language."""
    cuts = effective_cuts(kind, language, adjustments)
    for cut in CUT_NAMES:
        now, before = getattr(cuts, cut), shipped(cut)
        if abs(now - before) >= 0.005:  # noqa: PLR2004 half of the last digit that is shown
            name, word, _ = _MEANING[cut]
            way = "fewer" if (now < before) == (cut == "simple_below") else "more"
            place, move = _taught_by(kind, language, adjustments, cut)
            because = _because(cut, place, move)
            yield f"{name} {word} {now:.2f}, not {before:.2f}, so {way} tasks count as {name}: {because}"


def waits(kind: Kind, language: str, adjustments: Adjustments) -> bool:
    """Say whether outcomes are known that are too few, or too far from the cut points, to move anything."""
    own = cell_for(adjustments, kind, language)
    return any(own.move(cut).fates and own.move(cut).evidence < ENOUGH for cut in CUT_NAMES)


def _taught_by(kind: Kind, language: str, adjustments: Adjustments, cut: CutName) -> tuple[Place, Move]:
    """Return the nearest place that has evidence of its own."""
    places: tuple[Place, ...] = ((kind, language), (kind, None), (None, None))
    for place in places:
        if (move := cell_for(adjustments, *place).move(cut)).trust:
            return place, move
    return (None, None), Move()


def _because(cut: CutName, place: Place, move: Move) -> str:
    tier = _MEANING[cut][2]
    bad = {fate: count for fate, count in move.fates.items() if fate.against and count}
    deeds = ", ".join(f"{count} {_DEED[fate]}" for fate, count in bad.items()) or "none was rejected"
    answers = sum(move.fates.values())
    return f"of {answers} answers of {tier}{_where(place)}, {deeds}"


def _where(place: Place) -> str:
    kind, language = place
    if kind is None:
        return " to all kinds"
    return f" to {kind}" + ("" if language is None else f" in {language or 'no language'}")
