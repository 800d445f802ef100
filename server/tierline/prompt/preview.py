"""Exactly what would be sent, and what it is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from tierline.openrouter.wire import Message
from tierline.prompt.build import compose, estimate_tokens
from tierline.prompt.gather import CONTEXT_TOKENS, Ignored, nothing_ignored
from tierline.task import Task

Seal = Callable[[tuple[Message, ...]], tuple[Message, ...]]
"""What is done to messages before they may leave: secrets are masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be sent, as it would leave."""

    messages: tuple[Message, ...]
    pieces: tuple[tuple[str, int], ...]
    """What it is made of, in order: names, and about how many tokens each is before secrets are masked."""
    left_out: tuple[str, ...]
    prompt_tokens: int
    """About how many it all is, as it would leave."""


def preview(
    task: Task,
    *,
    context_tokens: int = CONTEXT_TOKENS,
    window: int | None = None,
    ignored: Ignored = nothing_ignored,
    seal: Seal = tuple,
) -> Preview:
    """Return what would be sent for ``task``; the arguments are those of ``compose``, and ``seal`` masks secrets."""
    composed = compose(task, context_tokens=context_tokens, window=window, ignored=ignored)
    messages = seal(composed.messages)
    return Preview(
        messages=messages,
        pieces=tuple((piece.name, piece.tokens) for piece in composed.pieces),
        left_out=composed.left_out,
        prompt_tokens=estimate_tokens(messages),
    )
