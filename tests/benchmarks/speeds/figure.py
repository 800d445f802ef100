"""One measured number: what it is, where its bar lies, and how sure it is."""

import json
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of which less is better."""

    name: str
    """Unique in a run, the same from run to run."""
    what: str
    value: float
    unit: str = ""
    """``ms``, ``MB``, or empty for a ratio or an exponent."""
    most: float | None = None
    """What it should not pass; ``None`` where nothing is asked for."""
    noise: float = 0.0
    """The standard error of the value, as a share of it; 0 where it was counted and not timed."""

    @property
    def met(self) -> bool:
        """Whether the bar is reached, or there is none."""
        return self.most is None or self.value <= self.most

    def cells(self) -> tuple[str, ...]:
        """Return what a table shows."""
        verdict = "" if self.most is None else "met" if self.met else "**not met**"
        bar = "" if self.most is None else _told(self.most, self.unit)
        return (self.what, _told(self.value, self.unit), bar, verdict)


COLUMNS = ("what", "measured", "at most", "")


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the benchmark hands back."""

    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()
    curves: Mapping[str, Sequence[tuple[float, float]]] | None = None
    """Of the plot: name → points."""


def median_noise(taken: Sequence[float]) -> float:
    """Return the standard error of a median as a share of it: 1.2533 s / sqrt(n), s = IQR / 1.349 (as of normal)."""
    low, middle, high = statistics.quantiles(taken, n=4, method="inclusive")
    return 1.2533 * (high - low) / 1.349 / math.sqrt(len(taken)) / middle if middle else 0.0


def at(taken: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` of all lie."""
    return statistics.quantiles(taken, n=1000, method="inclusive")[round(share * 1000) - 1]


def exponent(points: Iterable[tuple[float, float]]) -> float:
    """Return the least-squares slope of the logarithms: 0 is flat, 1 linear, 2 quadratic."""
    x, y = zip(*((math.log(size), math.log(cost)) for size, cost in points), strict=True)
    return statistics.linear_regression(x, y).slope


def save(parts: Iterable[Part], machine: str, path: Path) -> None:
    """Write a run, to be compared with another."""
    figures = [asdict(figure) for part in parts for figure in part.figures]
    text = json.dumps({"machine": machine, "figures": figures}, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def load(path: Path) -> dict[str, Figure]:
    """Return the figures of a saved run by name."""
    said = json.loads(path.read_text(encoding="utf-8"))
    return {entry["name"]: Figure(**entry) for entry in said["figures"]}


def _told(value: float, unit: str) -> str:
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}{f' {unit}' if unit else ''}"
