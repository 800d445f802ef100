"""How rightly published names are matched: ``python tests/benchmarks/identity.py [BENCHMARKS]``.

Measured on ``tests/scoring/identity/labelled.csv`` (names labelled by hand) against ``catalogue.csv`` beside it, half
by half and source by source. Precision is the share of matches that are right, recall the share of names with an id
that were given it. ``BENCHMARKS`` is a folder of tables with a column ``model_name_as_in_source``; given one, it is
also told how many of all its names find a model.
"""

import csv
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scoring" / "identity"))

from labels import HALVES, Figures, Label, index_of, measure, read_catalogue, read_labels

from tierline_scoring.identity import build_index, match
from tierline_scoring.identity.reading import read

NAMES, MODELS = 10_000, 500
_BANDS = (0.98, 0.9, 0.75)


def main(arguments: list[str]) -> int:
    """Print the figures. 0: printed; 2: the folder named has no such tables."""
    folder = Path(arguments[0]) if arguments else None
    if folder and not any(folder.glob("*.csv")):
        sys.stderr.write(f"{folder} holds no tables (*.csv) of published figures; without a folder none are needed.\n")
        return 2
    labels = read_labels()
    index = index_of(labels)
    lines = [_line(half, measure([label for label in labels if label.half == half], index)) for half in HALVES]
    lines.append(_line("both", measure(labels, index)))
    lines += [
        _line(source, measure([label for label in labels if label.source == source], index))
        for source in sorted({label.source for label in labels})
    ]
    lines += [*_by_confidence(labels), *_errors(measure(labels, index)), _speed(labels)]
    if folder:
        lines.append(_coverage(folder))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _line(name: str, figures: Figures) -> str:
    return (
        f"{name:26} {figures.names:4} names, {figures.with_id:4} with an id, {figures.matched:4} matched, "
        f"{figures.right:4} rightly: precision {figures.precision:.4f}, recall {figures.recall:.4f}"
    )


def _by_confidence(labels: Iterable[Label]) -> Iterator[str]:
    index = index_of(read_labels())
    found = [(match(label.name, index, label.source), label) for label in labels]
    above = 2.0
    for least in _BANDS:
        band = [(hit, label) for hit, label in found if hit.ids and least <= hit.confidence < above]
        right = sum(frozenset(hit.ids) == label.ids for hit, label in band)
        yield f"confidence from {least:.2f}: {len(band):4} matches, {right} rightly"
        above = least


def _errors(figures: Figures) -> Iterator[str]:
    for label, hit in figures.errors:
        got = " ".join(hit.ids) or (f"one of {' '.join(hit.rivals)}" if hit.rivals else "none")
        yield f"error: {label.source}: {label.name!r} is {' '.join(sorted(label.ids)) or 'none'}, got {got}"


def _speed(labels: Iterable[Label]) -> str:
    """Time distinct names, so that nothing read before helps."""
    names = [(label.source, label.name) for label in labels]
    many = [(source, f"{name} {at // len(names)}") for at in range(NAMES) for source, name in (names[at % len(names)],)]
    read.cache_clear()
    start = time.perf_counter()
    index = build_index(read_catalogue()[:MODELS], many)
    for source, name in many:
        match(name, index, source)
    return (
        f"{len(many):,} names against {len(index.ids)} models: {time.perf_counter() - start:.2f} s, indexing included"
    )


def _coverage(folder: Path) -> str:
    names = set()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if "model_name_as_in_source" in (rows.fieldnames or ()):
                names |= {(path.stem, row["model_name_as_in_source"]) for row in rows}
    index = build_index(read_catalogue(), sorted(names))
    found = [match(name, index, source) for source, name in sorted(names)]
    models = {model_id for hit in found for model_id in hit.ids}
    return (
        f"{folder}: {len(names):,} names, {sum(bool(hit.ids) for hit in found):,} of {len(models)} models, "
        f"{sum(bool(hit.rivals) for hit in found)} ambiguous"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
