"""From the ledger's rows to adjustments: the same rows always give the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tierline.learning.adjustments import (
    CUT_NAMES,
    FEWEST_KINDS,
    UNTOUCHED,
    Adjustments,
    Cell,
    CutName,
    Move,
    Place,
    bounds,
    shipped,
)
from tierline.learning.course import HORIZON, Course
from tierline.ledger import Fate, TaskRow
from tierline.task import JUDGES_CODE, Complexity, Tier


@dataclass(slots=True)
class _Track:
    course: Course
    fates: Counter[Fate] = field(default_factory=Counter)

    def move(self) -> Move:
        return Move(shift=self.course.shift, evidence=self.course.evidence, fates=dict(self.fates))


def learn(rows: Iterable[TaskRow], since: datetime | None = None) -> Adjustments:
    """Return what the outcomes of tasks teach; ``since`` leaves out those before a reset.

    Of use is an answer that came from the tier that the cut points chose, and whose fate is known. What was pinned,
    critical or decided by a rule of the user's says nothing about them, nor does an answer that was escalated: that is
    what the answer's own score is for. Old outcomes fade up to the time of the newest row.
    """
    known = sorted(rows, key=lambda row: (row.at, row.key))
    if not known:
        return UNTOUCHED
    horizon = known[-1].at - HORIZON
    first = horizon if since is None else max(since, horizon)
    counted = [row for row in known if row.at >= first]
    useful = [(row, cut) for row in counted if (cut := cut_behind(row))]
    if not useful:
        return UNTOUCHED
    tracks: dict[tuple[Place, CutName], _Track] = {}
    for row, cut in useful:
        places: tuple[Place, ...] = ((row.detected, row.language), (row.detected, None))
        for place in places:
            track = tracks.setdefault((place, cut), _Track(_course(cut)))
            track.course.take(row.at, row.difficulty, failed=row.fate.against)
            track.fates[row.fate] += 1
    moves: dict[Place, dict[CutName, Move]] = defaultdict(dict)
    for (place, cut), track in tracks.items():
        track.course.fade(counted[-1].at)
        moves[place][cut] = track.move()
    cells = {place: Cell(**of) for place, of in moves.items()}
    cells[None, None] = Cell(**{cut: _of_all([cells[p].move(cut) for p in cells if p[1] is None]) for cut in CUT_NAMES})
    return Adjustments(cells)


def cut_behind(row: TaskRow) -> CutName | None:
    """Return the cut point that an answer says something about; ``None`` if it says nothing about either."""
    if row.fate is Fate.UNKNOWN or row.answered_tier is not row.tier:
        return None
    if row.rule == "simple" and row.tier is Tier.MINIMUM:
        return "simple_below"
    by_the_upper = row.rule == "otherwise" and row.tier is Tier.DEFAULT and row.complexity is Complexity.MODERATE
    return "complex_from" if by_the_upper and row.detected in JUDGES_CODE else None


def _course(cut: CutName) -> Course:
    return Course(shipped(cut), *bounds(cut))


def _of_all(kinds: Sequence[Move]) -> Move:
    """Return what all kinds have in common: the mean of those with evidence, so that no single one moves the others."""
    trusted = [move for move in kinds if move.trust]
    if len(trusted) < FEWEST_KINDS:
        return Move()
    fates: Counter[Fate] = Counter()
    for move in trusted:
        fates.update(move.fates)
    return Move(
        shift=sum(move.shift for move in trusted) / len(trusted),
        evidence=sum(move.evidence for move in trusted) / len(trusted),
        fates=dict(fates),
    )
