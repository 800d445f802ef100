"""How good estimates of missing figures are: ``python tests/benchmarks/estimates.py DATA [--half tuned|other|both]``.

``DATA`` is the folder from which the snapshot is built. Known figures are hidden in three ways, estimated from what
is left, and compared with simpler guesses (``guesses``). A figure counts if its model keeps at least two others.

- random: every figure once, in eight parts of the table;
- source: all that one source tells of a model, with the twins of the same run or vote, in eight parts;
- year: the fit sees only models released before a half-year, and estimates those released in it, each figure
  from the model's others except its twins.

The constants of the fit were chosen on one half of the models (``tuned``, by a hash of the name) and are reported
on the ``other`` half, which is the default.
"""

import argparse
import hashlib
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scoring" / "build_snapshot"))

from boards import read_figures
from guesses import Guesses
from listing import read_listing

from tierline_scoring.assess import Assessment, assess
from tierline_scoring.benchmark import FAMILIES, REFERENCE
from tierline_scoring.estimate import AbilityModel, Table, fit

WAYS = ("random", "source", "year")
PARTS = 8
HALF_YEARS = ("2024-07", "2025-01", "2025-07", "2026-01", "9999")
KEPT = 2
GUESSES = ("mean", "neighbour", "regression")
_DAY = re.compile(r"(20\d\d)-?([01]\d)-?([0-3]\d)")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden figure, and what was left of its model to tell it from."""

    model: str
    benchmark: str
    truth: float
    left: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Split:
    """A table with figures hidden in one way."""

    way: str
    table: Table
    hidden: tuple[Hidden, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Errors on one hidden figure, in points of 0..100."""

    way: str
    hidden: Hidden
    inside: bool
    estimate: float
    guesses: tuple[float, float, float]
    """Of ``GUESSES``."""


def main(arguments: list[str]) -> int:
    """Print the tables. 0: printed; 2: the data folder is missing."""
    options = options_of("estimates", arguments)
    if options is None:
        return 2
    data: Path = options.data
    assessment, days = assessed(data)
    table = assessment.table
    started = time.perf_counter()
    model = fit(table, FAMILIES)
    fitted = time.perf_counter()
    estimated = _fill(model, table)
    done = time.perf_counter()
    halves = {name: half_of(name) for name in table}
    wanted = {name for name, half in halves.items() if options.half in {half, "both"}}
    _say(f"data: {data}; {len(table)} models, {sum(map(len, table.values()))} figures, {len(model.columns)} benchmarks")
    _say(f"fit {fitted - started:.2f} s; {estimated} missing figures estimated in {done - fitted:.2f} s")
    _say(f"hidden figures of {len(wanted)} models, half '{options.half}'; fits use all that is not hidden")
    results = [result for split in _splits(assessment, days) for result in _try(split, wanted)]
    for line in _report(results):
        _say(line)
    return 0


def options_of(command: str, arguments: list[str]) -> argparse.Namespace | None:
    """Return the data folder and the half; ``None``, once it is told, where the folder is none."""
    parser = argparse.ArgumentParser(prog=command)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("tuned", "other", "both"), default="other")
    options = parser.parse_args(arguments)
    if (options.data / "openrouter").is_dir() and (options.data / "benchmarks").is_dir():
        return options
    sys.stderr.write(f"{options.data} is no data folder: it must hold openrouter/ and benchmarks/\n")
    return None


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def half_of(model: str) -> str:
    """Return the half of the models to which one belongs, by a hash of its name."""
    return "other" if int(hashlib.sha256(model.encode()).hexdigest(), 16) % 2 else "tuned"


def assessed(data: Path) -> tuple[Assessment, Mapping[str, str]]:
    """Return the assessment, and the day by which each model was out, as far as the data tell."""
    listing = read_listing(data / "openrouter")
    assessment = assess(list(read_figures(data / "benchmarks")), listing.identities, [m.id for m in listing.models])
    listed = {entry.id: entry.created.isoformat() for entry in listing.identities if entry.created}
    days = {}
    for model, figures in assessment.chosen.items():
        told = [min(figure.date for figure in figures.values())]
        if model in listed:
            told.append(listed[model])
        if day := _DAY.search(model):
            told.append("-".join(day.groups()))
        days[model] = min(told)
    return assessment, days


def _fill(model: AbilityModel, table: Table) -> int:
    missing = [
        (name, benchmark)
        for name in table
        for benchmark in REFERENCE
        if benchmark in model.columns and benchmark not in table[name] and not name.startswith("unlisted ")
    ]
    for name, benchmark in missing:
        model.estimate(benchmark, name, table[name])
    return len(missing)


def _splits(assessment: Assessment, days: Mapping[str, str]) -> Iterator[Split]:
    table = assessment.table
    cells = sorted((model, name) for model, scores in table.items() for name in scores)
    mixed = random.Random(1).sample(cells, len(cells))  # noqa: S311 -- a split, no secret
    for part in range(PARTS):
        yield _hide("random", table, mixed[part::PARTS], set(mixed[part::PARTS]))
    source = {(model, name): assessment.chosen[model][name].source for model, name in cells}
    units = sorted({(model, source[model, name]) for model, name in cells})
    units = random.Random(1).sample(units, len(units))  # noqa: S311 -- the same
    for part in range(PARTS):
        chosen = set(units[part::PARTS])
        asked = [(model, name) for model, name in cells if (model, source[model, name]) in chosen]
        gone = {(model, other) for model, name in asked for other in table[model] if _twins(name, other)}
        yield _hide("source", table, asked, gone)
    for first, end in pairwise(HALF_YEARS):
        past = {model: scores for model, scores in table.items() if days[model] < first}
        new = [(model, name) for model, name in cells if first <= days[model] < end]
        hidden = (_hidden(table, m, n, {o: x for o, x in table[m].items() if not _twins(n, o)}) for m, n in new)
        yield Split("year", past, tuple(each for each in hidden if len(each.left) >= KEPT))


def _twins(name: str, other: str) -> bool:
    return FAMILIES.get(name, name) == FAMILIES.get(other, other)


def _hide(way: str, table: Table, asked: Iterable[tuple[str, str]], gone: set[tuple[str, str]]) -> Split:
    left = {
        model: {name: score for name, score in scores.items() if (model, name) not in gone}
        for model, scores in table.items()
    }
    hidden = (_hidden(table, model, name, left[model]) for model, name in asked)
    return Split(way, left, tuple(each for each in hidden if len(each.left) >= KEPT))


def _hidden(table: Table, model: str, benchmark: str, left: Mapping[str, float]) -> Hidden:
    return Hidden(model, benchmark, table[model][benchmark], left)


def _try(split: Split, wanted: set[str]) -> Iterator[Result]:
    fitted = fit(split.table, FAMILIES)
    guesses = Guesses(split.table, FAMILIES)
    for each in split.hidden:
        if each.model not in wanted or each.benchmark not in fitted.columns:
            continue
        estimate = fitted.estimate(each.benchmark, each.model, each.left)
        others = (
            guesses.column_mean(each.benchmark),
            guesses.nearest(each.model, each.left, each.benchmark),
            guesses.regression(each.left, each.benchmark),
        )
        yield Result(
            way=split.way,
            hidden=each,
            inside=estimate.low <= each.truth <= estimate.high,
            estimate=abs(estimate.value - each.truth),
            guesses=(abs(others[0] - each.truth), abs(others[1] - each.truth), abs(others[2] - each.truth)),
        )


def _report(results: list[Result]) -> Iterator[str]:
    yield (
        f"\n{'mean absolute error':28}{'n':>6}{'estimate':>10}"
        + "".join(f"{x:>12}" for x in GUESSES)
        + "  better  inside"
    )
    for way in WAYS:
        yield _line(way, [result for result in results if result.way == way])
    yield _line("all", results)
    for way in WAYS:
        yield ""
        own = [result for result in results if result.way == way]
        for name in sorted({result.hidden.benchmark for result in own}):
            yield _line(f"{way}: {name}", [result for result in own if result.hidden.benchmark == name])
    yield ""
    for low, high in ((2, 2), (3, 4), (5, 8), (9, 99)):
        own = [result for result in results if low <= len(result.hidden.left) <= high]
        yield _line(f"{low} to {high} others left", own)


def _line(name: str, results: list[Result]) -> str:
    """Return the mean errors, by how much the estimate is better than the best guess, and how often it held."""
    count = len(results)
    if not count:
        return f"{name:28}{0:>6}"
    estimate = sum(result.estimate for result in results) / count
    others = [sum(result.guesses[i] for result in results) / count for i in range(len(GUESSES))]
    inside = sum(result.inside for result in results) / count
    better = f"{1 - estimate / min(others):>7.0%}" if min(others) else f"{'-':>7}"
    return f"{name:28}{count:>6}{estimate:>10.2f}" + "".join(f"{x:>12.2f}" for x in others) + f" {better}{inside:>8.0%}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
