"""Tier choice by the shipped difficulty: what it is worth between two good models, and what it says of difficulty.

Pairs: every two models of a set of which the weaker solves 45% or more and the stronger 5 points more; the main pair is
the small and the large model of one maker, named before anything was measured (in coderouterbench the best and the
best of those behind it). A pair that misses the floor or the gap is shown, but no bar is held against it. The score is
that of ``classify``, whole, on the task as an editor would send it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tierline.classify import classify
from train_classifier import difficulty, outcomes
from train_classifier.outcomes import Item

from .bootstrap import Interval, interval, pick
from .counts import counted
from .metrics import apgr, auc, cpt, oracle, spearman
from .mix import shares
from .refit import refitted
from .section import Section

FLOOR, GAP = 0.45, 0.05
BAR, NEVER = 0.56, 0.48
NONE = "-"
_FEWEST = 20
_LCB_JANUARY, _LCB_APRIL = "results_880x19_2025-01-15.csv", "results_1055x16_2025-04-22.csv"


@dataclass(frozen=True)
class Measured:
    """One set with its main pair."""

    name: str
    items: Sequence[Item]
    weak: str
    strong: str
    saw: str = "whether a stub is plain code"
    """Which decision about the rules looked at its outcomes."""

    @property
    def scores(self) -> list[float]:
        return [classify(item.task).difficulty for item in self.items]

    def quality(self, model: str) -> list[float]:
        return [item.quality[model] for item in self.items]


def sets(data: Path) -> Iterator[Measured]:
    """Yield the sets with outcomes of two good models, in the order of the table."""
    january = list(outcomes.livecodebench(data, _LCB_JANUARY))
    april = list(outcomes.livecodebench(data, _LCB_APRIL))
    small, large = "O1-Mini-2024-09-12 (N=1)", "O1-2024-12-17 (N=1) (High)"
    flash, pro = "Gemini-2.5-Flash-Preview", "Gemini-2.5-Pro"
    yield Measured("livecodebench 01/2025", january, small, large)
    yield Measured("livecodebench 04/2025", april, flash, pro)
    for platform in ("atcoder", "leetcode"):
        yield Measured(f"  {platform}", [item for item in april if item.group == platform], flash, pro)
    yield Measured("infibench", list(outcomes.infibench(data)), "gpt35", "gpt4", "whether questions are read")
    yield Measured("debugbench", list(outcomes.debugbench(data)), "gpt35", "gpt4", "whether code beats words")
    yield Measured(
        "mbpp", list(outcomes.mbpp(data)), "gpt-3.5-turbo-1106", "gpt-4-1106-preview", "how long a statement is"
    )
    yield Measured(
        "cruxeval",
        list(outcomes.cruxeval(data)),
        "gpt-3.5-turbo-0613|output",
        "gpt-4-0613|output",
        "where code says much",
    )
    router = list(outcomes.coderouterbench(data))
    for dimension in sorted({item.group for item in router}):
        own = [item for item in router if item.group == dimension]
        if len(own) > _FEWEST:
            yield Measured(f"coderouterbench {dimension}", own, *_best_two(own), "what a stub is")


def _best_two(items: Sequence[Item]) -> tuple[str, str]:
    """Return the best model, and before it the best of those that are a real gap behind."""
    mean = {model: _mean(item.quality[model] for item in items) for model in items[0].quality}
    strong = max(mean, key=lambda model: mean[model])
    return max((model for model in mean if mean[strong] - mean[model] >= GAP), key=lambda model: mean[model]), strong


def measure(data: Path) -> tuple[Section, ...]:
    """Return the tables of tier choice and of difficulty."""
    found = list(sets(data))
    return (
        _choice(found),
        _pairs(found),
        refitted(data, found),
        counted(found),
        _agreement(data),
        _calibration(data),
        shares(),
    )


def _choice(found: Sequence[Measured]) -> Section:
    rows, failures = [], []
    for own in found:
        weak, strong = own.quality(own.weak), own.quality(own.strong)
        scores = own.scores
        got = _interval(own, scores)
        good = _mean(weak) >= FLOOR and _mean(strong) - _mean(weak) >= GAP
        by = [
            f"{apgr(other, weak, strong):.3f}"
            for other in (
                [float(len(item.task.instruction) + len(item.task.selection)) for item in own.items],
                [item.label or 0.0 for item in own.items],
                oracle(weak, strong),
            )
        ]
        by[1] = by[1] if any(item.label is not None for item in own.items) else NONE
        calls = [f"{cpt(scores, weak, strong, share):.2f}" for share in (0.5, 0.8)]
        rows.append(
            (
                own.name,
                str(len(own.items)),
                f"{own.weak} → {own.strong}",
                f"{_mean(weak):.2f} → {_mean(strong):.2f}",
                str(got),
                *calls,
                *by,
                own.saw,
            )
        )
        if good and got.value < NEVER:
            failures.append(f"{own.name}: APGR {got.value:.3f} is below {NEVER}")
        if own.name.startswith("livecodebench") and got.value < BAR:
            failures.append(f"{own.name}: APGR {got.value:.3f} is below {BAR}")
    return Section(
        "Tier choice, main pairs: APGR and CPT",
        ("set", "items", "pair", "solved", "APGR", "CPT50", "CPT80", "by length", "by label", "oracle", "seen"),
        tuple(rows),
        (
            "Chance is 0.500, and so is a score that says nothing.",
            "The rules' weights were written by hand, not fitted, after a look at coderouterbench.",
            "The calibration is fitted on the five sets by name; it stretches the order within a set, no more.",
            '"seen": the one choice about the rules for which this set\'s outcomes were looked at.',
        ),
        tuple(failures),
    )


def _pairs(found: Sequence[Measured]) -> Section:
    rows, failures = [], []
    for own in found:
        scores = own.scores
        values = sorted(apgr(scores, own.quality(w), own.quality(s)) for w, s in _good_pairs(own))
        if not values:
            rows.append((own.name, "0", NONE, NONE, NONE, NONE))
            continue
        middle = values[len(values) // 2]
        below = _mean(value < NEVER for value in values)
        rows.append(
            (own.name, str(len(values)), f"{middle:.3f}", f"{values[0]:.3f}", f"{values[-1]:.3f}", f"{below:.0%}")
        )
        if middle < NEVER:
            failures.append(f"{own.name}: the median APGR {middle:.3f} is below {NEVER}")
    return Section(
        "Tier choice, all pairs of two good models: APGR",
        ("set", "pairs", "median", "lowest", "highest", f"below {NEVER}"),
        tuple(rows),
        (f"Pairs: the weaker solves {FLOOR:.0%} or more, the stronger {GAP:.0%} more. Small gaps make wide spreads.",),
        tuple(failures),
    )


def _good_pairs(own: Measured) -> list[tuple[str, str]]:
    mean = {model: _mean(own.quality(model)) for model in own.items[0].quality}
    return [(w, s) for w in mean for s in mean if mean[w] >= FLOOR and mean[s] - mean[w] >= GAP]


def _interval(own: Measured, scores: Sequence[float]) -> Interval:
    weak, strong = own.quality(own.weak), own.quality(own.strong)
    return interval(
        lambda drawn: apgr(pick(scores, drawn), pick(weak, drawn), pick(strong, drawn)),
        len(scores),
        clusters=[item.task.instruction if own.name == "debugbench" else at for at, item in enumerate(own.items)],
        times=200,
    )


def _agreement(data: Path) -> Section:
    rows: list[tuple[str, ...]] = []

    def compare(name: str, items: Sequence[Item], truth: Callable[[Item], float], hard: float) -> None:
        scores, true = [classify(item.task).difficulty for item in items], [truth(item) for item in items]
        is_hard = [value >= hard for value in true]
        shown = f"{auc(scores, is_hard):.3f}" if 0 < sum(is_hard) < len(is_hard) else NONE
        rows.append((name, str(len(items)), f"{spearman(scores, true):+.3f}", shown, f"{hard:g}"))

    for track, own in _groups(outcomes.exercism(data)).items():
        compare(f"exercism {track}, difficulty", own, _label, 6)
    for platform, own in _groups(outcomes.livecodebench(data, _LCB_APRIL)).items():
        compare(f"livecodebench {platform}, level", own, _label, 2)
        compare(f"livecodebench {platform}, failures", own, _failures, 0.5)
    buggy = list(outcomes.debugbench(data))
    compare("debugbench, level", buggy, _label, 2)
    compare("debugbench, failures", buggy, _failures, 0.5)
    compare("cruxeval, failures", list(outcomes.cruxeval(data)), _failures, 0.5)
    compare("mbpp, failures", list(outcomes.mbpp(data)), _failures, 0.5)
    for language, own in _groups(outcomes.infibench(data)).items():
        compare(f"infibench {language}, failures", own, _failures, 0.5)
    asked = list(outcomes.stackeval(data))
    compare("stackeval, level", asked, _label, 2)
    for language, own in _groups(asked).items():
        compare(f"  {language}", own, _label, 2)
    return Section(
        "Difficulty: agreement with people and with failures, by set and language",
        ("against", "items", "Spearman", "AUC", "hard from"),
        tuple(rows),
        ("No rule was fitted on any of these; exercism's tracks agree with each other only 0.47 to 0.75.",),
    )


def _calibration(data: Path) -> Section:
    held_out = difficulty.held_out(difficulty.points(data))
    rows = []
    for low in range(10):
        own = [(point, said) for point, said in held_out if low <= said * 10 < low + 1]
        if own:
            said, failed = _mean(said for _, said in own), _mean(point.failed for point, _ in own)
            rows.append((f"{low / 10:.1f} to {(low + 1) / 10:.1f}", str(len(own)), f"{said:.2f}", f"{failed:.2f}"))
    return Section(
        "Difficulty as a share of failures, leave one source out",
        ("difficulty", "items", "said", "failed"),
        tuple(rows),
        ("Base and slopes were fitted on the other sources each time; kinds and orders are judgement and left out.",),
    )


def _groups(items: Iterable[Item]) -> Mapping[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return {name: own for name, own in sorted(groups.items()) if len(own) >= _FEWEST}


def _label(item: Item) -> float:
    return item.label or 0.0


def _failures(item: Item) -> float:
    return 1 - _mean(item.quality.values())


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)
