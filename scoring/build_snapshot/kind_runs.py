# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""Runs split by kind of task: what is learnt from the outcomes of single tasks, each a mean with its error."""

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tierline_scoring.evidence import Source
from tierline_scoring.identity import Listed
from tierline_scoring.kind_run import KindRun

SOURCES = (
    Source(
        id="coderouterbench",
        name="CodeRouterBench: scores, cost and tokens of code tasks by kind",
        url="https://github.com/LanceZPF/agent-as-a-router",
        licence="MIT",
        date="2026-06",
        note="means over half of its tasks; refactoring, understanding and tests are scored by stand-in measures",
    ),
    Source(
        id="editbench",
        name="EDIT-Bench: instructed edits of real code",
        url="https://github.com/waynchi/editbench",
        licence="Apache-2.0",
        date="2025-11",
        note="share of 540 problems with all tests passed",
    ),
)
CODEROUTERBENCH, EDITBENCH = SOURCES

_KINDS = {
    "bug_fixing": "fix",
    "code_generation": "generate",
    "code_completion": "generate",
    "algorithm": "generate",
    "data_science": "generate",
    "multi_language": "generate",
    "code_refactoring": "refactor",
    "code_understanding": "explain",
    "test_generation": "test",
}
_PROXIES = frozenset({"code_refactoring", "code_understanding", "test_generation"})
_MODELS = {
    "claude-opus-4-6": "anthropic/claude-opus-4.6",
    "claude-sonnet-4-6": "anthropic/claude-sonnet-4.6",
    "gpt-5.4": "openai/gpt-5.4",
    "glm-5": "z-ai/glm-5",
    "kimi-k2.5": "moonshotai/kimi-k2.5",
    "MiniMax-M2.7": "minimax/minimax-m2.7",
}
"""Those whose release is sure: ``qwen3.5-plus`` could be either of two. The tokens of ``Qwen3-Max`` are one and the
same for all tasks of a kind, so they were filled in, not counted."""


def read_kind_runs(folder: Path, listed: Iterable[Listed]) -> tuple[KindRun, ...]:
    """Read ``coderouterbench`` and ``editbench-results`` within ``folder``."""
    runs = [*_coderouterbench(folder / "coderouterbench"), *_editbench(folder / "editbench-results", listed)]
    return tuple(sorted(runs, key=lambda run: (run.source, run.benchmark, run.model)))


def _coderouterbench(folder: Path) -> Iterator[KindRun]:
    prices = {
        entry["model"]: (entry["input_per_1m"], entry["output_per_1m"])
        for entry in json.loads((folder / "models.json").read_text(encoding="utf-8"))["models"]
    }
    rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with (folder / "tasks_half0.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["dimension"]].append(row)
    for dimension, tasks in sorted(rows.items()):
        same = [{name: 100.0 * float(task[f"score|{name}"]) for name in _MODELS} for task in tasks]
        for name, model in _MODELS.items():
            scores = [task[name] for task in same]
            tokens = [_completion_tokens(task, name, *prices[name]) for task in tasks if task[f"tok|{name}"]]
            mean, stderr = _mean(scores)
            yield KindRun(
                model=model,
                kind=_KINDS[dimension],
                benchmark=f"coderouterbench-{dimension.replace('_', '-')}",
                name=name,
                score=mean,
                stderr=stderr,
                paired_stderr=_paired(same, name),
                tasks=len(scores),
                source=CODEROUTERBENCH.id,
                date=CODEROUTERBENCH.date,
                proxy=dimension in _PROXIES,
                completion_tokens=round(sum(tokens) / len(tokens), 1),
            )


def _completion_tokens(task: dict[str, str], name: str, prompt: float, completion: float) -> float:
    """Part the published tokens, prompt and completion together, by the published cost: two sums, two unknowns."""
    tokens, usd_millionths = float(task[f"tok|{name}"]), 1e6 * float(task[f"cost|{name}"])
    return (usd_millionths - tokens * prompt) / (completion - prompt)


def _editbench(folder: Path, listed: Iterable[Listed]) -> Iterator[KindRun]:
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for entry in listed:
        ids[entry.id.split("/", 1)[-1]].add(entry.id)
    with (folder / "editbench_540x44.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    whole = [name for name in rows[0] if name != "question_id" and all(row[name] for row in rows)]
    same = [{name: 100.0 * (float(row[name]) >= 1.0) for name in whole} for row in rows]
    for name in rows[0]:
        if len(ids[name]) != 1:  # efforts and names of its own are no ids
            continue
        mean, stderr = _mean([100.0 * (float(row[name]) >= 1.0) for row in rows if row[name]])
        yield KindRun(
            model=min(ids[name]),
            kind="edit",
            benchmark="editbench",
            name=name,
            score=mean,
            stderr=stderr,
            paired_stderr=_paired(same, name) if name in whole else None,
            tasks=len(rows),
            source=EDITBENCH.id,
            date=EDITBENCH.date,
        )


def _paired(tasks: list[dict[str, float]], name: str) -> float:
    """Return the standard error of a model's lead over all at the same tasks, its own share in "all" made good."""
    models = len(tasks[0])
    _, stderr = _mean([task[name] - sum(task.values()) / models for task in tasks])
    return round(stderr * math.sqrt(models / (models - 1)), 2)


def _mean(scores: list[float]) -> tuple[float, float]:
    mean = sum(scores) / len(scores)
    variance = sum((score - mean) ** 2 for score in scores) / (len(scores) - 1)
    return round(mean, 2), round(math.sqrt(variance / len(scores)), 2)
