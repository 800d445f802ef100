"""A picture of all scored models: what they cost, how able they are, which are chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tierline.cli.labels import Label, place_labels
from tierline.cli.parser import BadUsage
from tierline.cli.writing import put
from tierline.task import TierlineError

if TYPE_CHECKING:
    from decimal import Decimal

    from matplotlib.axes import Axes

    from tierline_scoring.policy import ScoringPolicy
    from tierline_scoring.portfolio import Portfolio
    from tierline_scoring.scored import ScoredModel
    from tierline_scoring.snapshot import Snapshot
    from tierline_scoring.tier import Tier

FORMATS = ("svg", "png")
FREE_AT = 0.01
"""Where free models stand on an axis that has no 0, in USD per million tokens."""
_COLOURS = {"minimum": "#1a7f37", "default": "#0969da", "maximum": "#8250df"}
_GREY, _INK = "#8c959f", "#24292f"


class NoPlot(TierlineError):
    """The picture can't be drawn here."""

    code = "no-plot"


@dataclass(frozen=True, slots=True)
class _Point:
    x: float
    y: float
    scored: "ScoredModel"


def draw(snapshot: "Snapshot", path: Path) -> None:
    """Draw ``path``, an ``.svg`` or ``.png`` by its name.

    Raises:
        NoPlot: matplotlib is not installed.
        BadUsage: the name has another ending.
        OSError: the file can't be written.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise BadUsage(f"The picture can be a {' or a '.join(f'.{name}' for name in FORMATS)} file, not {path.name}.")
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise NoPlot(
            "Drawing needs matplotlib, which is not installed; install Tierline with its extra: "
            "pip install 'tierline[plot]'."
        ) from None
    from io import BytesIO

    # text stays text in SVG, and the same figures give the same bytes
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tierline", "font.size": 9}):
        figure = Figure(figsize=(11, 7), layout="constrained")
        FigureCanvasAgg(figure)
        _draw(figure.add_subplot(), snapshot)
        content = BytesIO()
        figure.savefig(content, format=kind, dpi=150, metadata={"Date": None} if kind == "svg" else {})
    put(path, content.getvalue())


def _draw(axes: "Axes", snapshot: "Snapshot") -> None:
    from tierline_scoring.policy import ScoringPolicy
    from tierline_scoring.portfolio import build_portfolio
    from tierline_scoring.scored import score_models

    policy = ScoringPolicy()
    portfolio = build_portfolio(snapshot, policy)
    points = [_point(one) for one in score_models(snapshot, policy).values() if one.model.priced]
    axes.set_xscale("log")
    axes.set_title(f"Cost and quality of {len(points)} models, as listed on {snapshot.as_of}", loc="left", color=_INK)
    axes.set_xlabel("USD per million tokens, mean of prompt and completion (logarithmic; free models at the left)")
    axes.set_ylabel("coding ability, standard deviations (bars: 90% intervals of the chosen)")
    _limits(axes, policy)
    axes.scatter([p.x for p in points], [p.y for p in points], s=14, color=_GREY, alpha=0.55, linewidths=0, zorder=2)
    front = _corners(frontier(points))
    axes.plot(
        [x for x, _ in front],
        [y for _, y in front],
        color="#cf222e",
        linewidth=1.1,
        zorder=1,
        label="frontier: nothing cheaper is more able",
    )
    labels = [label for tier in portfolio.tiers for label in _chosen(axes, portfolio, tier)]
    axes.plot([], [], "D", color=_GREY, markersize=5, label="backups, in the colour of their tier")
    _ticks(axes)
    axes.legend(loc="lower right", frameon=False)
    bars = [_bar(one) for choice in portfolio.tiers.values() for one in choice.models]
    low, high = axes.get_ylim()
    limits = [[(float(limit), low), (float(limit), high)] for limit in _ceilings(policy).values()]
    place_labels(axes, labels, [(p.x, p.y) for p in points], [front, *bars, *limits])
    axes.set_ylim(low, high)


def _point(scored: "ScoredModel") -> _Point:
    return _Point(max(FREE_AT, float(scored.cost_usd_per_mtok)), scored.ability.value, scored)


def frontier(points: Sequence[_Point]) -> list[_Point]:
    """Return the points that are more able than every cheaper one, the cheapest first."""
    found: list[_Point] = []
    for point in sorted(points, key=lambda p: (p.x, -p.y)):
        if not found or point.y > found[-1].y:
            found.append(point)
    return found


def _corners(front: Sequence[_Point]) -> list[tuple[float, float]]:
    """Return the frontier as a stair: a price buys the ability of the best that costs less."""
    stair = [(front[0].x, front[0].y)]
    for before, after in pairwise(front):
        stair += [(after.x, before.y), (after.x, after.y)]
    return stair


def _bar(scored: "ScoredModel") -> list[tuple[float, float]]:
    x = _point(scored).x
    return [(x, scored.ability.low), (x, scored.ability.high)]


def _ceilings(policy: "ScoringPolicy") -> "dict[str, Decimal]":
    return {"default": policy.default_below_usd_per_mtok, "maximum": policy.maximum_below_usd_per_mtok}


def _limits(axes: "Axes", policy: "ScoringPolicy") -> None:
    for tier, limit in _ceilings(policy).items():
        axes.axvline(float(limit), color=_COLOURS[tier], linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
        axes.annotate(
            f"{tier} below ${limit}",
            (float(limit), 0.012),
            xycoords=("data", "axes fraction"),
            xytext=(-3, 0),
            textcoords="offset points",
            rotation=90,
            ha="right",
            va="bottom",
            color=_COLOURS[tier],
            fontsize=8,
        )


def _chosen(axes: "Axes", portfolio: "Portfolio", tier: "Tier") -> list[Label]:
    """Mark the models of one tier and return their labels; one that stands in two tiers is marked in both."""
    labels = []
    for place, scored in enumerate(portfolio.tiers[tier].models):
        point, ability = _point(scored), scored.ability
        first = place == 0
        axes.errorbar(
            point.x,
            point.y,
            yerr=[[point.y - ability.low], [ability.high - point.y]],
            fmt="o" if first else "D",
            markersize=9 if first else 5,
            color=_COLOURS[tier.value],
            elinewidth=0.8,
            alpha=1.0 if first else 0.8,
            zorder=4 if first else 3,
            label=f"{tier.value}, first choice" if first else None,
        )
        name = scored.id.split("/", 1)[1]
        labels.append(Label(x=point.x, y=point.y, text=name, colour=_COLOURS[tier.value], bold=first))
    return labels


def _ticks(axes: "Axes") -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

    low, high = axes.get_xlim()
    steps = [FREE_AT] + [step * 10**power for power in range(-2, 3) for step in (1, 2, 5) if step * 10**power > FREE_AT]
    axes.xaxis.set_major_locator(FixedLocator([step for step in steps if low <= step <= high]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: "free" if x <= FREE_AT * 1.01 else f"${x:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlim(low, high)
    axes.grid(visible=True, which="major", color="#d0d7de", linewidth=0.4)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
