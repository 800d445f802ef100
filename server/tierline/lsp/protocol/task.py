"""What is asked of ``tierline.run`` and its kin, and how it is stopped."""

from typing import Literal

from pydantic import ConfigDict, Field

from tierline.lsp.protocol.base import Range, TierMode, Wire
from tierline.task import Kind, Tier


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
    fresh: bool = False
    """Whether an answer that was given before won't do."""
    apply: bool = True
    """Whether an edit is applied at once; if not, it is kept and returned."""
    prompt: str = Field(default="", max_length=40)
    """Name of the command whose prompt file has the words; empty where those of the kind serve."""


class SetTierParams(Wire):
    """Argument of ``tierline.setTier``."""

    tier: TierMode


class CancelParams(Wire):
    """Argument of ``tierline.cancel``; without an id everything that runs is cancelled."""

    id: str | None = None


class Cancelled(Wire):
    """Result of ``tierline.cancel``."""

    cancelled: int


class FeedbackParams(Wire):
    """Argument of ``tierline.feedback``: what the user made of an answer, where only the client can tell."""

    task_id: str = Field(min_length=1, max_length=64)
    """The ``id`` of the result."""
    fate: Literal["accepted", "rejected"]


class Feedback(Wire):
    """Result of ``tierline.feedback``."""

    known: bool
    """Whether there is such a task of this connection, still remembered."""


class ClearFindingsParams(Wire):
    """Argument of ``tierline.clearFindings``."""

    uri: str = ""
    """The document; without one, all of them."""


class Cleared(Wire):
    """Result of ``tierline.clearFindings``."""

    cleared: int
    """How many findings were shown and are no more."""


class CommitMessageParams(Wire):
    """Argument of ``tierline.commitMessage``."""

    uri: str
    """Of a file or folder in the repository whose staged diff is meant."""
