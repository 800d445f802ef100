"""What the engine needs from outside."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Protocol

from tierline.openrouter.completion import Completion, TextDelta
from tierline.openrouter.wire import ChatRequest


class Cache(Protocol):
    """Keeps answers, to give them again."""

    async def forget(self, request: ChatRequest) -> None:
        """Drop the answer to ``request``."""
        ...

    def forget_all(self) -> None:
        """Drop everything."""
        ...


class Chat(Protocol):
    """Answers a request in pieces; raises ``TryAnother`` or ``GiveUp``. Closing the generator hangs up."""

    def stream(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Completion, None]:
        """Yield the pieces, then the completion."""
        ...


KnownSecrets = Callable[[], Awaitable[Sequence[str]]]
"""Returns values that are secret wherever they stand, such as the user's key."""


async def nothing_known() -> Sequence[str]:
    """Know of no secret beforehand."""
    return ()
