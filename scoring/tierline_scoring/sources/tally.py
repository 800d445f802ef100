"""What a parser has taken from its source so far, what it left out and why, and whether the scales still hold."""

from collections import Counter, defaultdict
from typing import Any

from tierline_scoring.benchmark import Scale, to_100
from tierline_scoring.published import Published, TaskCost
from tierline_scoring.sources.decode import number
from tierline_scoring.sources.source import Parsed, SourceError

_LEAST_RATING, _MOST_RATING = 300.0, 3000.0
"""Between these lie the ratings of all boards we read, from the weakest to the best."""
_RATINGS = frozenset({Scale.ELO_1200, Scale.ELO_1300})
_ENOUGH_TO_TELL = 5
"""So many figures that are all at most 1 are no percentages."""
_ABSENT = frozenset({"", "-", "n/a", "none", "null"})


class Tally:
    """Collects the figures of one source; of several for one name and benchmark the newest, of one day the first."""

    def __init__(self, source: str) -> None:
        """Start empty, for the source of this id."""
        self.source = source
        self.left_out: Counter[str] = Counter()
        self._figures: dict[tuple[str, str], Published] = {}
        self._costs: dict[tuple[str, str], TaskCost] = {}
        self._raw: defaultdict[tuple[str, Scale], list[float]] = defaultdict(list)
        self._off_scale: Counter[tuple[str, Scale]] = Counter()

    def leave_out(self, reason: str) -> None:
        """Count a row that is not taken."""
        self.left_out[reason] += 1

    def figure(  # noqa: PLR0913 -- a figure has these parts, and each call names them
        self,
        *,
        benchmark: str,
        name: str,
        score: Any,
        scale: Scale,
        date: str = "",
        metric: str = "",
        own_id: bool = False,
        self_reported: bool = False,
    ) -> None:
        """Take a figure as published (``score``, of JSON or of a cell), unless it is none or off its scale."""
        published = "" if score is None else str(score).strip()
        raw = number(score)
        if not name:
            self.leave_out("no name")
        elif published.lower() in _ABSENT:
            self.leave_out("no score")
        elif raw is None:
            self.leave_out("score is no number")
        else:
            try:
                value = _to_100(raw, scale)
            except ValueError:
                self._off_scale[benchmark, scale] += 1
                self.leave_out("score is off its scale")
                return
            self._raw[benchmark, scale].append(raw)
            figure = Published(
                source=self.source,
                benchmark=benchmark,
                name=name,
                published=published,
                scale=scale,
                value=value,
                date=date,
                metric=metric,
                own_id=own_id,
                self_reported=self_reported,
            )
            known = self._figures.get((name, benchmark))
            if known is not None:
                self.leave_out("another run of the same model")
            if known is None or known.date < date:
                self._figures[name, benchmark] = figure

    def cost(  # noqa: PLR0913 -- as above
        self,
        *,
        benchmark: str,
        name: str,
        usd_per_task: Any = None,
        tokens_per_task: float | None = None,
        date: str = "",
        metric: str = "",
        own_id: bool = False,
    ) -> None:
        """Take what one task of a run cost; unknown, negative and zero costs are not taken."""
        usd = number(usd_per_task)
        usd = usd if usd is not None and usd > 0.0 else None
        if not name or (usd is None and tokens_per_task is None) or (name, benchmark) in self._costs:
            return
        self._costs[name, benchmark] = TaskCost(
            source=self.source,
            benchmark=benchmark,
            name=name,
            usd_per_task=usd,
            tokens_per_task=tokens_per_task,
            date=date,
            metric=metric,
            own_id=own_id,
        )

    def parsed(self, as_of: str = "") -> Parsed:
        """Return all that was taken; ``as_of`` is the day of the newest figure unless given.

        Raises:
            SourceError: Nothing was taken, or a benchmark's figures no longer lie on its scale.
        """
        for (benchmark, scale), off in self._off_scale.items():
            if off > len(self._raw[benchmark, scale]):
                raise SourceError(f"{self.source}: the figures of {benchmark} are not on the scale '{scale}' any more")
        for (benchmark, scale), raw in self._raw.items():
            if scale in {Scale.PERCENT, Scale.TEN} and len(raw) >= _ENOUGH_TO_TELL and max(raw) <= 1.0:
                raise SourceError(f"{self.source}: the figures of {benchmark} look like fractions, not '{scale}'")
        if not self._figures:
            raise SourceError(f"{self.source}: none of its rows is understood any more")
        figures = tuple(self._figures.values())
        return Parsed(
            figures=figures,
            costs=tuple(self._costs.values()),
            as_of=as_of or max(figure.date for figure in figures),
            left_out=dict(self.left_out),
        )


def _to_100(raw: float, scale: Scale) -> float:
    if scale in _RATINGS and not _LEAST_RATING <= raw <= _MOST_RATING:
        raise ValueError(f"{raw} is no rating")
    return to_100(raw, scale)
