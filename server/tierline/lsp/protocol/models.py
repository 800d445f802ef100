"""The models of the tiers, with their figures."""

from tierline.lsp.protocol.base import Usd, Wire
from tierline.task import Tier


class FigureInfo(Wire):
    """A figure with its 90% interval; ``origin`` is measured, inherited, estimated or unknown."""

    value: float
    low: float
    high: float
    origin: str


class ModelInfo(Wire):
    """One model of a tier; ``null`` where nothing is known. Prices are USD per million tokens."""

    id: str
    name: str
    prompt_usd_per_mtok: Usd | None
    completion_usd_per_mtok: Usd | None
    average_usd_per_mtok: Usd | None
    context_length: int | None
    overall: FigureInfo | None
    value: FigureInfo | None
    criteria: FigureInfo | None
    ability: FigureInfo | None
    sources: tuple[str, ...]
    """Ids in the snapshot's table of sources."""


class TierInfo(Wire):
    """A tier: the primary first, then its backups in the order they are tried."""

    tier: Tier
    why: str
    models: tuple[ModelInfo, ...]


class Models(Wire):
    """Result of ``tierline.models``."""

    as_of: str
    """Day of the listing, ``YYYY-MM-DD``."""
    strategy: str
    tiers: tuple[TierInfo, ...]
