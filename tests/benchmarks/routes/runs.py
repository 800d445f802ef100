"""CodeRouterBench's half at hand: every task with the score and the cost of eight models, and splits of it."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

STRONGEST = "claude-opus-4-6"
CHEAP = ("glm-5", "kimi-k2.5", "MiniMax-M2.7", "Qwen3-Max", "qwen3.5-plus")
"""The five that cost least; the table chooses among them."""
DOUBTFUL = frozenset({"code_refactoring", "code_understanding", "test_generation"})
"""Types that a judge or a stand-in measure scored, not tests."""


@dataclass(frozen=True, slots=True)
class Run:
    """One task, and what each model made of it."""

    task: str
    type: str
    """The benchmark's own word for the kind, finer than ours: ``algorithm``, ``bug_fixing`` …"""
    score: Mapping[str, float]
    """Points of 0..100 by model."""
    usd: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Pick:
    """What a choice came to on one task."""

    type: str
    score: float
    usd: float
    strongest_usd: float


def read_runs(data: Path) -> tuple[Run, ...]:
    """Read ``coderouterbench`` within ``data``."""
    with (data / "coderouterbench" / "tasks_half0.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    models = [column.removeprefix("score|") for column in rows[0] if column.startswith("score|")]
    return tuple(
        Run(
            task=row["task_id"],
            type=row["dimension"],
            score={model: 100.0 * float(row[f"score|{model}"]) for model in models},
            usd={model: float(row[f"cost|{model}"]) for model in models},
        )
        for row in rows
    )


def halves(runs: Iterable[Run], split: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return the runs in two halves, by a hash that is not the one by which the data itself was split."""
    parts: tuple[list[Run], list[Run]] = ([], [])
    for run in runs:
        parts[hashlib.sha256(f"table {split} {run.task}".encode()).digest()[0] % 2].append(run)
    return tuple(parts[0]), tuple(parts[1])


def by_type(runs: Iterable[Run]) -> Mapping[str, Sequence[Run]]:
    """Return the runs by type, in the order of the names."""
    found: defaultdict[str, list[Run]] = defaultdict(list)
    for run in runs:
        found[run.type].append(run)
    return dict(sorted(found.items()))


def mean(values: Iterable[float]) -> float:
    """Return the mean of at least one value."""
    own = list(values)
    return sum(own) / len(own)


def picked(run: Run, model: str) -> Pick:
    """Return what ``model`` came to."""
    return Pick(run.type, run.score[model], run.usd[model], run.usd[STRONGEST])


def best_of(run: Run, models: Sequence[str]) -> str:
    """Return the best model on one task, the cheapest of those that are as good: what an oracle would ask."""
    return max(models, key=lambda model: (run.score[model], -run.usd[model]))


def quality_and_cost(picks: Iterable[Pick], without: frozenset[str] = frozenset()) -> tuple[float, float]:
    """Return the mean score over types, each counting the same, and the cost as a share of the strongest model's."""
    found: defaultdict[str, list[Pick]] = defaultdict(list)
    for pick in picks:
        if pick.type not in without:
            found[pick.type].append(pick)
    types = found.values()
    usd = sum(mean(pick.usd for pick in own) for own in types)
    return mean(mean(pick.score for pick in own) for own in types), usd / sum(
        mean(pick.strongest_usd for pick in own) for own in types
    )
