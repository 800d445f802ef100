"""What is told of a task while it runs: one ``tierline/started``, its chunks, one ``tierline/finished``."""

from typing import Literal

from pydantic import Field

from tierline.lsp.protocol.base import Usd, Wire
from tierline.lsp.protocol.result import ScoreInfo
from tierline.task import Kind, Tier


class Started(Wire):
    """Payload of the notification ``tierline/started``."""

    id: str
    uri: str
    kind: Kind


class Chunk(Wire):
    """Payload of the notification ``tierline/chunk``; a higher ``attempt`` starts the preview anew."""

    id: str
    attempt: int
    seq: int = Field(default=0, ge=0)
    """Counts the chunks of the task from 0, over all attempts."""
    delta: str
    """What has come since the last chunk; empty for an attempt that has just begun."""
    kind: Kind
    uri: str


class Finished(Wire):
    """Payload of the notification ``tierline/finished``: exactly one for each ``tierline/started``."""

    id: str
    uri: str
    kind: Kind
    state: Literal["applied", "answered", "kept", "failed", "cancelled"]
    why: str
    """Why an edit is not in the text; empty where it is."""
    error: str
    """The sentence, where the task failed."""
    code: str
    """The error's name for programs; empty where there is none."""
    tier: Tier | None
    model: str
    cost_usd: Usd | None
    score: ScoreInfo | None
