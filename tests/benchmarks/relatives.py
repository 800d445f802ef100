"""How well relatives tell an ability: ``python tests/benchmarks/relatives.py DATA [--half tuned|other|both]``.

``DATA`` is the folder from which the snapshot is built. All figures of a model are hidden, its ability is inferred
from its relatives, and compared with the ability that its figures give. Models ever listed with figures of at least
two benchmarks count.

- any: an eighth of the models is hidden at a time, relatives of any age tell;
- newer: only models out before a half-year tell, as with a new model.

The guesses are the mean of the abilities of all listed models that tell, and the ability of the nearest relative.
Constants were chosen on the half ``tuned`` of ``estimates``; the ``other`` is the default.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from estimates import HALF_YEARS, KEPT, PARTS, assessed, half_of, options_of

from tierline_scoring.benchmark import CODING, FAMILIES
from tierline_scoring.estimate import Ability, Table, fit
from tierline_scoring.inferred import infer_ability
from tierline_scoring.kinship import Kin

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    """Errors on one model, in standard deviations of ability."""

    inferred: float
    mean: float
    nearest: float
    inside: bool
    width: float


def main(arguments: list[str]) -> int:
    """Print the table. 0: printed; 2: the data folder is missing."""
    options = options_of("relatives", arguments)
    if options is None:
        return 2
    data: Path = options.data
    assessment, days = assessed(data)
    table = assessment.table
    truth = _abilities(table)
    wanted = [name for name in sorted(truth) if "/" in name and len(table[name]) >= KEPT]
    sys.stdout.write(f"{'':8}{'n':>5}{'inferred':>10}{'mean':>8}{'nearest':>9}{'inside':>8}{'half-width':>12}\n")
    mixed = random.Random(1).sample(wanted, len(wanted))  # noqa: S311 -- a split, no secret
    ways = {
        "any": [(set(mixed[part::PARTS]), set(mixed[part::PARTS])) for part in range(PARTS)],
        "newer": [
            ({name for name in wanted if first <= days[name] < end}, {name for name in table if days[name] >= first})
            for first, end in pairwise(HALF_YEARS)
        ],
    }
    for way, splits in ways.items():
        asked = found = 0
        results: list[Result] = []
        for sought, hidden in splits:
            of_half = {name for name in sought if options.half in {"both", half_of(name)}}
            told = list(_try(table, truth, of_half, hidden))
            asked, found, results = asked + len(of_half), found + len(told), results + told
        means = [
            sum(getattr(one, name) for one in results) / found for name in ("inferred", "mean", "nearest", "inside")
        ]
        width = sum(one.width for one in results) / found
        sys.stdout.write(
            f"{way:8}{found:>5}{means[0]:>10.3f}{means[1]:>8.3f}{means[2]:>9.3f}{means[3]:>8.0%}{width:>12.2f}"
            f"   ({asked - found} of {asked} have no relative)\n"
        )
    return 0


def _abilities(table: Table) -> Mapping[str, Ability]:
    fitted = fit(table, FAMILIES)
    return {
        name: fitted.coding_ability(scores, CODING)
        for name, scores in table.items()
        if scores.keys() & fitted.columns.keys()
    }


def _try(
    table: Table, truth: Mapping[str, Ability], sought: AbstractSet[str], hidden: AbstractSet[str]
) -> Iterator[Result]:
    """Infer the ability of each model of ``sought``; none of ``hidden`` is looked at."""
    known = _abilities({name: scores for name, scores in table.items() if name not in hidden})
    kin = Kin(known)
    listed = [ability.mean for name, ability in sorted(known.items()) if "/" in name]
    middle = sum(listed) / len(listed)
    for name in sorted(sought):
        if inferred := infer_ability(name, kin, known):
            ability, itself = inferred.ability, truth[name].mean
            nearest = min((-likeness, other) for other, likeness in kin.of(name).items())[1]
            yield Result(
                inferred=abs(ability.value - itself),
                mean=abs(middle - itself),
                nearest=abs(known[nearest].mean - itself),
                inside=ability.low <= itself <= ability.high,
                width=(ability.high - ability.low) / 2.0,
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
