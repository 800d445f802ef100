"""A task in, messages out. Pure; the words themselves are the ``.md`` files in ``templates/``."""

from tierline.prompt.build import build, estimate_tokens, least_tokens, max_tokens

__all__ = ["build", "estimate_tokens", "least_tokens", "max_tokens"]
