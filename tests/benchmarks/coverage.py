"""Of how many listed models something is known: ``python tests/benchmarks/coverage.py DATA``.

``DATA`` is the folder from which the snapshot is built. For the listings of August and of November: text models with
a figure, with as many as it takes to be ranked, with an ability, and with an ability if those inferred from relatives
count too; from the sources that may be bundled, and from all that a user's own refresh reads. The figures of the
others are counted here, and kept nowhere.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import fmean

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scoring" / "build_snapshot"))

from boards import Board, Take, read_figures, read_rows
from listing import Listing, read_august, read_listing

from tierline_scoring.assess import assess
from tierline_scoring.benchmark import Scale
from tierline_scoring.evidence import Source
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.published import Published

_FRACTION, _PERCENT = Scale.FRACTION, Scale.PERCENT
_LIVEBENCH = "2026-01-08"
_AA_FRACTIONS = {
    "gpqa": "gpqa",
    "hle": "hle",
    "scicode": "scicode",
    "lcr": "aa-lcr",
    "ifbench": "ifbench",
    "tau2": "tau2-telecom",
    "terminalbench_hard": "terminal-bench-hard",
    "mmlu_pro": "mmlu-pro",
    "livecodebench": "livecodebench",
    "aime_25": "aime-2025",
    "math_500": "math-500",
    "aime": "aime-2024",
    "tau_banking": "tau-banking",
    "terminalbench_v2_1": "terminal-bench-2.1",
}
_OPEN_LLM = {
    "IFEval": "ifeval",
    "BBH": "bbh",
    "MATH Level 5": "math-l5",
    "GPQA": "gpqa",
    "MUSR": "musr",
    "MMLU-PRO": "mmlu-pro",
}


def _board(name: str, *takes: Take) -> Board:
    source = Source(id=name, name=name, url="", licence="not to be bundled", date="2026-07-22")
    return Board(files=(f"{name}.csv",), source=source, takes=takes)


_ARTIFICIAL_ANALYSIS = _board(
    "artificial-analysis",
    *(
        Take(published=f"AA {index}_index", benchmark=f"aa-{index}", scale=_PERCENT)
        for index in ("intelligence", "coding", "math")
    ),
    *(Take(published=name, benchmark=benchmark, scale=_FRACTION) for name, benchmark in _AA_FRACTIONS.items()),
)
_BOARDS = (
    _board(
        "swebench",
        Take(published="SWE-bench Verified (bash-only, mini-SWE-agent)", benchmark="swe-bench-mini-1", scale=_PERCENT),
    ),
    _board(
        "open-llm-leaderboard-v2",
        *(
            Take(published=name, benchmark=f"oll-{benchmark}", scale=_FRACTION, metric="chat=TRUE")
            for name, benchmark in _OPEN_LLM.items()
        ),
    ),
    _board(
        "bigcodebench",
        Take(published="BigCodeBench", benchmark="bigcodebench", scale=_PERCENT, metric="instruct"),
        Take(published="BigCodeBench-Hard", benchmark="bigcodebench-hard", scale=_PERCENT, metric="instruct"),
    ),
    _board(
        "alpacaeval2",
        Take(published="alpacaeval2", benchmark="alpaca-eval-2", scale=_PERCENT, metric="length_controlled"),
    ),
)


def main(arguments: list[str]) -> int:
    """Print the table. 0: printed; 2: the data folder is missing."""
    data = Path(arguments[0]) if arguments else Path()
    if not (data / "openrouter").is_dir() or not (data / "benchmarks").is_dir():
        sys.stderr.write(f"{data} is no data folder: it must hold openrouter/ and benchmarks/\n")
        return 2
    bundled = list(read_figures(data / "benchmarks"))
    every = [*bundled, *_unbundled(data / "benchmarks")]
    least = ScoringPolicy().min_measurements
    sys.stdout.write(
        f"{'listing':10}{'sources':10}{'models':>8}{'>= 1 figure':>14}{f'>= {least}':>12}{'ability':>12}"
        f"{'with inferred':>15}\n"
    )
    for day, listing in (
        ("August", read_august(data / "openrouter")),
        ("November", read_listing(data / "openrouter")),
    ):
        for name, figures in (("bundled", bundled), ("all", every)):
            counts = _counts(listing, figures, least)
            models = len(listing.models)
            shares = "".join(f"{f'{count} {count / models:.0%}':>{width}}" for count, width in counts)
            sys.stdout.write(f"{day:10}{name:10}{models:>8}{shares}\n")
    return 0


def _counts(listing: Listing, figures: list[Published], least: int) -> tuple[tuple[int, int], ...]:
    ids = [model.id for model in listing.models]
    found = assess(figures, listing.identities, ids)
    known = [found.evidence[name] for name in ids if name in found.evidence]
    able = sum(evidence.ability is not None for evidence in known)
    return (
        (len(known), 14),
        (sum(len(evidence.chosen) >= least for evidence in known), 12),
        (able, 12),
        (able + sum(name in found.inferred for name in ids), 15),
    )


def _unbundled(folder: Path) -> Iterator[Published]:
    yield from _with_ids(folder, read_rows(folder, _ARTIFICIAL_ANALYSIS))
    for board in _BOARDS:
        yield from read_rows(folder, board)
    yield from _livebench(folder / "livebench.csv")


def _with_ids(folder: Path, figures: Iterable[Published]) -> Iterator[Published]:
    """Name figures by OpenRouter's id where a row names one that no other names: else efforts would be mixed."""
    slugs: dict[str, list[str]] = {}
    with (folder / "artificial-analysis-models.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["openrouter_api_id"]:
                slugs.setdefault(row["openrouter_api_id"], []).append(row["slug"])
    own = {only: model_id for model_id, (only, *others) in slugs.items() if not others}
    for figure in figures:
        model_id = own.get(figure.name)
        yield replace(figure, name=model_id, own_id=True) if model_id else figure


def _livebench(path: Path) -> Iterator[Published]:
    """Give the mean of a category's tasks."""
    scores: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["benchmark"].endswith(_LIVEBENCH):
                category = row["metric"].split("/", 1)[0].lower().replace(" ", "-")
                scores[row["model_name_as_in_source"], f"livebench-{category}"].append(float(row["score"]))
    for (name, benchmark), tasks in scores.items():
        value = fmean(tasks)
        yield Published(
            source="livebench",
            benchmark=benchmark,
            name=name,
            published=f"{value:.2f}",
            scale=_PERCENT,
            value=value,
            date=_LIVEBENCH,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
