"""This session's books."""

from tierline.lsp.protocol.base import Usd, Wire
from tierline.task import Tier


class TierUsage(Wire):
    """Calls and known cost of one tier."""

    calls: int
    cost_usd: Usd


class Usage(Wire):
    """Result of ``tierline.usage``: this session's books."""

    calls: int
    cost_usd: Usd
    unknown_costs: int
    by_tier: dict[Tier, TierUsage]
