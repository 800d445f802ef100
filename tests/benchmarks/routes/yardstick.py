"""The measures held against what RouteLLM and LMSYS published of the same answers, before anything is measured.

Published: with GPT-4-1106 and Mixtral 8x7B on MT-Bench an order by chance has APGR 0.500 and RouteLLM's best router
0.802 (I. Ong et al., *RouteLLM*, 2024, table 1); the models' means are 9.32 and 8.30 on LMSYS's leaderboard, which
judged other answers of theirs, so that a tenth of a point is within the noise.
"""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import metrics
from .section import Section

MT_BENCH_MEANS = (8.30, 9.32)
MEANS_WITHIN = 0.1
BEST_PUBLISHED = 0.802
CHANCE = 0.5
SHUFFLES = 300
CHANCE_WITHIN = 0.02
EXACTLY = 1e-9


@dataclass(frozen=True, slots=True)
class Answers:
    """One set: its prompts, and the quality of both models' answers."""

    name: str
    prompts: Sequence[str]
    weak: Sequence[float]
    strong: Sequence[float]


def measure(data: Path) -> Section:
    """Compare; whatever does not hold is a failure of the yardstick itself."""
    sets = list(_read(data / "routellm-evals"))
    failures: list[str] = []
    rows = []
    for each in sets:
        weak, strong = each.weak, each.strong
        constant = metrics.apgr([0.0] * len(weak), weak, strong)
        shuffled = _by_chance(weak, strong)
        best = metrics.oracle(weak, strong)
        optimal = metrics.apgr(best, weak, strong)
        rows.append(
            (
                each.name,
                str(len(weak)),
                f"{_mean(weak):.3f}",
                f"{_mean(strong):.3f}",
                f"{constant:.3f}",
                f"{shuffled:.3f}",
                f"{optimal:.3f}",
                f"{metrics.cpt(best, weak, strong, 0.5):.1%}",
                f"{metrics.cpt(best, weak, strong, 0.8):.1%}",
                f"{metrics.apgr([len(prompt) for prompt in each.prompts], weak, strong):.3f}",
            )
        )
        if abs(constant - CHANCE) > EXACTLY or abs(shuffled - CHANCE) > CHANCE_WITHIN:
            failures.append(f"{each.name}: chance has {constant:.3f} and {shuffled:.3f}, not {CHANCE:.3f}")
    failures += _against_published(sets[0])
    return Section(
        title="The yardstick (RouteLLM's evaluation sets, Mixtral 8x7B → GPT-4)",
        columns=(
            "set",
            "n",
            "weak",
            "strong",
            "constant",
            "shuffled",
            "optimal",
            "optimal CPT50",
            "optimal CPT80",
            "length",
        ),
        rows=tuple(rows),
        notes=(
            f"APGR of one constant score, of {SHUFFLES} random orders (mean), of the gain itself, of the prompt's size",
            f"published means on MT-Bench: {MT_BENCH_MEANS[0]} and {MT_BENCH_MEANS[1]} (LMSYS, of other answers)",
            f"published APGR on MT-Bench: chance {CHANCE:.3f}, the best router {BEST_PUBLISHED}, below the optimum",
            "'clean' leaves out the prompts that RouteLLM marks as contaminated; nothing is fitted here",
        ),
        failures=tuple(failures),
    )


def _against_published(bench: Answers) -> Iterator[str]:
    """Yield what does not agree on MT-Bench."""
    for name, found, told in zip(("weak", "strong"), (bench.weak, bench.strong), MT_BENCH_MEANS, strict=True):
        if abs(_mean(found) - told) > MEANS_WITHIN:
            yield f"{bench.name}: the {name} model's mean is {_mean(found):.2f}, published {told}"
    optimal = metrics.apgr(metrics.oracle(bench.weak, bench.strong), bench.weak, bench.strong)
    if not CHANCE < BEST_PUBLISHED < optimal:
        yield f"{bench.name}: the best published router, {BEST_PUBLISHED}, is not below the optimum, {optimal:.3f}"


def _by_chance(weak: Sequence[float], strong: Sequence[float]) -> float:
    chance = random.Random(1)  # noqa: S311 -- an order by chance, no secret
    return _mean([metrics.apgr([chance.random() for _ in weak], weak, strong) for _ in range(SHUFFLES)])


def _read(folder: Path) -> Iterator[Answers]:
    with (folder / "mt_bench.jsonl").open(encoding="utf-8") as lines:
        questions = [json.loads(line) for line in lines]
    for name, own in (("MT-Bench", questions), ("MT-Bench clean", [q for q in questions if not q["contaminated"]])):
        yield Answers(
            name,
            ["\n".join(question["turns"]) for question in own],
            [_mean(question["scores"]["mistralai/Mixtral-8x7B-Instruct-v0.1"]) for question in own],
            [_mean(question["scores"]["gpt-4-1106-preview"]) for question in own],
        )
    for name, file in (("GSM8K", "gsm8k.csv"), ("MMLU computing", "mmlu_computing.csv")):
        with (folder / file).open(encoding="utf-8", newline="") as source:
            rows = [row for row in csv.DictReader(source) if row["contaminated"] == "0"]
        yield Answers(
            f"{name} clean",
            [row["prompt"] for row in rows],
            [float(row["mixtral"]) for row in rows],
            [float(row["gpt4"]) for row in rows],
        )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
