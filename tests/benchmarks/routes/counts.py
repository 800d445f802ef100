"""What each count of code is worth by itself as an order between two good models: the reason why few of them count."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from tierline.classify.features import Features, count

from .bootstrap import interval, pick
from .metrics import apgr, spearman
from .section import Section

if TYPE_CHECKING:
    from .tier import Measured

COUNTS: Mapping[str, Callable[[Features], float]] = {
    "lines": attrgetter("lines"),
    "tokens": attrgetter("tokens"),
    "cyclomatic complexity": attrgetter("cyclomatic"),
    "cognitive complexity": attrgetter("cognitive"),
    "depth of control flow": attrgetter("control"),
    "depth of indentation": attrgetter("nesting"),
    "loops within loops": attrgetter("nested_loops"),
    "longest function": attrgetter("longest_function"),
    "most parameters": attrgetter("parameters"),
    "definitions": attrgetter("definitions"),
    "distinct names": attrgetter("symbols"),
    "calls": attrgetter("calls"),
    "imports": attrgetter("imports"),
    "comments": attrgetter("comments"),
    "syntax errors": lambda seen: seen.errors or 0,
    "subjects": lambda seen: len(seen.subjects),
}
_OF_CODE = ("debugbench", "cruxeval")
"""Sets whose tasks show code, enough of it to count, and little else."""


def counted(found: "Sequence[Measured]") -> Section:
    """Return APGR of each count on the main pair of each set of code, and its Spearman's rho with failure."""
    sets = [
        (own, [count(item.task.selection, item.task.language) for item in own.items])
        for own in found
        if own.name in _OF_CODE
    ]
    rows = []
    for name, read in COUNTS.items():
        cells: list[str] = []
        for own, seen in sets:
            cells += _worth(own, [float(read(each)) for each in seen])
        rows.append((name, *cells))
    return Section(
        "Counts of code, each as an order by itself: APGR of the main pair, Spearman's rho with failures",
        ("count", *(f"{own.name} {what}" for own, _ in sets for what in ("APGR", "rho"))),
        tuple(rows),
        (
            "Chance is 0.500, and so is a count that is the same for all. Nothing was fitted.",
            "Failures: the share of all the set's models that fail.",
        ),
    )


def _worth(own: "Measured", scores: Sequence[float]) -> tuple[str, str]:
    weak, strong = own.quality(own.weak), own.quality(own.strong)
    got = interval(
        lambda drawn: apgr(pick(scores, drawn), pick(weak, drawn), pick(strong, drawn)), len(scores), times=100
    )
    failed = [1 - sum(item.quality.values()) / len(item.quality) for item in own.items]
    return str(got), f"{spearman(scores, failed):+.2f}" if len(set(scores)) > 1 else "-"
