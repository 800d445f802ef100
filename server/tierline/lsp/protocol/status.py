"""What a connection is at."""

from typing import Literal

from typing_extensions import TypeAliasType

from tierline.lsp.protocol.base import TierMode, Usd, Wire
from tierline.lsp.protocol.result import MaskedInfo
from tierline.task import Kind, Tier

State = TypeAliasType("State", Literal["idle", "running", "noKey"])
"""Of the connection: whether something runs, and whether it could."""

Phase = TypeAliasType(
    "Phase",
    Literal["idle", "routing", "waiting", "streaming", "scoring", "escalating", "coolingDown", "noKey", "overCap"],
)
"""What the newest task is at; where none runs, what the connection is at."""


class LastTask(Wire):
    """The task that runs, or the one that ended last."""

    id: str
    kind: Kind
    tier: Tier | None
    model: str
    rule: str
    reason: str
    cost_usd: Usd | None
    masked: tuple[MaskedInfo, ...]
    """What kinds of secrets were kept back from the models."""
    state: Literal["running", "applied", "answered", "kept", "failed", "cancelled"]
    error: str
    cached: bool = False
    """Whether the answer is one that was paid for before."""


class CapInfo(Wire):
    """A cap that the user set, and how far it is used up."""

    span: Literal["session", "day", "month"]
    """Day and month are the user's own, over all editors and the command line."""
    cap_usd: Usd
    used_usd: Usd
    """Spent, at risk because a cost is not known yet, or set aside for calls on their way."""
    level: Literal["under", "soft", "hard"]
    """From ``soft`` on money is tight and rules save it; at ``hard`` only free models are asked."""


class RestInfo(Wire):
    """A tier, a model or all free models together, not asked before a time because it has failed."""

    subject: str
    until_s: float
    """Seconds of the epoch."""
    failures: int


class FreeLimits(Wire):
    """How far the account's limits on free models are used up."""

    today: int
    """Requests since midnight in UTC, over all editors and the command line."""
    per_day: int | None
    """``null`` where the account has not said it; it is 50 or 1,000 then."""
    this_minute: int
    """Of this process."""
    per_minute: int
    spent_until_s: float | None
    """Seconds of the epoch until which no free model is asked; ``null`` where they are."""


class TaskInfo(Wire):
    """A task that runs."""

    id: str
    uri: str
    kind: Kind
    phase: Phase
    tier: Tier | None
    """``null`` until it is decided."""
    model: str
    """The one that is asked; empty until then."""
    since_s: float
    """When it began, in seconds of the epoch."""
    stalled: bool
    """Whether the provider has sent nothing for longer than is usual."""


class Status(Wire):
    """Payload of the notification ``tierline/status`` and result of ``tierline.status``."""

    state: State
    tier_mode: TierMode
    simulated: bool
    running: int
    last: LastTask | None
    session_cost_usd: Usd
    unknown_costs: int
    day_cost_usd: Usd
    month_cost_usd: Usd
    """Of today and this month, on the user's clock, over all editors and the command line."""
    free_requests: int
    """Requests to free models since midnight in UTC, when OpenRouter begins to count anew."""
    caps: tuple[CapInfo, ...]
    """Those that are set, the shortest span first."""
    free_limits: FreeLimits
    resting: tuple[RestInfo, ...]
    text: str
    """Short, for a status line."""
    tooltip: str
    """Markdown, several lines."""
    phase: Phase = "idle"
    tasks: tuple[TaskInfo, ...] = ()
    """Those that run, the oldest first."""
