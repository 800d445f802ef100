"""The payloads of commands and notifications, camelCase on the wire: one source for every client.

Nothing here knows LSP or pygls; the command line prints the same shapes with ``--json``.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from tierline.task import Complexity, Importance, Kind, Tier

Usd = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""US dollars; a JSON number on the wire. ``null`` always means unknown, never zero."""

TierMode = Literal["auto", "minimum", "default", "maximum"]
State = Literal["idle", "running", "noKey"]
"""Of the connection: whether something runs, and whether it could."""


class Wire(BaseModel):
    """Base: camelCase aliases, frozen, unknown members refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True, validate_by_alias=True
    )


class Position(Wire):
    """LSP's position; ``character`` counts units of the negotiated encoding."""

    line: int = Field(ge=0)
    character: int = Field(ge=0)


class Range(Wire):
    """LSP's range, end exclusive."""

    start: Position
    end: Position


class DiagnosticInfo(Wire):
    """LSP's diagnostic, as far as it matters here; its other members are ignored."""

    model_config = ConfigDict(extra="ignore")

    range: Range
    message: str
    severity: int = Field(default=1, ge=1, le=4)
    source: str = ""


class TaskParams(Wire):
    """Argument of ``tierline.run`` and ``tierline.route``."""

    uri: str
    range: Range
    kind: Kind
    instruction: str = ""
    diagnostics: tuple[DiagnosticInfo, ...] = ()
    """What the editor reports within the range; only the client knows it."""
    tier: Tier | None = None
    id: str | None = Field(default=None, min_length=1, max_length=64)
    """The task's id in chunks, statuses and the result, if the client wants to name it."""
    apply: bool = True
    """Whether an edit is applied at once; if not, it is kept and returned."""


class SetTierParams(Wire):
    """Argument of ``tierline.setTier``."""

    tier: TierMode


class CancelParams(Wire):
    """Argument of ``tierline.cancel``; without an id everything that runs is cancelled."""

    id: str | None = None


class FeedbackParams(Wire):
    """Argument of ``tierline.feedback``: what the user made of an answer, where only the client can tell."""

    task_id: str = Field(min_length=1, max_length=64)
    """The ``id`` of the result."""
    fate: Literal["accepted", "rejected"]


class SetKeyParams(Wire):
    """Payload of the request ``tierline/setKey``; an empty key forgets it."""

    key: str = Field(repr=False)


class SignalInfo(Wire):
    """One observation that moved the profile."""

    name: str
    sentence: str
    weight: float


class ProfileInfo(Wire):
    """What the classifier made of the task."""

    kind: Kind
    complexity: Complexity
    difficulty: float
    importance: Importance
    prototyping: bool
    lines: int
    """Lines of the selection."""
    signals: tuple[SignalInfo, ...]


class DecisionInfo(Wire):
    """Which tier and model, by which rule, and why."""

    tier: Tier
    model: str
    models: tuple[str, ...]
    rule: str
    reason: str


class ExpectedInfo(Wire):
    """What a call would take; ``null`` where it can't be known. An escalation would come on top."""

    tier: Tier | None
    """``null`` for a model that the user named."""
    model: str
    """The one that is asked first; empty where the tier has none."""
    prompt_tokens: int
    completion_tokens: int | None
    completion_tokens_between: tuple[int, int] | None
    """The ends of the model's 90% interval; ``completionTokens`` is its middle."""
    cost_usd: Usd | None
    cost_usd_between: tuple[Usd, Usd] | None
    worst_case_usd: Usd | None
    """What the caps are checked on."""
    allowed: bool
    refusal: str
    """Why it would not be sent; empty where it is allowed."""


class RouteResult(Wire):
    """Result of ``tierline.route``: nothing was spent."""

    decision: DecisionInfo
    otherwise: DecisionInfo | None
    """What would be decided if the rule that fired did not hold."""
    profile: ProfileInfo
    expected: tuple[ExpectedInfo, ...]
    """Each tier, in order; before them the model that the user named, if any."""


class ScoreInfo(Wire):
    """The local score of an answer, 0 to 10."""

    value: float
    reasons: tuple[str, ...]


class AttemptInfo(Wire):
    """One model that was asked; ``error`` is empty where it answered."""

    model: str
    tier: Tier
    error: str
    cost_usd: Usd | None


class OtherAnswer(Wire):
    """The other of two answers after an escalation."""

    text: str
    new_text: str | None
    model: str
    tier: Tier
    score: ScoreInfo
    cost_usd: Usd | None


class RunResult(Wire):
    """Result of ``tierline.run``."""

    id: str
    kind: Kind
    state: Literal["applied", "answered", "kept"]
    """``kept``: an edit that was not applied; ``why`` says the reason."""
    why: str
    text: str
    """The whole answer as the model wrote it."""
    new_text: str | None
    """What takes the place of the selection, for kinds that edit."""
    decision: DecisionInfo
    profile: ProfileInfo
    model: str
    provider: str
    tier: Tier
    attempts: tuple[AttemptInfo, ...]
    score: ScoreInfo
    escalated: bool
    other: OtherAnswer | None
    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: Usd | None
    duration_ms: int
    simulated: bool
    """Whether the sandbox answered instead of OpenRouter."""


class LastTask(Wire):
    """The task that runs, or the one that ended last."""

    id: str
    kind: Kind
    tier: Tier | None
    model: str
    rule: str
    reason: str
    cost_usd: Usd | None
    state: Literal["running", "applied", "answered", "kept", "failed", "cancelled"]
    error: str


class Status(Wire):
    """Payload of the notification ``tierline/status`` and result of ``tierline.status``."""

    state: State
    tier_mode: TierMode
    simulated: bool
    running: int
    last: LastTask | None
    session_cost_usd: Usd
    unknown_costs: int
    text: str
    """Short, for a status line."""
    tooltip: str
    """Markdown, several lines."""


class Chunk(Wire):
    """Payload of the notification ``tierline/chunk``; a higher ``attempt`` starts the preview anew."""

    id: str
    attempt: int
    delta: str
    kind: Kind
    uri: str


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


class Cancelled(Wire):
    """Result of ``tierline.cancel``."""

    cancelled: int


class Feedback(Wire):
    """Result of ``tierline.feedback``."""

    known: bool
    """Whether there is such a task of this connection, still remembered."""


class KeySet(Wire):
    """Result of ``tierline/setKey``."""

    ok: bool


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
