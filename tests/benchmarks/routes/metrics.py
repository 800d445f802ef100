"""Measures of routing between a weak and a strong model, of orders and of classes. Pure.

Items stand at the same place of parallel sequences: ``score`` (higher: needs the strong model more), ``weak`` and
``strong`` (the quality of each model's answer), and the cost of each. With ``gain = strong - weak``,

    PGR(a)  share of the whole gain that is had when the highest share ``a`` of the scores goes to the strong model
    APGR    area under PGR over 0 <= a <= 1; an order by chance has 0.5
    CPT(p)  smallest share ``a`` at which PGR >= p; by chance p

(I. Ong et al., *RouteLLM: Learning to Route LLMs with Preference Data*, 2024, section 3). Items of equal score are
taken as if mixed at random: each brings the mean gain of its block, so that one constant score has exactly 0.5.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

Points = Sequence[tuple[float, float]]
"""x and y of a curve, x ascending."""

_ROUNDING = 1e-12


class NoGapError(ValueError):
    """The strong model is no better than the weak one, so no share of the gap can be had."""


def pgr_curve(score: Sequence[float], weak: Sequence[float], strong: Sequence[float]) -> Points:
    """Return (share of strong calls, PGR), one point an item, from (0, 0) to (1, 1).

    Raises:
        NoGapError: the strong model is no better.
    """
    gains = [s - w for w, s in zip(weak, strong, strict=True)]
    whole = sum(gains)
    if whole <= 0:
        raise NoGapError(f"the strong model gains {whole:g} over {len(gains)} items")
    points, reached = [(0.0, 0.0)], 0.0
    for gain in _in_order(score, gains):
        reached += gain
        points.append((len(points) / len(gains), reached / whole))
    return points


def apgr(score: Sequence[float], weak: Sequence[float], strong: Sequence[float]) -> float:
    """Return the area under PGR; above 1 where the oracle sends nothing that the weak model does better.

    Raises:
        NoGapError: the strong model is no better.
    """
    return area(pgr_curve(score, weak, strong))


def cpt(score: Sequence[float], weak: Sequence[float], strong: Sequence[float], share: float) -> float:
    """Return the smallest share of strong calls that has ``share`` (0..1) of the gain.

    Raises:
        NoGapError: the strong model is no better.
    """
    return next(x for x, y in pgr_curve(score, weak, strong) if y >= share - _ROUNDING)


def pgr_at(score: Sequence[float], weak: Sequence[float], strong: Sequence[float], calls: float) -> float:
    """Return PGR when the share ``calls`` (0..1) goes to the strong model, to the nearest item.

    Raises:
        NoGapError: the strong model is no better.
    """
    points = pgr_curve(score, weak, strong)
    return points[round(calls * (len(points) - 1))][1]


def oracle(weak: Sequence[float], strong: Sequence[float]) -> list[float]:
    """Return the score that no order beats: the gain itself."""
    return [s - w for w, s in zip(weak, strong, strict=True)]


def cost_quality_curve(
    score: Sequence[float],
    weak: Sequence[float],
    strong: Sequence[float],
    weak_cost: Sequence[float],
    strong_cost: Sequence[float],
) -> Points:
    """Return (mean cost, mean quality) as ever more items go to the strong model, from none to all."""
    count = len(score)
    cost, quality = sum(weak_cost), sum(weak)
    points = [(cost / count, quality / count)]
    dearer = [s - w for w, s in zip(weak_cost, strong_cost, strict=True)]
    for more, better in zip(_in_order(score, dearer), _in_order(score, oracle(weak, strong)), strict=True):
        cost, quality = cost + more, quality + better
        points.append((cost / count, quality / count))
    return points


def area(points: Points) -> float:
    """Return the area under a curve by the trapezoid rule."""
    return sum((right[0] - left[0]) * (right[1] + left[1]) / 2 for left, right in pairwise(points))


def hull(points: Iterable[tuple[float, float]]) -> Points:
    """Return the upper hull that never falls: what mixing of the points' routers at random can reach."""
    kept: list[tuple[float, float]] = []
    for cost, quality in sorted(points, key=lambda point: (point[0], -point[1])):
        if kept and quality <= kept[-1][1]:
            continue
        while len(kept) > 1 and _below(kept[-2], kept[-1], (cost, quality)):
            kept.pop()
        kept.append((cost, quality))
    return kept


def aiq(points: Iterable[tuple[float, float]], low: float, high: float) -> float:
    """Return the mean quality of the hull between two costs; 0 where nothing is so cheap.

    Source: Q. Hu et al., *RouterBench*, 2024, section 3.3 (average improvement in quality).
    """
    best = hull(points)
    ends = [(max(low, best[0][0]), _height(best, max(low, best[0][0]))), (high, _height(best, high))]
    inner = [point for point in best if ends[0][0] < point[0] < high]
    return area([ends[0], *inner, ends[1]]) / (high - low) if ends[0][0] < high else 0.0


@dataclass(frozen=True, slots=True)
class Cascade:
    """The weak model first, and the strong one where the answer was rejected."""

    escalated: float
    """Share of items."""
    quality: float
    """Mean."""
    cost: float
    """Mean; a rejected answer is paid too."""
    pgr: float
    false_alarms: float
    """Share of the weak model's right answers that were rejected; right is a quality of 1."""


def cascade(
    rejected: Sequence[bool],
    weak: Sequence[float],
    strong: Sequence[float],
    weak_cost: Sequence[float] | None = None,
    strong_cost: Sequence[float] | None = None,
) -> Cascade:
    """Return what comes of retrying the rejected answers.

    Raises:
        NoGapError: the strong model is no better.
    """
    count = len(rejected)
    whole = sum(strong) - sum(weak)
    if whole <= 0:
        raise NoGapError(f"the strong model gains {whole:g} over {count} items")
    quality = [s if again else w for again, w, s in zip(rejected, weak, strong, strict=True)]
    first, second = weak_cost or [0.0] * count, strong_cost or [0.0] * count
    cost = [w + s * again for again, w, s in zip(rejected, first, second, strict=True)]
    right = [again for again, w in zip(rejected, weak, strict=True) if w >= 1]
    return Cascade(
        escalated=sum(rejected) / count,
        quality=sum(quality) / count,
        cost=sum(cost) / count,
        pgr=(sum(quality) - sum(weak)) / whole,
        false_alarms=sum(right) / len(right) if right else 0.0,
    )


def accuracy(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> float:
    """Return the share of items whose class is right."""
    return sum(g == p for g, p in zip(gold, predicted, strict=True)) / len(gold)


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Return the mean F1 over the classes that ``gold`` has."""
    return sum(own := f1(gold, predicted).values()) / len(own)


def f1(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """Return the F1 of each class that ``gold`` has: 2 TP / (2 TP + FP + FN)."""
    true, asked, said = (
        Counter(g for g, p in zip(gold, predicted, strict=True) if g == p),
        Counter(gold),
        Counter(predicted),
    )
    return {label: 2 * true[label] / (asked[label] + said[label]) for label in sorted(asked)}


def confusion(gold: Sequence[str], predicted: Sequence[str]) -> Counter[tuple[str, str]]:
    """Return how often each (gold, predicted) came."""
    return Counter(zip(gold, predicted, strict=True))


def spearman(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the correlation of ranks, ties sharing their mean rank; 0 where one side is constant."""
    x, y = _ranks(a), _ranks(b)
    middle = (len(x) + 1) / 2
    both = sum((p - middle) * (q - middle) for p, q in zip(x, y, strict=True))
    own = sum((p - middle) ** 2 for p in x) * sum((q - middle) ** 2 for q in y)
    return both / own**0.5 if own else 0.0


def auc(score: Sequence[float], positive: Sequence[bool]) -> float:
    """Return the chance that a positive item scores above a negative one, ties counting half (Mann-Whitney U).

    Raises:
        ValueError: there are no positive or no negative items.
    """
    ranks = _ranks(score)
    yes = sum(positive)
    no = len(positive) - yes
    if not yes or not no:
        raise ValueError("only one class")
    above = sum(rank for rank, own in zip(ranks, positive, strict=True) if own) - yes * (yes + 1) / 2
    return above / (yes * no)


def _in_order(score: Sequence[float], values: Sequence[float]) -> Iterable[float]:
    """Yield ``values`` by falling score, each as the mean of its block of equal scores."""
    order = sorted(range(len(score)), key=lambda at: -score[at])
    for _, block in groupby(order, key=lambda at: score[at]):
        own = [values[at] for at in block]
        yield from [sum(own) / len(own)] * len(own)


def _ranks(values: Sequence[float]) -> list[float]:
    ranks, before = [0.0] * len(values), 0
    for _, block in groupby(sorted(range(len(values)), key=lambda at: values[at]), key=lambda at: values[at]):
        own = list(block)
        for at in own:
            ranks[at] = before + (len(own) + 1) / 2
        before += len(own)
    return ranks


def _below(left: tuple[float, float], middle: tuple[float, float], right: tuple[float, float]) -> bool:
    """Whether the middle point lies on or below the line between the others."""
    rise, run = middle[1] - left[1], middle[0] - left[0]
    return rise * (right[0] - left[0]) <= (right[1] - left[1]) * run


def _height(points: Points, at: float) -> float:
    for left, right in pairwise(points):
        if at <= right[0]:
            return left[1] + (right[1] - left[1]) * (at - left[0]) / (right[0] - left[0])
    return points[-1][1]
