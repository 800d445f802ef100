"""Public tasks with what models made of them, each as the ``Task`` that an editor would send.

The sets and where they come from are described in the README of the folder that holds them. Sources are kept apart:
whatever is fitted is judged on sources that it has not seen, and a set that borrows tasks of another counts as it.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tierline.task import Kind, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A task, the quality in 0..1 of each model's answer, and how hard people found it, where they said."""

    source: str
    """Where the task was first published; items of one source are never split."""
    group: str = ""
    """A part of the source that is reported by itself: a platform, a dimension, a language."""
    task: Task
    quality: Mapping[str, float] = field(default_factory=dict)
    label: float | None = None
    """Difficulty that people gave, on the set's own scale: more is harder."""


CHEAP = {
    "livecodebench": ("DeepSeek-V3",),
    "debugbench": ("gpt35",),
    "infibench": ("gpt35",),
    "mbpp": ("gpt-3.5-turbo-1106",),
    "cruxeval": ("gpt-3.5-turbo-0613|output",),
}
"""Source → the ordinary cheap models of their time among those that were tried on it."""


def livecodebench(data: Path, results: str = "results_880x19_2025-01-15.csv") -> Iterator[Item]:
    """Yield the problems whose text is at hand."""
    problems = {row["question_id"]: row for row in _json_lines(data / "livecodebench" / "problems_880.jsonl")}
    for row in _table(data / "livecodebench" / results):
        if problem := problems.get(row["question_id"]):
            yield Item(
                source="livecodebench",
                group=problem["platform"],
                task=_task(Kind.GENERATE, problem["starter_code"], problem["question_content"], "python"),
                quality=_quality(row, lambda name: name not in {"question_id", "platform", "difficulty", "date"}, 100),
                label=_LEVELS[problem["difficulty"]],
            )


def debugbench(data: Path) -> Iterator[Item]:
    """Yield the buggy snippets: the selection to fix, with the problem's description as the instruction."""
    for row in _json_lines(data / "debugbench-python3" / "debugbench_python3.jsonl"):
        yield Item(
            source="debugbench",
            group=row["bug_category"],
            task=_task(Kind.FIX, row["buggy_code"], row["description"], "python"),
            quality={"gpt4": float(row["gpt4"]), "gpt35": float(row["gpt35"])},
            label=_LEVELS[row["level"]],
        )


def infibench(data: Path) -> Iterator[Item]:
    """Yield the developers' questions."""
    for row in _json_lines(data / "infibench-dev" / "infibench_dev_135.jsonl"):
        quality = {name: row[f"{name}_score"] / row["full_score"] for name in ("gpt4", "gpt35")}
        yield Item(
            source="infibench", group=row["lang"], task=_task(Kind.ASK, "", row["prompt"], row["lang"]), quality=quality
        )


def mbpp(data: Path) -> Iterator[Item]:
    """Yield the one-sentence exercises."""
    for row in _table(data / "routerbench-mbpp" / "mbpp_427x11.csv"):
        yield Item(
            source="mbpp",
            task=_task(Kind.GENERATE, "", row["prompt"], "python"),
            quality=_quality(row, lambda name: "total_cost" not in name and ("/" in name or name[:3] in _MAKERS)),
        )


def cruxeval(data: Path) -> Iterator[Item]:
    """Yield the small functions whose result was asked for."""
    code = {row["id"]: row["code"] for row in _json_lines(data / "cruxeval" / "cruxeval_800.jsonl")}
    for row in _table(data / "cruxeval" / "pass_rates_800.csv"):
        yield Item(
            source="cruxeval",
            task=_task(Kind.ASK, code[row["id"]], "What does this return?", "python"),
            quality=_quality(row, lambda name: name.endswith("|output")),
        )


def coderouterbench(data: Path) -> Iterator[Item]:
    """Yield the tasks whose text is at hand, by dimension; their source is the set that they were taken from."""
    texts = {row["task_id"]: row for row in _json_lines(data / "coderouterbench" / "text_half0.jsonl")}
    for row in _table(data / "coderouterbench" / "tasks_half0.csv"):
        if found := texts.get(row["task_id"]):
            scores = _quality(row, lambda name: name.startswith("score|"))
            yield Item(
                source=found["source"].partition("(")[0],
                group=row["dimension"],
                task=_task(_DIMENSIONS.get(row["dimension"], Kind.GENERATE), "", found["text"], "python"),
                quality={name.removeprefix("score|"): quality for name, quality in scores.items()},
            )


def exercism(data: Path) -> Iterator[Item]:
    """Yield the exercises with the difficulty, 1 to 10, that the track's maintainers gave."""
    for row in _json_lines(data / "exercism-difficulty" / "exercises.jsonl"):
        if row["status"] != "deprecated" and row["difficulty"]:
            yield Item(
                source="exercism",
                group=row["track"],
                task=_task(Kind.GENERATE, "", row["instructions"] or "", row["track"]),
                label=float(row["difficulty"]),
            )


def stackeval(data: Path) -> Iterator[Item]:
    """Yield the questions with the level that was given to them."""
    for row in _json_lines(data / "stackeval" / "stack-eval.jsonl"):
        yield Item(
            source="stackeval",
            group=row["tag"],
            task=_task(Kind.ASK, "", row["question"], row["tag"]),
            label=_LEVELS[row["level"]],
        )


_LEVELS = {"easy": 0.0, "beginner": 0.0, "medium": 1.0, "intermediate": 1.0, "hard": 2.0, "advanced": 2.0}
_DIMENSIONS = {"test_generation": Kind.TEST, "bug_fixing": Kind.FIX}
_MAKERS = frozenset({"cla", "gpt"})


def _task(kind: Kind, code: str, instruction: str, language: str) -> Task:
    return Task(kind=kind, source=code, start=0, end=len(code), instruction=instruction, language=language)


def _quality(row: Mapping[str, str], wanted: Callable[[str], bool], whole: float = 1.0) -> dict[str, float]:
    return {name: float(value or 0) / whole for name, value in row.items() if wanted(name)}


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)
