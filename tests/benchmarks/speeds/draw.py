"""The pictures of the results: how times grow, how the first word is spread, and what memory does."""

from collections.abc import Sequence
from pathlib import Path

from .figure import Part

_GROWTH = ("selected lines", "open documents", "tasks side by side", "models", "ledger rows")


def draw(parts: Sequence[Part], target: Path) -> None:
    """Write one picture with a panel for each.

    Raises:
        ImportError: matplotlib is not installed; it comes with the development extra.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    curves = {name: points for part in parts for name, points in (part.curves or {}).items()}
    with mpl.rc_context({"svg.hashsalt": "tierline", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(10, 3), layout="constrained")
        growth, first, memory = figure.subplots(1, 3)
        for name in _GROWTH:
            if name in curves:
                growth.loglog(*zip(*curves[name], strict=True), marker="o", markersize=3, label=name)
        growth.set(title="What grows, and how", xlabel="how many", ylabel="ms")
        for name in sorted(curves):
            if name.startswith("strict "):
                first.step(*zip(*curves[name], strict=True), where="post", label=name.removeprefix("strict "))
        first.set(
            title="First word, of a model that answers at once", xlabel="ms", ylabel="share of requests", xscale="log"
        )
        if "memory" in curves:
            memory.plot(*zip(*curves["memory"], strict=True), marker="o", markersize=3)
        memory.set(title="Memory over many tasks", xlabel="tasks", ylabel="MB", ylim=(0, None))
        for axes in (growth, first):
            if axes.get_legend_handles_labels()[0]:
                axes.legend()
        figure.savefig(target, metadata={"Date": None})
