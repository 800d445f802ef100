"""Answers that are kept: to be read, compared, put into the text in parts, or asked for once more."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from tierline.lsp.protocol.base import Range, Usd, Wire
from tierline.lsp.protocol.hunk import HunkInfo
from tierline.lsp.protocol.result import OtherAnswer, ScoreInfo
from tierline.lsp.protocol.route import DecisionInfo
from tierline.task import Kind, Tier

AnswerState = TypeAliasType("AnswerState", Literal["pending", "applied", "partly", "discarded", "answered"])
"""``pending``: an edit that waits for the user; ``partly``: some hunks are in the text and none waits;
``answered``: for reading."""


class NextTier(Wire):
    """The step up from an answer's tier."""

    tier: Tier
    model: str
    """The one that would be asked first."""
    cost_usd: Usd | None
    """What is expected of it."""
    free: bool
    refusal: str
    """Why it would not be asked; empty where it would."""


class KeptAnswer(Wire):
    """An answer that was paid for, as it stands to the text of today. Payload of ``tierline/answer`` too."""

    id: str
    """The task's."""
    uri: str
    kind: Kind
    instruction: str
    at: float
    """When it came, in seconds of the epoch."""
    tier: Tier
    model: str
    provider: str
    score: ScoreInfo
    cost_usd: Usd | None
    decision: DecisionInfo
    state: AnswerState
    why: str
    """Why it is not in the text; empty where it is, or where it just waits to be reviewed."""
    text: str
    """The whole answer as the model wrote it."""
    new_text: str | None
    """What takes the place of the target, for kinds that edit."""
    range: Range | None
    """The target in today's text; ``null`` where it is lost."""
    conflict: str
    """What stands against putting it into the text; empty where nothing does."""
    hunks: tuple[HunkInfo, ...]
    """Empty for an answer to read."""
    diff: str
    """Unified diff of what still waits against today's text; in a conflict, of the whole answer."""
    simulated: bool
    """Whether the sandbox answered instead of OpenRouter."""
    cached: bool
    """Whether the answer is one that was paid for before."""
    other: OtherAnswer | None
    """The other of two answers, to be shown beside the one that counts."""
    next_tier: NextTier | None
    """``null`` where there is no better tier."""


class AnswerSummary(Wire):
    """A kept answer in a list."""

    id: str
    uri: str
    kind: Kind
    at: float
    """When it came, in seconds of the epoch."""
    tier: Tier
    model: str
    cost_usd: Usd | None
    state: AnswerState
    title: str
    """Its first words."""


class LastAnswerParams(Wire):
    """Argument of ``tierline.lastAnswer``: the named one, or the newest (of a document)."""

    id: str | None = None
    uri: str | None = None


class AnswersParams(Wire):
    """Argument of ``tierline.answers``."""

    uri: str | None = None
    """Only those of this document."""


class Answers(Wire):
    """Result of ``tierline.answers``, the newest first."""

    answers: tuple[AnswerSummary, ...]


class HunksParams(Wire):
    """Argument of ``tierline.apply`` and ``tierline.discard``."""

    id: str = Field(min_length=1, max_length=64)
    hunks: tuple[str, ...] | None = None
    """Ids of hunks; all that are pending where none are named."""


class ApplyResult(Wire):
    """Result of ``tierline.apply``."""

    id: str
    state: AnswerState
    why: str
    """Why something is not in the text; empty where all of it is."""
    applied: tuple[str, ...]
    """Ids of the hunks that are in the text now and were not before."""
    answer: KeptAnswer


class AgainParams(Wire):
    """Argument of ``tierline.again``: the same once more, of the same tier."""

    id: str = Field(min_length=1, max_length=64)


class OneTierUpParams(Wire):
    """Argument of ``tierline.oneTierUp``."""

    id: str = Field(min_length=1, max_length=64)
    agreed: bool = False
    """Whether the user has seen the price and agreed; if not, the server asks."""
