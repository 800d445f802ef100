"""A task in, messages out. Pure; the words themselves are the ``.md`` files in ``templates/`` and those of the user."""

from tierline.prompt.build import Composed, build, compose, estimate_tokens, least_tokens, max_tokens, too_long
from tierline.prompt.gather import CONTEXT_TOKENS, Ignored, gather, nothing_ignored
from tierline.prompt.pieces import Context, Piece
from tierline.prompt.tokens import count

__all__ = [
    "CONTEXT_TOKENS",
    "Composed",
    "Context",
    "Ignored",
    "Piece",
    "build",
    "compose",
    "count",
    "estimate_tokens",
    "gather",
    "least_tokens",
    "max_tokens",
    "nothing_ignored",
    "too_long",
]
