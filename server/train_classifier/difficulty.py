"""Fit what turns the rules of difficulty into a share of failures: a base and two slopes.

Least squares of the failures of ordinary cheap models on the sums of the rules, every source weighing the same, slopes
kept within 0..1. Slopes are fitted within sources, for sources differ in level for reasons of their own (how the tests
are made); the base is the mean over sources. So on a source that was not fitted on the level is off by what that
source differs; ``held_out`` says by how much.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from tierline.classify.difficulty import Calibration, of_code, of_statement
from tierline.classify.features import count
from train_classifier import outcomes
from train_classifier.outcomes import CHEAP, Item

_ROUNDS = 200
_PLACES = 3


class Point(NamedTuple):
    """One task as the fit sees it."""

    source: str
    code: float
    """What the rules add up to; so for ``statement``."""
    statement: float
    failed: float
    """Share of the cheap models' tries that failed."""


def train(data: Path) -> bytes:
    """Return the contents of ``difficulty.json``, the same for the same data."""
    return write(fit(points(data)))


def write(fitted: Calibration) -> bytes:
    """Return ``fitted`` as a reviewer reads it."""
    shown = {"base": fitted.base, "code": fitted.code, "statement": fitted.statement}
    return (json.dumps(shown, indent=2) + "\n").encode()


def points(data: Path) -> list[Point]:
    """Return every task that a cheap model was tried on."""
    read = (outcomes.livecodebench, outcomes.debugbench, outcomes.infibench, outcomes.mbpp, outcomes.cruxeval)
    items: Iterable[Item] = chain.from_iterable(set_of(data) for set_of in (*read, outcomes.coderouterbench))
    found = []
    for item in items:
        tried = [item.quality[name] for name in CHEAP.get(item.source, ()) if name in item.quality]
        if tried:
            seen = count(item.task.selection, item.task.language)
            code = sum(signal.weight for signal in of_code(seen))
            stated = sum(signal.weight for signal in of_statement(item.task, item.task.kind))
            found.append(Point(item.source, code, stated, 1 - sum(tried) / len(tried)))
    return found


def fit(seen: Sequence[Point]) -> Calibration:
    """Return base and slopes; slopes stay within 0..1 and are fitted within sources."""
    parts = [_moments([point for point in seen if point.source == source]) for source in sorted(_sources(seen))]
    cc, cs, ss, cf, sf = (sum(part.spread[at] for part in parts) for at in range(5))
    code, stated = 0.0, 0.0
    for _ in range(_ROUNDS):
        code = min(1.0, max(0.0, (cf - cs * stated) / cc)) if cc else 0.0
        stated = min(1.0, max(0.0, (sf - cs * code) / ss)) if ss else 0.0
    base = sum(part.failed - code * part.code - stated * part.statement for part in parts) / len(parts)
    return Calibration(base=round(base, _PLACES), code=round(code, _PLACES), statement=round(stated, _PLACES))


class _Moments(NamedTuple):
    failed: float
    code: float
    statement: float
    spread: tuple[float, float, float, float, float]
    """Variances and covariances within the source: code², code·statement, statement², code·failed, statement·failed."""


def _moments(seen: Sequence[Point]) -> _Moments:
    each = len(seen)
    code = sum(point.code for point in seen) / each
    stated = sum(point.statement for point in seen) / each
    failed = sum(point.failed for point in seen) / each
    away = [(point.code - code, point.statement - stated, point.failed - failed) for point in seen]
    spread = (
        sum(c * c for c, _, _ in away) / each,
        sum(c * s for c, s, _ in away) / each,
        sum(s * s for _, s, _ in away) / each,
        sum(c * f for c, _, f in away) / each,
        sum(s * f for _, s, f in away) / each,
    )
    return _Moments(failed, code, stated, spread)


def _sources(seen: Iterable[Point]) -> set[str]:
    return {point.source for point in seen}


def held_out(seen: Sequence[Point]) -> list[tuple[Point, float]]:
    """Return each task with the difficulty that a fit on the other sources gives it."""
    predicted = []
    for source in sorted(_sources(seen)):
        fitted = fit([point for point in seen if point.source != source])
        predicted += [(point, predict(point, fitted)) for point in seen if point.source == source]
    return predicted


def predict(point: Point, fitted: Calibration) -> float:
    """Return the difficulty in 0..1, without what is judged of kinds and orders."""
    return min(1.0, max(0.0, fitted.base + fitted.code * point.code + fitted.statement * point.statement))
