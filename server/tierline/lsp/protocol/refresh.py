"""What a refresh of prices and benchmarks changed."""

from typing import Literal

from tierline.lsp.protocol.base import Usd, Wire
from tierline.task import Tier


class RefreshParams(Wire):
    """Argument of ``tierline.refresh``."""

    force: bool = False
    """Put the new snapshot in force even if it is worse."""


class SnapshotSize(Wire):
    """How much a snapshot holds; ``scored`` are the models of which some figure is known."""

    models: int
    scored: int
    figures: int


class PriceChangeInfo(Wire):
    """USD per million tokens, prompt and completion, before and after."""

    id: str
    before: tuple[Usd, Usd]
    after: tuple[Usd, Usd]


class TierChangeInfo(Wire):
    """The models of a tier in the order they are tried, before and after."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    why: str


class SourceInfo(Wire):
    """What one source gave; ``problem`` is empty where nothing went wrong."""

    id: str
    name: str
    state: Literal["new", "unchanged", "kept", "in force", "missing", "no key"]
    rows: int
    as_of: str | None
    problem: str


class RefreshReport(Wire):
    """Result of ``tierline.refresh``: the new snapshot against the one that was in force."""

    as_of: str
    since: str
    written: str | None
    """The new snapshot's file; ``null`` if it was refused, for the reasons in ``objections``, or in a rehearsal."""
    objections: tuple[str, ...]
    before: SnapshotSize
    after: SnapshotSize
    tiers: dict[Tier, TierChangeInfo]
    models_in: tuple[str, ...]
    models_out: tuple[str, ...]
    prices: tuple[PriceChangeInfo, ...]
    sources: tuple[SourceInfo, ...]
