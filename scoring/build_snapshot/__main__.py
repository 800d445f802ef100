# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""Build the bundled snapshot: ``python scoring/build_snapshot DATA [TARGET] [--runs FOLDER] [--august]``.

``DATA`` holds ``openrouter/`` (listings and endpoints) and ``benchmarks/`` (tables of published figures).
``TARGET`` is the file to write, the bundled one if none is named. ``--runs`` names the folder with outcomes of
single tasks, the evidence for specialists and tokens; ``--august`` takes the listing of August with its prices.
The same data gives the same file, byte for byte.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from boards import BOARDS, read_figures
from costs import read_costs
from kind_runs import SOURCES as RUN_SOURCES, read_kind_runs
from listing import AS_OF, AUGUST, SOURCES, Listing, read_august, read_listing

from tierline_scoring.accuracy import Accuracy
from tierline_scoring.assess import Assessment
from tierline_scoring.build import Catalogue, Findings, build_snapshot
from tierline_scoring.kind_run import costs_of
from tierline_scoring.snapshot import dump_snapshot

TARGET = Path(__file__).resolve().parents[1] / "tierline_scoring" / "data" / "snapshot.json"


def main(arguments: list[str]) -> int:
    """Write the snapshot and say what went into it. 0: written; 2: no usable data folder was named."""
    options = _options(arguments)
    folder: Path | None = options.data
    if folder is None or not (folder / "openrouter").is_dir() or not (folder / "benchmarks").is_dir():
        sys.stderr.write(
            "Name the data folder (it holds openrouter/ and benchmarks/): python scoring/build_snapshot DATA [TARGET]\n"
        )
        return 2
    listing = (read_august if options.august else read_listing)(folder / "openrouter")
    runs = read_kind_runs(options.runs, listing.identities) if options.runs else ()
    snapshot, assessment = build_snapshot(
        Catalogue(
            as_of=AUGUST if options.august else AS_OF,
            models=listing.models,
            identities=listing.identities,
            sources=SOURCES,
            no_longer_listed={name: date.fromisoformat(last) for name, last in listing.no_longer_listed.items()},
            former={model.id: model for model in listing.former},
            left_out=listing.left_out,
        ),
        Findings(
            figures=list(read_figures(folder / "benchmarks")),
            sources=[*(board.source for board in BOARDS), *RUN_SOURCES],
            costs=[*read_costs(folder / "benchmarks" / "aider-polyglot.csv"), *costs_of(runs)],
        ),
    )
    told = {source.id: source for source in RUN_SOURCES if any(run.source == source.id for run in runs)}
    snapshot = replace(snapshot, kind_runs=runs, sources={**snapshot.sources, **told})
    target: Path = options.target
    target.write_text(dump_snapshot(snapshot), encoding="utf-8", newline="\n")
    for line in _report(listing, assessment, snapshot.accuracy):
        sys.stdout.write(line + "\n")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build_snapshot")
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("target", type=Path, nargs="?", default=TARGET)
    parser.add_argument("--runs", type=Path)
    parser.add_argument("--august", action="store_true")
    return parser.parse_args(arguments)


def _report(listing: Listing, assessment: Assessment, accuracy: Mapping[str, Accuracy]) -> Iterator[str]:
    known = sum(model.id in assessment.evidence for model in listing.models)
    inferred = sum(model.id in assessment.inferred for model in listing.models)
    yield f"{len(listing.models)} models, {known} with figures, {inferred} more inferred from relatives"
    out = Counter(listing.left_out.values())
    yield "left out: " + ", ".join(f"{count} {reason}" for reason, count in sorted(out.items()))
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
