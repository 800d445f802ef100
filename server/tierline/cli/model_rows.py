"""Every listed model as a row: what it costs, how good it is, where it stands and why not higher."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tierline_scoring.figure import Figure
    from tierline_scoring.scored import Ledger
    from tierline_scoring.snapshot import Snapshot

CATEGORIES = ("free", "balanced", "premium", "none")
"""In the order of price; ``none`` is good enough for no tier."""
_TENTH = Decimal("0.1")
_WHOLE_FROM = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """One listed model; ``None`` where nothing is known. Prices are USD per million tokens."""

    id: str
    name: str
    category: str
    place: str
    """``default 1`` for a primary, ``default 2, maximum 3`` for a backup of two tiers; empty for the others."""
    prompt: Decimal | None
    completion: Decimal | None
    mean: Decimal | None
    task_usd: "Figure | None"
    overall: "Figure | None"
    value: "Figure | None"
    criteria: "Figure | None"
    ability: "Figure | None"
    context: int | None
    why: str
    """Which conditions it meets, behind how many it ranks, or why it is out."""

    @property
    def vendor(self) -> str:
        """The first part of the id."""
        return self.id.split("/", 1)[0]


def rows_of(snapshot: "Snapshot", own: "Ledger | None" = None) -> list[ModelRow]:
    """Return a row for every entry of the listing; ``own`` is what the user's own calls took."""
    from tierline_scoring.policy import ScoringPolicy
    from tierline_scoring.portfolio import build_portfolio
    from tierline_scoring.ranking import ranked
    from tierline_scoring.scored import score_models

    policy = ScoringPolicy()
    portfolio, scored = build_portfolio(snapshot, policy, own), score_models(snapshot, policy, own)
    places: dict[str, list[str]] = {}
    for tier, choice in portfolio.tiers.items():
        for number, model_id in enumerate(choice.model_ids, start=1):
            places.setdefault(model_id, []).append(f"{tier} {number}")
    ranks: dict[str, str] = {}
    for tier in portfolio.tiers:
        order = ranked(tier, scored, policy)
        said = {one.id: f"ranks {number} of {len(order)} for {tier}" for number, one in enumerate(order, start=1)}
        # a model that is good enough for two tiers is of the cheaper one
        ranks = said | ranks
    rows = []
    for model_id, placement in portfolio.categories.items():
        model, scores = snapshot.models.get(model_id), scored.get(model_id)
        waits = model_id not in places and placement.category != "none"
        rows.append(
            ModelRow(
                id=model_id,
                name=model.name if model else model_id,
                category=str(placement.category),
                place=", ".join(places.get(model_id, ())),
                prompt=model.prompt_usd_per_mtok if model else None,
                completion=model.completion_usd_per_mtok if model else None,
                mean=model.average_usd_per_mtok if model else None,
                task_usd=scores.task_cost if scores else None,
                overall=scores.overall if scores else None,
                value=scores.value if scores else None,
                criteria=scores.criteria if scores else None,
                ability=scores.ability if scores else None,
                context=model.context_length if model else None,
                why=ranks.get(model_id, placement.reason) if waits else placement.reason,
            )
        )
    return rows


def _of(figure: "Figure | None") -> float | None:
    return None if figure is None else figure.value


_UP: dict[str, Callable[[ModelRow], Any]] = {
    "id": lambda row: row.id,
    "price": lambda row: row.mean,
    "task-cost": lambda row: _of(row.task_usd),
}
_DOWN: dict[str, Callable[[ModelRow], Any]] = {
    "overall": lambda row: _of(row.overall),
    "value": lambda row: _of(row.value),
    "criteria": lambda row: _of(row.criteria),
    "ability": lambda row: _of(row.ability),
    "context": lambda row: row.context,
}
SORTS = (*_UP, *_DOWN)
"""What rows can be sorted by: ids and costs from the least, the others from the most."""


def selected(rows: Iterable[ModelRow], wanted: Sequence[str], sort: str | None) -> list[ModelRow]:
    """Return the rows for which every word of ``wanted`` holds, sorted; unknown figures come last.

    Without ``sort`` by category, and within it by Criteria.
    """
    kept = sorted((row for row in rows if all(_holds(row, word.lower()) for word in wanted)), key=lambda row: row.id)
    if sort is None:
        kept = _sorted(kept, _DOWN["criteria"], down=True)
        return sorted(kept, key=lambda row: CATEGORIES.index(row.category))
    return _sorted(kept, (_UP | _DOWN)[sort], down=sort in _DOWN)


def _sorted(rows: list[ModelRow], by: Callable[[ModelRow], Any], *, down: bool) -> list[ModelRow]:
    known = [row for row in rows if by(row) is not None]
    return sorted(known, key=by, reverse=down) + [row for row in rows if by(row) is None]


def _holds(row: ModelRow, word: str) -> bool:
    if word in CATEGORIES:
        return row.category == word
    return word == row.vendor or word in row.id.lower() or word in row.name.lower()


def price(usd: Decimal | None) -> str:
    """Return a price with two decimals, or two digits where that says more; ``?`` if it is unknown."""
    if usd is None:
        return "?"
    return "0" if not usd else f"{usd:.2f}" if usd >= _TENTH else f"{usd:.2g}"


def figure(value: float, *, measured: bool) -> str:
    """Return a score with one decimal, and ``~`` before it if a part of it is estimated."""
    mark = "" if measured else "~"
    return f"{mark}{value:,.0f}" if value >= _WHOLE_FROM else f"{mark}{value:.1f}"
