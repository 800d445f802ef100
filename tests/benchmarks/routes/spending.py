"""Cost and quality where both models' costs are known: AIQ of the shipped score, of simpler orders and of the oracle.

AIQ takes the hull of a curve, and the hull of noise lies above the line between the two models. So chance is what the
same scores reach in a shuffled order, not the line.
"""

import csv
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from train_classifier import outcomes

from . import metrics
from .bootstrap import interval, pick
from .curves import UP, Panel
from .section import Section

_SHUFFLES, _TAIL = 200, 4
_TIMES = 200


@dataclass(frozen=True, slots=True)
class Priced:
    """A panel with what each model's answers cost, USD."""

    panel: Panel
    weak_usd: Sequence[float]
    strong_usd: Sequence[float]

    def curve(self, score: Sequence[float]) -> metrics.Points:
        """Return mean cost and quality as ever more goes to the strong model."""
        return metrics.cost_quality_curve(score, self.panel.weak, self.panel.strong, self.weak_usd, self.strong_usd)

    def decided(self) -> tuple[float, float]:
        """Return mean cost and quality of asking the strong model where MAXIMUM is decided."""
        calls = self.panel.strong_calls(UP)
        usd = [s if call else w for call, w, s in zip(calls, self.weak_usd, self.strong_usd, strict=True)]
        quality = [s if call else w for call, w, s in zip(calls, self.panel.weak, self.panel.strong, strict=True)]
        return sum(usd) / len(usd), sum(quality) / len(quality)


def priced(data: Path) -> tuple[Priced, ...]:
    """Return the sets whose costs are known, each with a cheap and a dear model."""
    return _mbpp(data), _coderouterbench(data)


def measure(data: Path) -> Section:
    """Return AIQ by set."""
    return Section(
        "Cost and quality: AIQ between the two models' costs (quality 0..1, USD per 1,000 tasks)",
        ("set", "items", "pair", "weak", "strong", "decided", "AIQ", "shuffled", "by length", "oracle"),
        tuple(_row(each) for each in priced(data)),
        (
            "weak, strong, decided: quality at cost; decided: the strong model where MAXIMUM is decided",
            f"AIQ: 95% by resampling tasks; shuffled: the same scores in {_SHUFFLES} random orders, middle 95%",
        ),
    )


def _row(each: Priced) -> tuple[str, ...]:
    panel = each.panel
    ends = each.curve([0.0] * len(panel.items))

    def aiq(score: Sequence[float]) -> Callable[[Sequence[int]], float]:
        return lambda drawn: _aiq(*(pick(x, drawn) for x in (score, panel.weak, panel.strong, *_usd(each))))

    whole = range(len(panel.items))
    chance = random.Random(1)  # noqa: S311 -- an order by chance, no secret
    shuffled = sorted(aiq(chance.sample(panel.score, len(whole)))(whole) for _ in range(_SHUFFLES))
    found = interval(aiq(panel.score), len(whole), times=_TIMES)
    return (
        panel.name,
        str(len(whole)),
        panel.pair,
        *(f"{quality:.3f} at {1000 * usd:.2f}" for usd, quality in (ends[0], ends[-1], each.decided())),
        str(found),
        f"{sum(shuffled) / len(shuffled):.3f} [{shuffled[_TAIL]:.3f}, {shuffled[-1 - _TAIL]:.3f}]",
        f"{aiq(panel.length)(whole):.3f}",
        f"{aiq(metrics.oracle(panel.weak, panel.strong))(whole):.3f}",
    )


def _usd(each: Priced) -> tuple[Sequence[float], Sequence[float]]:
    return each.weak_usd, each.strong_usd


def _aiq(*columns: Sequence[float]) -> float:
    points = metrics.cost_quality_curve(*columns)
    return metrics.aiq(points, points[0][0], points[-1][0])


def _mbpp(data: Path) -> Priced:
    weak, strong = "gpt-3.5-turbo-1106", "gpt-4-1106-preview"
    with (data / "routerbench-mbpp" / "mbpp_427x11.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    items = list(outcomes.mbpp(data))
    if [item.task.instruction for item in items] != [row["prompt"] for row in rows]:
        raise ValueError("the tasks of routerbench-mbpp are not those of its table of costs")
    usd = [[float(row[f"{model}|total_cost"]) for row in rows] for model in (weak, strong)]
    return Priced(Panel.of("routerbench-mbpp", items, weak, strong), *usd)


def _coderouterbench(data: Path) -> Priced:
    weak, strong = "kimi-k2.5", "claude-opus-4-6"
    folder = data / "coderouterbench"
    with (folder / "text_half0.jsonl").open(encoding="utf-8") as lines:
        texts = {row["task_id"]: row["text"] for row in map(json.loads, lines)}
    with (folder / "tasks_half0.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["task_id"] in texts]
    items = list(outcomes.coderouterbench(data))
    if [item.task.instruction for item in items] != [texts[row["task_id"]] for row in rows]:
        raise ValueError("the tasks of coderouterbench are not those of its table of costs")
    usd = [[float(row[f"cost|{model}"]) for row in rows] for model in (weak, strong)]
    return Priced(Panel.of("coderouterbench", items, weak, strong), *usd)
