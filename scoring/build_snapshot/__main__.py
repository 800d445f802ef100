# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""Build the bundled snapshot: ``python scoring/build_snapshot DATA [TARGET]``.

``DATA`` holds ``openrouter/`` (listings and endpoints) and ``benchmarks/`` (tables of published figures).
``TARGET`` is the file to write, the bundled one if none is named. The same data gives the same file, byte for byte.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from boards import BOARDS, SELF_REPORTED, read_rows
from listing import AS_OF, SOURCES, Listing, read_listing

from tierline_scoring.accuracy import Accuracy, measure
from tierline_scoring.assess import Assessment, assess
from tierline_scoring.benchmark import FAMILIES
from tierline_scoring.published import Published
from tierline_scoring.snapshot import Snapshot, dump_snapshot

TARGET = Path(__file__).resolve().parents[1] / "tierline_scoring" / "data" / "snapshot.json"


def main(arguments: list[str]) -> int:
    """Write the snapshot and say what went into it. 0: written; 2: no usable data folder was named."""
    folder = Path(arguments[0]) if len(arguments) in {1, 2} else None
    if folder is None or not (folder / "openrouter").is_dir() or not (folder / "benchmarks").is_dir():
        sys.stderr.write(
            "Name the data folder (it holds openrouter/ and benchmarks/): python scoring/build_snapshot DATA [TARGET]\n"
        )
        return 2
    listing = read_listing(folder / "openrouter")
    assessment = assess(
        list(_published(folder / "benchmarks")), listing.identities, (model.id for model in listing.models)
    )
    accuracy = measure(assessment.table, FAMILIES)
    snapshot = Snapshot(
        as_of=AS_OF,
        sources={source.id: source for source in (*SOURCES, *(board.source for board in BOARDS))},
        models={model.id: model for model in listing.models},
        evidence=assessment.evidence,
        no_longer_listed={model_id: date.fromisoformat(last) for model_id, last in listing.no_longer_listed.items()},
        accuracy={name: _rounded(value) for name, value in accuracy.items()},
    )
    target = Path(arguments[1]) if len(arguments) > 1 else TARGET
    target.write_text(dump_snapshot(snapshot), encoding="utf-8", newline="\n")
    for line in _report(listing, assessment, snapshot.accuracy):
        sys.stdout.write(line + "\n")
    return 0


def _published(folder: Path) -> Iterator[Published]:
    for board in BOARDS:
        for row in read_rows(folder, board):
            yield Published(
                source=board.source.id,
                benchmark=row.benchmark,
                name=row.name,
                published=row.published,
                scale=row.scale,
                value=row.value,
                date=row.date,
                metric=row.metric,
                own_id=board.own_ids,
                self_reported=board.source.id in SELF_REPORTED,
            )


def _rounded(accuracy: Accuracy) -> Accuracy:
    return Accuracy(
        cells=accuracy.cells,
        estimate=round(accuracy.estimate, 2),
        column_mean=round(accuracy.column_mean, 2),
        nearest_neighbour=round(accuracy.nearest_neighbour, 2),
        within_interval=round(accuracy.within_interval, 3),
    )


def _report(listing: Listing, assessment: Assessment, accuracy: Mapping[str, Accuracy]) -> Iterator[str]:
    yield f"{len(listing.models)} models, {len(assessment.evidence)} with figures"
    yield "left out: " + ", ".join(f"{count} {reason}" for reason, count in sorted(listing.left_out.items()))
    how = Counter(
        str(hit.how) if hit.ids else "ambiguous" if hit.rivals else "unlisted" for hit in assessment.matches.values()
    )
    yield "names: " + ", ".join(f"{count} {rule}" for rule, count in sorted(how.items()))
    for hit in assessment.matches.values():
        if hit.rivals:
            yield f"ambiguous: {hit.name} is one of {', '.join(hit.rivals)}"
    yield f"fitted on {len(assessment.table)} models and {sum(map(len, assessment.table.values()))} figures"
    yield "error on hidden figures, points of 100 (root mean square):"
    for name, value in accuracy.items():
        yield (
            f"  {name:20} {value.estimate:6.2f}  column mean {value.column_mean:6.2f}  nearest neighbour"
            f" {value.nearest_neighbour:6.2f}  in interval {value.within_interval:.0%}  ({value.cells} figures)"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
