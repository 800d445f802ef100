"""A model as OpenRouter lists it: what it costs, what it takes, how long it stays."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTier:
    """A dearer (or cheaper) price for prompts longer than ``above_prompt_tokens``; USD per million tokens."""

    above_prompt_tokens: int
    prompt_usd_per_mtok: Decimal
    completion_usd_per_mtok: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """How much of the time requests were answered, 0..100, as seen on ``date``."""

    percent: float
    date: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueModel:
    """One entry of the listing. A model whose price is unknown is not listed at all: unknown is never 0."""

    id: str
    name: str
    canonical_slug: str
    """OpenRouter's permanent slug; the id without its variant where the listing gives none."""
    created: date | None
    """When OpenRouter first listed it; ``None`` where the listing does not say."""
    context_length: int
    """Tokens of prompt and completion together."""
    max_completion_tokens: int | None
    """``None`` where the listing does not say: it is then bound by the context alone."""
    prompt_usd_per_mtok: Decimal
    completion_usd_per_mtok: Decimal
    hugging_face_id: str = ""
    """Where its weights are published; empty for closed models, and where the listing does not say."""
    cache_read_usd_per_mtok: Decimal | None = None
    cache_write_usd_per_mtok: Decimal | None = None
    price_tiers: tuple[PriceTier, ...] = ()
    expires: date | None = None
    """The end that was announced, if any."""
    supported_parameters: tuple[str, ...] = ()
    """Those that matter here: ``reasoning``, ``reasoning_effort``, ``structured_outputs``, ``temperature``, ``tools``.
    """
    thinks_by_default: bool | None = None
    """Whether it reasons, at the price of completion tokens, unless told not to; ``None`` where nobody says."""
    outputs: tuple[str, ...] = ("text",)
    """What it answers with: ``text``, ``image``, ``audio``."""
    providers: tuple[str, ...] = ()
    """Who served it when its endpoints were last listed, sorted; empty where nobody says."""
    uptime: Uptime | None = None
    price_source: str
    """Id of the source of prices, context and limits."""
    metadata_source: str
    """Id of the source of slug, creation, parameters and announced end."""

    @property
    def priced(self) -> bool:
        """Whether its price is known and fixed. A router's is listed as -1: it depends on the request."""
        return all(
            price.is_finite() and price >= 0 for price in (self.prompt_usd_per_mtok, self.completion_usd_per_mtok)
        )

    @property
    def average_usd_per_mtok(self) -> Decimal:
        """The mean of prompt and completion price, exactly: 0.13 and 0.40 make 0.265."""
        return (self.prompt_usd_per_mtok + self.completion_usd_per_mtok) / 2

    @property
    def is_free(self) -> bool:
        """Whether both prices are 0."""
        return not self.prompt_usd_per_mtok and not self.completion_usd_per_mtok

    @property
    def vendor(self) -> str:
        """Who made it: the first part of the id."""
        return self.id.split("/", 1)[0]

    @property
    def reasons(self) -> bool:
        """Whether it can think before it answers, which is billed as completion tokens."""
        return "reasoning" in self.supported_parameters
