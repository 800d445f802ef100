"""What a new snapshot changes, and whether it is worse than the one in force. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.portfolio import Portfolio, build_portfolio
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.tier import Tier

LEAST_KEPT = 2 / 3
"""A snapshot that keeps less than this share of models, or of figures, is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """USD per million tokens, prompt and completion, before and after."""

    id: str
    before: tuple[Decimal, Decimal]
    after: tuple[Decimal, Decimal]

    @property
    def ratio(self) -> float | None:
        """By what the mean was multiplied; ``None`` if it was free before."""
        old, new = sum(self.before), sum(self.after)
        return float(new / old) if old else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChange:
    """The models of a tier in the order they are tried, before and after."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    why: str
    """What makes the new primary first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much a snapshot holds."""

    models: int
    scored: int
    """Models of which some figure is known."""
    figures: int
    """Of listed models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """From one snapshot to the next."""

    before: Size
    after: Size
    since: str
    """Day of the older snapshot."""
    models_in: tuple[str, ...]
    models_out: tuple[str, ...]
    prices: tuple[PriceChange, ...]
    """The largest change first."""
    tiers: Mapping[Tier, TierChange]
    """All tiers, changed or not."""

    @property
    def none(self) -> bool:
        """Whether nothing that anyone would notice changed."""
        moved = any(change.before != change.after for change in self.tiers.values())
        return not (self.models_in or self.models_out or self.prices or moved or self.before != self.after)


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """Compare two snapshots."""
    old, new = build_portfolio(before), build_portfolio(after)
    both = sorted(before.models.keys() & after.models.keys())
    prices = [change for name in both if (change := _price(before.models[name], after.models[name]))]
    return Changes(
        before=_size(before),
        after=_size(after),
        since=before.as_of.isoformat(),
        models_in=tuple(sorted(after.models.keys() - before.models.keys())),
        models_out=tuple(sorted(before.models.keys() - after.models.keys())),
        prices=tuple(sorted(prices, key=lambda change: (-_size_of(change), change.id))),
        tiers={tier: _tier(tier, old, new) for tier in Tier},
    )


def objections(found: Changes) -> tuple[str, ...]:
    """Say in sentences why the newer snapshot should not replace the older; empty if it may."""
    return tuple(_objections(found))


def _objections(found: Changes) -> Iterator[str]:
    sizes = (
        ("models", found.before.models, found.after.models),
        ("figures", found.before.figures, found.after.figures),
    )
    for noun, before, after in sizes:
        if after < before * LEAST_KEPT:
            yield f"it has {after:,} {noun} where the snapshot in force has {before:,}"
    for tier, change in found.tiers.items():
        if change.before and not change.after:
            yield f"it has no model for {tier}, where {change.before[0]} is in force"


def _size(snapshot: Snapshot) -> Size:
    known = [evidence for name, evidence in snapshot.evidence.items() if name in snapshot.models]
    return Size(
        models=len(snapshot.models),
        scored=len(known),
        figures=sum(len(evidence.measurements) for evidence in known),
    )


def _price(before: CatalogueModel, after: CatalogueModel) -> PriceChange | None:
    old, new = _prices(before), _prices(after)
    return PriceChange(id=after.id, before=old, after=new) if old != new else None


def _prices(model: CatalogueModel) -> tuple[Decimal, Decimal]:
    return model.prompt_usd_per_mtok, model.completion_usd_per_mtok


def _size_of(change: PriceChange) -> float:
    """Return how far a price moved, up or down alike; to or from nothing is the farthest."""
    if not change.ratio:
        return float("inf")
    return max(change.ratio, 1 / change.ratio)


def _tier(tier: Tier, old: Portfolio, new: Portfolio) -> TierChange:
    return TierChange(before=old.tiers[tier].model_ids, after=new.tiers[tier].model_ids, why=new.tiers[tier].why)
