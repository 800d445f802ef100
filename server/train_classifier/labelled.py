"""Requests whose kind is known: our own list, and public sets whose labels stand for kinds.

Left out: what a label can't stand for. Requests to a chat about a forge's own data (``github.copilot-dynamic``) and
those labelled ``unknown`` have no kind of ours; the dimensions of coderouterbench say what is scored, not what the text
asks for (the same statements stand under generation and under tests).
"""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tierline.task import Kind

OWN = Path(__file__).resolve().parents[2] / "tests" / "benchmarks" / "routes" / "requests.csv"
"""Requests as people type them, written before any rule was; one half of it is for fitting."""

_CHAT = {
    "explain": Kind.EXPLAIN,
    "terminalExplain": Kind.EXPLAIN,
    "fix": Kind.FIX,
    "tests": Kind.TEST,
    "new": Kind.GENERATE,
    "newNotebook": Kind.GENERATE,
    "vscode": Kind.ASK,
    "terminal": Kind.ASK,
    "github": Kind.ASK,
}
_COMMITS = {
    "fix": Kind.FIX,
    "feat": Kind.EDIT,
    "refactor": Kind.REFACTOR,
    "docs": Kind.DOCUMENT,
    "test": Kind.TEST,
    "perf": Kind.OPTIMIZE,
}
_QUESTIONS = {
    "debugging": Kind.FIX,
    "implementation": Kind.ASK,
    "conceptual": Kind.ASK,
    "optimization": Kind.OPTIMIZE,
    "code completion": Kind.ASK,
    "knowledge question-answering": Kind.ASK,
    "code debugging": Kind.FIX,
    "non-code debugging": Kind.FIX,
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A request and the kind that people say it has."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Source:
    """One set, by the people who labelled it."""

    name: str
    command: Kind
    """Where such requests are typed; their kind if no word tells another."""
    rows: tuple[Labelled, ...]
    seen: str
    """What was done with it while the rules were written."""
    same: Mapping[Kind, Kind] = field(default_factory=dict)
    """Kinds that the set's labels don't tell from one another: finer → coarser."""
    family: str = ""
    """Sets of one family are left out together."""


def held(text: str) -> bool:
    """Whether ``text`` belongs to the half of a set that nothing is fitted on: by its MD5."""
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 1


def own() -> tuple[Source, Source]:
    """Return our own list: the half for fitting, the half held back."""
    with OWN.open(encoding="utf-8", newline="") as lines:
        rows = [Labelled(row["request"], Kind(row["kind"])) for row in csv.DictReader(lines)]
    return _halves("own list", Kind.EDIT, rows, ("read for the rules", "not read"), "own")


def public(data: Path) -> Iterator[Source]:
    """Yield the public sets in the folder ``data``, the requests to assistants first."""
    chat = _labelled(data / "copilot-chat-intents" / "panel-chat.jsonl", "request", "intent", _CHAT)
    yield from _halves("copilot chat", Kind.ASK, chat, ("read for the rules", "not read"), "chat")
    asked = dict.fromkeys(set(Kind) - {Kind.FIX, Kind.OPTIMIZE, Kind.ASK}, Kind.ASK)
    stack = _labelled(data / "stackeval" / "stack-eval.jsonl", "question", "type", _QUESTIONS)
    yield Source("stackeval", Kind.ASK, tuple(stack), "some titles read", asked, "questions")
    infi = _labelled(data / "infibench-dev" / "infibench_dev_135.jsonl", "prompt", "type", _QUESTIONS)
    yield Source("infibench", Kind.ASK, tuple(infi), "some read", {**asked, Kind.OPTIMIZE: Kind.ASK}, "questions")
    changed = dict.fromkeys(set(Kind) - set(_COMMITS.values()), Kind.EDIT)
    commits = data / "conventional-commits" / "commits.jsonl"
    for repo in sorted({row["repo"] for row in _rows(commits)}):
        subjects = [Labelled(row["subject"], _COMMITS[row["type"]]) for row in _rows(commits) if row["repo"] == repo]
        name = f"commits {repo.split('/')[1]}"
        yield Source(name, Kind.EDIT, tuple(subjects), "40 subjects read", changed, "commits")


def _halves(
    name: str, command: Kind, rows: list[Labelled], seen: tuple[str, str], family: str
) -> tuple[Source, Source]:
    first, second = (tuple(row for row in rows if held(row.text) is half) for half in (False, True))
    return (
        Source(f"{name}, fitting half", command, first, seen[0], family=family),
        Source(f"{name}, held half", command, second, seen[1], family=family),
    )


def _labelled(path: Path, text: str, label: str, kinds: Mapping[str, Kind]) -> list[Labelled]:
    return [Labelled(row[text], kinds[row[label]]) for row in _rows(path) if row[label] in kinds]


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
