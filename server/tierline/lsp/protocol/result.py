"""What a task ends with."""

from typing import Literal

from pydantic import Field

from tierline.lsp.protocol.base import Range, Usd, Wire
from tierline.lsp.protocol.hunk import HunkInfo
from tierline.lsp.protocol.route import DecisionInfo, ProfileInfo
from tierline.task import Kind, Tier


class ScoreInfo(Wire):
    """The local score of an answer, 0 to 10."""

    value: float
    reasons: tuple[str, ...]


class AttemptInfo(Wire):
    """One model that was asked, or passed over; ``error`` is empty where it answered."""

    model: str
    tier: Tier
    at_s: float
    """When, in seconds of the epoch."""
    error: str
    skipped: bool
    """Whether nothing was sent, because it rests after failures."""
    judges: bool
    """Whether it was asked for its opinion of another's answer."""
    cost_usd: Usd | None
    cached: bool = False
    """Whether no call was made for it: the answer is one that was paid for before."""


class MaskedInfo(Wire):
    """How many different secrets of a kind were masked; never which."""

    kind: str
    count: int


class OtherAnswer(Wire):
    """The other of two answers, after an escalation or a step up."""

    id: str = ""
    """Under which it is kept by itself, to be put into the text in the place of the first; empty if it is not."""
    text: str
    new_text: str | None
    model: str
    tier: Tier
    score: ScoreInfo
    cost_usd: Usd | None


class FindingInfo(Wire):
    """One thing that a review found."""

    range: Range
    severity: int = Field(ge=1, le=4)
    """LSP's: error 1, warning 2, information 3, hint 4."""
    message: str
    fix: str
    """What would mend it, in words; empty where nothing was said."""


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
    not_escalated: str
    """Why no better answer was asked for although this one is poor: none would mend it; empty where that is not so."""
    other: OtherAnswer | None
    """The other of two answers, to be shown beside the one that counts."""
    masked: tuple[MaskedInfo, ...]
    """What kinds of secrets were kept back from the models."""
    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: Usd | None
    duration_ms: int
    simulated: bool
    """Whether the sandbox answered instead of OpenRouter."""
    cached: bool = False
    """Whether the answer is one that was paid for before."""
    hunks: tuple[HunkInfo, ...] = ()
    """The changes of an edit that is kept."""
    range: Range | None = None
    """The target of an edit that is kept, in today's text; ``null`` where it is lost."""
    created_uri: str | None = None
    """The test file that was made or extended."""
    findings: tuple[FindingInfo, ...] = ()
    """What a review found."""
