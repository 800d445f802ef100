"""Labels of points in a picture, placed so that none covers another, a marked point or the edge."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

Points = Sequence[tuple[float, float]]

_DISTANCES = (12, 22, 34, 48, 64, 82, 102, 124, 150)
"""In points, the nearest tried first."""
_DIRECTIONS = 16
_MARGIN = 2.0
_STEP = 5.0
"""Pixels between two labels, and between the points by which a line is seen."""
_FORBIDDEN, _MARKED, _SEEN = 1e6, 1e4, 6.0
"""What it costs to cover a label or leave the picture, to cover a chosen model, to cover a dot or a bit of line;
a point of distance costs 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What to write, and at which point of the data."""

    x: float
    y: float
    text: str
    colour: str
    bold: bool


@dataclass(frozen=True, slots=True)
class _Picture:
    inside: "Bbox"
    taken: "list[Bbox]"
    marked: Points
    seen: Points


def place_labels(axes: "Axes", labels: Sequence[Label], dots: Points, lines: Sequence[Points]) -> None:
    """Write each label near its point, where it covers nothing or the least.

    ``dots`` and the corners of ``lines`` are in the coordinates of the data. Labels of one text at one
    point are written once.
    """
    axes.figure.canvas.draw()
    legend = axes.get_legend()
    picture = _Picture(
        inside=axes.get_window_extent(),
        taken=[legend.get_window_extent()] if legend else [],
        marked=_pixels(axes, [(label.x, label.y) for label in labels]),
        seen=[*_pixels(axes, dots), *(point for line in lines for point in _along(_pixels(axes, line)))],
    )
    written: set[tuple[str, float, float]] = set()
    for label in sorted(labels, key=lambda one: not one.bold):
        if (label.text, label.x, label.y) not in written:
            written.add((label.text, label.x, label.y))
            picture.taken.append(_place(axes, label, picture))


def _place(axes: "Axes", label: Label, picture: _Picture) -> "Bbox":
    """Write one label at its best place; return the box that it fills."""
    from matplotlib.transforms import Bbox

    note = _annotation(axes, label)
    size = note.get_window_extent()
    (at,) = _pixels(axes, [(label.x, label.y)])
    scale = axes.figure.dpi / 72

    def box_at(offset: tuple[float, float]) -> Bbox:
        centre = {"left": 0.5, "right": -0.5, "center": 0.0}[_side(offset)] * size.width
        x, y = at[0] + offset[0] * scale + centre, at[1] + offset[1] * scale
        return Bbox.from_extents(
            x - size.width / 2 - _MARGIN,
            y - size.height / 2 - _MARGIN,
            x + size.width / 2 + _MARGIN,
            y + size.height / 2 + _MARGIN,
        )

    best = min(_offsets(), key=lambda offset: math.hypot(*offset) + _covered(box_at(offset), picture))
    note.set_position(best)
    note.set_horizontalalignment(_side(best))
    return box_at(best)


def _covered(box: "Bbox", picture: _Picture) -> float:
    inside = picture.inside
    leaves = bool(box.x0 < inside.x0 or box.x1 > inside.x1 or box.y0 < inside.y0 or box.y1 > inside.y1)
    return (
        _FORBIDDEN * (leaves + sum(bool(box.overlaps(other)) for other in picture.taken))
        + _MARKED * sum(_holds(box, point) for point in picture.marked)
        + _SEEN * sum(_holds(box, point) for point in picture.seen)
    )


def _holds(box: "Bbox", point: tuple[float, float]) -> bool:
    return bool(box.x0 <= point[0] <= box.x1 and box.y0 <= point[1] <= box.y1)


def _pixels(axes: "Axes", points: Points) -> Points:
    return [(float(x), float(y)) for x, y in axes.transData.transform(list(points))] if points else []


def _along(corners: Points) -> Iterator[tuple[float, float]]:
    """Yield points of a line, close enough that no label slips between them."""
    for (x0, y0), (x1, y1) in pairwise(corners):
        count = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / _STEP))
        yield from ((x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(count + 1))


def _offsets() -> Iterator[tuple[float, float]]:
    for distance in _DISTANCES:
        for step in range(_DIRECTIONS):
            angle = 2 * math.pi * step / _DIRECTIONS
            yield distance * math.cos(angle), distance * math.sin(angle)


def _side(offset: tuple[float, float]) -> Literal["left", "right", "center"]:
    """Return how a label is aligned that stands ``offset`` from its point."""
    return "left" if offset[0] > 1 else "right" if offset[0] < -1 else "center"


def _annotation(axes: "Axes", label: Label) -> "Annotation":
    return axes.annotate(
        label.text,
        (label.x, label.y),
        xytext=(0, 0),
        textcoords="offset points",
        color=label.colour,
        fontsize=9.5 if label.bold else 8,
        fontweight="bold" if label.bold else "normal",
        va="center",
        arrowprops={"arrowstyle": "-", "color": label.colour, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3},
        zorder=5,
    )
