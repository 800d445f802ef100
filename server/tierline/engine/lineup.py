"""Which models stand behind each tier now, and what they cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tierline.task import Kind, Tier

MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A model's prices in USD per million tokens, and its limits in tokens."""

    prompt_usd_per_mtok: Decimal
    completion_usd_per_mtok: Decimal
    context_length: int | None = None
    max_completion_tokens: int | None = None
    thinking_tokens: tuple[int, int, int] = (0, 0, 0)
    """What it thinks in one task beyond what it says, in tokens: low, middle and high; 0 where nothing is known."""

    @property
    def free(self) -> bool:
        """Whether both prices are zero."""
        return not (self.prompt_usd_per_mtok or self.completion_usd_per_mtok)

    def worst_case_usd(self, prompt_tokens: int, max_tokens: int) -> Decimal:
        """Return the price of a call that uses all it may."""
        cost = self.prompt_usd_per_mtok * prompt_tokens + self.completion_usd_per_mtok * max_tokens
        return cost / MILLION


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineup:
    """Each tier's ids, the primary first; the offers that are known; each tier's ceiling.

    A ceiling bounds the mean of the prompt and the completion price, USD per million tokens.
    """

    models: Mapping[Tier, tuple[str, ...]]
    offers: Mapping[str, Offer] = field(default_factory=dict)
    ceilings: Mapping[Tier, Decimal] = field(
        default_factory=lambda: {Tier.MINIMUM: Decimal(0), Tier.DEFAULT: Decimal("0.5"), Tier.MAXIMUM: Decimal(1)}
    )

    specialists: Mapping[Tier, Mapping[str, str]] = field(default_factory=dict)
    """Kind of task → the id that does it clearly better than the tier's primary, where there is one."""

    def models_for(self, kind: Kind) -> Mapping[Tier, tuple[str, ...]]:
        """Return each tier's ids for a kind of task: its specialist first, then the tier's own order."""
        return {tier: self._order(tier, kind, ids) for tier, ids in self.models.items()}

    def _order(self, tier: Tier, kind: Kind, ids: tuple[str, ...]) -> tuple[str, ...]:
        specialist = self.specialists.get(tier, {}).get(kind.value)
        return (specialist, *(other for other in ids if other != specialist)) if specialist else ids

    def price_ceiling(self, model: str, tier: Tier) -> tuple[Decimal, Decimal]:
        """Return the most that ``model`` may cost per million prompt and completion tokens.

        Both known prices are stretched alike until their mean reaches the tier's ceiling, so that a
        rise within the tier passes and one beyond it is refused by OpenRouter itself. Unknown prices
        are bounded in the ratio that most models have, 1 to 4; their mean is bounded all the same.
        A dearer model that the user put into a paid tier is bounded by its own price; MINIMUM is free,
        whoever chose its models.
        """
        cap = self.ceilings[tier]
        if not cap:
            return Decimal(0), Decimal(0)
        offer = self.offers.get(model)
        if offer is None:
            return cap * 2 / 5, cap * 8 / 5
        prices = (offer.prompt_usd_per_mtok, offer.completion_usd_per_mtok)
        mean = (prices[0] + prices[1]) / 2
        if not mean:
            return Decimal(0), Decimal(0)
        stretch = max(Decimal(1), cap / mean)
        return prices[0] * stretch, prices[1] * stretch
