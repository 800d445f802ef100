"""What is known when an answer begins: who is asked, what for, and what would be said."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tierline.sandbox import tokens
from tierline.sandbox.request import Message
from tierline.sandbox.tariff import Tariff


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a model generates, cut where the request said so."""

    content: str
    reasoning: str = ""
    finish_reason: str = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One model about to answer one request."""

    model: str
    behaviour: str
    text: str
    """The ordinary answer, whole."""
    messages: tuple[Message, ...]
    stream: bool
    asked_tokens: int | None
    """``max_tokens`` as sent."""
    max_tokens: int
    """The most tokens that can be generated, by the request and by the model."""
    stops: tuple[str, ...]
    tariff: Tariff
    generation_id: str
    now: datetime

    @property
    def created(self) -> int:
        """Seconds since the epoch."""
        return int(self.now.astimezone(UTC).timestamp())

    def answer(self, text: str | None = None, reasoning: str = "", finish_reason: str = "stop") -> Answer:
        """Say the ordinary answer, or ``text``, as far as stop sequences and token limit let it.

        Reasoning spends the limit first, so that little or nothing may be left for the answer.
        """
        content = self.text if text is None else text
        ends = [content.find(stop) for stop in self.stops if stop in content]
        content = content[: min(ends)] if ends else content
        thought = tokens.cut(reasoning, self.max_tokens)
        said = tokens.cut(content, self.max_tokens - tokens.count(thought))
        whole = thought == reasoning and said == content
        return Answer(content=said, reasoning=thought, finish_reason=finish_reason if whole else "length")
