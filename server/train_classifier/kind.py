"""Count how often each way of telling a kind is right: the confidence that goes with it.

The share of findings that were right, by the evidence and the kind, on the fitting half of our own list and on the
public chat requests. The shares are humble: those of an evidence are drawn towards even odds, those of a kind towards
its evidence, each as if ``WEIGHT`` more findings had been seen. They still flatter, for the rules were written with
the same requests in sight; the benchmark says by how much.
"""

import csv
import io
from collections import Counter
from pathlib import Path

from tierline.classify.kind.request import read
from tierline.classify.kind.rules import EVIDENCE, NOTHING, find
from tierline.task import Kind
from train_classifier.labelled import Labelled, own, public

WEIGHT = 6
_EVEN = 0.5
_PLACES = 2


def train(data: Path) -> bytes:
    """Return the contents of ``kind.csv``, the same for the same data."""
    chat = [source for source in public(data) if source.family == "chat"]
    return write([row for source in (own()[0], *chat) for row in source.rows])


def write(rows: list[Labelled]) -> bytes:
    """Return the shares for ``rows`` as a reviewer reads them."""
    right: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter(dict.fromkeys(((evidence, "") for evidence in EVIDENCE), 0))
    for row in rows:
        for evidence, kind in _findings(row):
            for cell in ((evidence, kind.value), (evidence, "")):
                seen[cell] += 1
                right[cell] += kind is row.kind
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("evidence", "kind", "right", "found", "confidence"))
    for evidence, kind in sorted(seen):
        usual = _drawn(right[evidence, ""], seen[evidence, ""], _EVEN)
        share = _drawn(right[evidence, kind], seen[evidence, kind], usual) if kind else usual
        table.writerow((evidence, kind, right[evidence, kind], seen[evidence, kind], f"{share:.{_PLACES}f}"))
    return text.getvalue().encode()


def _drawn(right: int, found: int, towards: float) -> float:
    return (right + WEIGHT * towards) / (found + WEIGHT)


def _findings(row: Labelled) -> list[tuple[str, Kind]]:
    """Return evidence and kind; where nothing is found, those of both free commands."""
    found = find(read(row.text))
    return [(found.evidence, found.kind)] if found else [(NOTHING, Kind.EDIT), (NOTHING, Kind.ASK)]
