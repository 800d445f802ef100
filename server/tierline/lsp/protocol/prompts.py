"""The commands that there are, and what one would send."""

from typing import Literal

from tierline.lsp.protocol.base import Usd, Wire
from tierline.lsp.protocol.route import DecisionInfo
from tierline.task import Kind


class CommandsParams(Wire):
    """Argument of ``tierline.commands``; with a document, the commands of its project count too."""

    uri: str = ""


class CommandInfo(Wire):
    """Something that can be asked for by name: ``kind`` and, unless it is a shipped one, ``prompt`` of the task."""

    name: str
    title: str
    kind: Kind
    """What it behaves as."""
    edits: bool
    """Whether the answer takes the place of the selection."""
    needs_instruction: bool
    origin: Literal["shipped", "user", "project"]
    file: str
    """Where the words stand; empty for the shipped ones."""


class Commands(Wire):
    """Result of ``tierline.commands``."""

    commands: tuple[CommandInfo, ...]


class MessageInfo(Wire):
    """One message, as it would leave."""

    role: str
    content: str


class PieceInfo(Wire):
    """One thing that would be sent, and about how many tokens it is."""

    name: str
    tokens: int


class PreviewResult(Wire):
    """Result of ``tierline.preview``, whose argument is that of ``tierline.run``: nothing was sent or spent."""

    decision: DecisionInfo
    messages: tuple[MessageInfo, ...]
    """Secrets are masked in them."""
    pieces: tuple[PieceInfo, ...]
    """What the messages are made of, in order."""
    left_out: tuple[str, ...]
    """A clause for each thing that did not fit, or that may not be sent."""
    prompt_tokens: int
    context_length: int | None
    """What the model can read and write, in tokens."""
    max_tokens: int | None
    """The most that the answer may have; ``null`` where the task would be refused."""
    worst_case_usd: Usd | None
    refusal: str
    """Why it would not be sent; empty where nothing stands against it."""
