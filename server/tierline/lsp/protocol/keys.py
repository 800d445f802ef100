"""The key, which travels in one direction only."""

from pydantic import Field

from tierline.lsp.protocol.base import Wire


class SetKeyParams(Wire):
    """Payload of the request ``tierline/setKey``; an empty key forgets it."""

    key: str = Field(repr=False)


class KeySet(Wire):
    """Result of ``tierline/setKey``."""

    ok: bool
