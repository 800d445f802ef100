"""One picture of the curves: PGR over strong calls for each set, and quality over cost where costs are known."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import metrics
from .choosers import always, best_single, shrunk
from .curves import DOWN, UP, Panel, panels
from .runs import CHEAP, STRONGEST, Run, best_of, halves, picked, quality_and_cost, read_runs
from .spending import Priced, priced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ACROSS = 4
_ORDERS = (("difficulty", "#0b62a4", "-"), ("length", "#999999", "-"), ("oracle", "#2a9d55", "--"))


def draw(data: Path, target: Path) -> None:
    """Write the picture, the same bytes for the same curves.

    Raises:
        ImportError: matplotlib is not installed; it comes with the development extra.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    gains, costs = list(panels(data)), priced(data)
    count = len(gains) + len(costs) + 1
    down = -(-count // _ACROSS)
    with mpl.rc_context({"svg.hashsalt": "tierline", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(3.1 * _ACROSS, 2.7 * down), layout="constrained")
        places = list(figure.subplots(down, _ACROSS).flat)
        for axes, panel in zip(places, gains, strict=False):
            _gain(axes, panel)
        for axes, each in zip(places[len(gains) :], costs, strict=False):
            _cost(axes, each)
        _table(places[count - 1], read_runs(data))
        for axes in places[count:]:
            axes.set_axis_off()
        figure.legend(*places[0].get_legend_handles_labels(), loc="outside lower center", ncols=6, frameon=False)
        figure.savefig(target, metadata={"Date": None} if target.suffix == ".svg" else None)


def _orders(panel: Panel) -> Sequence[Sequence[float]]:
    return panel.score, panel.length, metrics.oracle(panel.weak, panel.strong)


def _gain(axes: "Axes", panel: Panel) -> None:
    axes.plot((0, 1), (0, 1), color="#cccccc", linewidth=1, label="chance: always DEFAULT to always MAXIMUM")
    for (label, color, line), score in zip(_ORDERS, _orders(panel), strict=True):
        curve = metrics.pgr_curve(score, panel.weak, panel.strong)
        axes.plot(*zip(*curve, strict=True), line, color=color, label=label)
    for tiers, marker, label in ((UP, "^", "decided: MAXIMUM"), (DOWN, "v", "decided: not MINIMUM")):
        axes.plot(*panel.point(panel.strong_calls(tiers)), marker, color="#c0392b", markersize=5, label=label)
    axes.set(title=panel.name, xlabel="share of strong calls", ylabel="share of the gap", ylim=(-0.2, 1.3))


def _cost(axes: "Axes", each: Priced) -> None:
    for (_, color, line), score in zip(_ORDERS, _orders(each.panel), strict=True):
        curve = each.curve(score)
        axes.plot([1000 * usd for usd, _ in curve], [quality for _, quality in curve], line, color=color)
    usd, quality = each.decided()
    axes.plot(1000 * usd, quality, "^", color="#c0392b", markersize=5)
    axes.set(title=f"{each.panel.name}, cost", xlabel="USD per 1,000 tasks", ylabel="quality")


def _table(axes: "Axes", runs: Sequence[Run]) -> None:
    choosing, scoring = halves(runs, 0)
    ways = {
        **{model: always(model)(scoring) for model in runs[0].score},
        "best cheap": best_single(choosing),
        "table": shrunk(choosing),
    }
    points = {name: quality_and_cost(picked(run, own[run.type]) for run in scoring) for name, own in ways.items()}
    points["oracle, cheap"] = quality_and_cost(picked(run, best_of(run, CHEAP)) for run in scoring)
    for name, (quality, cost) in points.items():
        chosen = name in {"table", "oracle, cheap"}
        axes.plot(cost, quality, "o", color="#c0392b" if name == "table" else "#0b62a4", markersize=4)
        if chosen or name == STRONGEST:
            axes.annotate(name, (cost, quality), textcoords="offset points", xytext=(4, 3))
    axes.set(title="kind → model, first split", xlabel=f"share of {STRONGEST}'s cost", ylabel="points", xlim=(0, 1.35))
