"""The models that the sandbox offers: those handed in, and ``sandbox/<behaviour>``."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

SANDBOX_AUTHOR = "sandbox/"
FREE_VARIANT = ":free"
DYNAMIC_VARIANTS = (":nitro", ":floor", ":exacto", ":online")
"""Suffixes that every model takes without being listed with them."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One model as ``GET /models`` lists it. Prices are USD per token; a negative one means "as routed"."""

    id: str
    name: str
    context_length: int
    max_completion_tokens: int | None
    prompt_usd_per_token: Decimal
    completion_usd_per_token: Decimal
    created: int = 1_772_323_200
    """Seconds since the epoch."""
    canonical_slug: str = ""
    """The name that never changes; the id where empty."""

    @property
    def slug(self) -> str:
        """The canonical slug."""
        return self.canonical_slug or self.id

    @property
    def free(self) -> bool:
        """Whether both prices are zero as numbers."""
        return self.prompt_usd_per_token == 0 and self.completion_usd_per_token == 0

    @property
    def routes(self) -> bool:
        """Whether this is a router, priced by whatever it picks."""
        return self.prompt_usd_per_token < 0 or self.completion_usd_per_token < 0


class Catalogue:
    """Finds a model by what a client may call it."""

    def __init__(self, entries: Sequence[CatalogueEntry], behaviours: Collection[str]) -> None:
        self.entries = tuple(entries)
        self._behaviours = frozenset(behaviours)
        self._by_name = {entry.slug: entry for entry in entries} | {entry.id: entry for entry in entries}

    def find(self, model_id: str) -> CatalogueEntry | None:
        """Return the model of an id, a canonical slug, a dynamic variant or a behaviour; None if unknown.

        An entry handed in comes first, so that a behaviour can be given another price by listing it.
        """
        if entry := self._by_name.get(model_id):
            return entry
        for variant in DYNAMIC_VARIANTS:
            base = model_id.removesuffix(variant)
            if base != model_id and (entry := self._by_name.get(base)):
                return replace(entry, id=model_id)
        return self._behaving(model_id) if self.behaviour(model_id) else None

    def behaviour(self, model_id: str) -> str:
        """Return the behaviour that an id asks for, with or without ``:free``; empty for ordinary models."""
        name = model_id.removeprefix(SANDBOX_AUTHOR).removesuffix(FREE_VARIANT)
        return name if model_id.startswith(SANDBOX_AUTHOR) and name in self._behaviours else ""

    def routed(self, entry: CatalogueEntry) -> CatalogueEntry | None:
        """Return what a router picks, always the first model with a price; other models stand for themselves."""
        if not entry.routes:
            return entry
        return next((other for other in self.entries if not other.routes), None)

    def _behaving(self, model_id: str) -> CatalogueEntry:
        free = model_id.endswith(FREE_VARIANT)
        return CatalogueEntry(
            id=model_id,
            name=f"Sandbox: {self.behaviour(model_id)}" + (" (free)" if free else ""),
            context_length=131_072,
            max_completion_tokens=32_768,
            prompt_usd_per_token=Decimal(0) if free else Decimal("0.0000002"),
            completion_usd_per_token=Decimal(0) if free else Decimal("0.0000008"),
        )
