"""What the ledger adds up to, over all editors and the command line."""

from typing import Literal

from pydantic import Field

from tierline.lsp.protocol.base import Usd, Wire


class UsageReportParams(Wire):
    """Argument of ``tierline.usageReport``."""

    days: int = Field(default=30, ge=1, le=36_500)
    """How far back it goes."""


class UsageLine(Wire):
    """The tasks that share a trait."""

    name: str
    tasks: int
    share: float
    """Of all tasks, 0 to 1."""
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: Usd
    """Of the calls whose cost is known."""
    unknown_costs: int
    average_usd_per_mtok: Usd | None
    escalated: int
    accepted: int
    against: int


class AlwaysMaximum(Wire):
    """The tasks that can be compared, and an estimate of what MAXIMUM would have cost for them."""

    tasks: int
    cost_usd: Usd
    estimate_usd: Usd
    saved_usd: Usd


class HeldCap(Wire):
    """A cap, and how far it is used up."""

    span: Literal["session", "day", "month"]
    cap_usd: Usd
    used_usd: Usd
    level: Literal["under", "soft", "hard"]


class UsageNow(Wire):
    """What day and month have cost so far, over all editors and the command line."""

    day_usd: Usd
    month_usd: Usd
    unknown_costs: int
    at_risk_usd: Usd
    free_requests: int
    caps: tuple[HeldCap, ...]


class UsageReport(Wire):
    """Result of ``tierline.usageReport``; times are ISO 8601."""

    since: str
    until: str | None
    all: UsageLine
    always_maximum: AlwaysMaximum
    now: UsageNow
    by_tier: tuple[UsageLine, ...] = ()
    by_kind: tuple[UsageLine, ...] = ()
    by_model: tuple[UsageLine, ...] = ()
    by_project: tuple[UsageLine, ...] = ()
    by_day: tuple[UsageLine, ...] = ()
    by_month: tuple[UsageLine, ...] = ()
    simulated: bool = False
    """Whether the sandbox answers, whose tasks are in no books."""
