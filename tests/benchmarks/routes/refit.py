"""Would it pay to fit the rules? Each rule gets a factor, drawn towards 1, from all sources but the one judged."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tierline.classify.difficulty import of_statement
from train_classifier import outcomes
from train_classifier.outcomes import Item

from .metrics import apgr
from .section import Section

if TYPE_CHECKING:
    from .tier import Measured

_ROUNDS = 100
_LIGHT, _FIRM = 0.05, 1.0
"""How much, in units of the rules' own variance, a factor is drawn towards 1."""

Row = tuple[dict[str, float], float]
"""Rule → what it adds; and the outcome, 0..1."""


def refitted(data: Path, found: "Sequence[Measured]") -> Section:
    """Return APGR of the rules as written beside that of the rules fitted on other sources."""
    rows = _by_source(data)
    names = sorted({name for own in rows.values() for said, _ in chain.from_iterable(own) for name in said})
    shown = []
    for own in found:
        if not own.name.startswith(("livecodebench", "infibench", "mbpp", "coderouterbench algorithm")):
            continue
        source = "livecodebench" if "algorithm" in own.name else own.name.split()[0]
        others = [group for name, groups in rows.items() if name != source for group in groups]
        said = [_said(item) for item in own.items]
        weak, strong = own.quality(own.weak), own.quality(own.strong)
        cells = []
        for drawn in (None, _FIRM, _LIGHT):
            factors = dict.fromkeys(names, 1.0) if drawn is None else _factors(others, names, drawn)
            scores = [round(sum(factors[name] * weight for name, weight in each.items()), 9) for each in said]
            cells.append(f"{apgr(scores, weak, strong):.3f}")
        shown.append((own.name, *cells))
    return Section(
        "The rules of a statement as written, and fitted on the other sources: APGR of the main pair",
        ("set", "as written", "fitted, held firmly", "fitted, held lightly"),
        tuple(shown),
        (
            "Non-negative ridge on outcomes and labels within sources, judged on a source left out.",
            "Fitting gains little on statements and loses on questions: the rules are shipped as they were written.",
        ),
    )


def _by_source(data: Path) -> dict[str, list[list[Row]]]:
    """Return, for each source, its groups of rows: outcomes are compared within a group alone."""
    groups: dict[tuple[str, str], list[tuple[Item, float]]] = {}
    for item in _items(data):
        tried = list(item.quality.values())
        truth = 1 - sum(tried) / len(tried) if tried else (item.label or 0.0) / 10
        groups.setdefault((item.source, item.group), []).append((item, truth))
    found: dict[str, list[list[Row]]] = {}
    for (source, _), own in groups.items():
        found.setdefault(source, []).append([(_said(item), truth) for item, truth in own])
    return found


def _items(data: Path) -> Iterator[Item]:
    yield from outcomes.exercism(data)
    yield from outcomes.livecodebench(data)
    yield from outcomes.infibench(data)
    yield from outcomes.mbpp(data)
    yield from outcomes.coderouterbench(data)


def _said(item: Item) -> dict[str, float]:
    return {signal.name: signal.weight for signal in of_statement(item.task, item.task.kind)}


def _factors(groups: Sequence[Sequence[Row]], names: Sequence[str], drawn: float) -> dict[str, float]:
    """Solve for non-negative factors by coordinate descent on the normal equations."""
    size = len(names)
    gram, along = [[0.0] * size for _ in names], [0.0] * size
    for rows in groups:
        columns = [[said.get(name, 0.0) for said, _ in rows] for name in names]
        centred = [[value - sum(column) / len(rows) for value in column] for column in columns]
        middle = sum(truth for _, truth in rows) / len(rows)
        truths = [truth - middle for _, truth in rows]
        for i, left in enumerate(centred):
            if not any(left):
                continue
            along[i] += sum(x * y for x, y in zip(left, truths, strict=True))
            for j, right in enumerate(centred):
                gram[i][j] += sum(x * y for x, y in zip(left, right, strict=True))
    pull = drawn * sum(gram[i][i] for i in range(size)) / size
    factors = [1.0] * size
    for _ in range(_ROUNDS):
        for i in range(size):
            rest = sum(gram[i][j] * factors[j] for j in range(size) if j != i)
            factors[i] = max(0.0, (along[i] + pull - rest) / (gram[i][i] + pull))
    return dict(zip(names, factors, strict=True))
