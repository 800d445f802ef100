"""The key, in a type that can't be printed by accident, and who holds it while the server runs."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from tierline.task import TierlineError

Lookup = Callable[[], "Key | None"]
"""Finds the key where the user keeps it; may take seconds, and raises ``TierlineError``."""


class InvalidKey(TierlineError):
    """The text given as the key can't be one; its content is not repeated."""

    code = "bad-key"


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """An OpenRouter key. Only ``reveal()`` shows it."""

    _secret: str
    source: str
    """Where it came from (``environment OPENROUTER_API_KEY``, ``editor``); safe to show."""

    def __post_init__(self) -> None:
        """Refuse what can't stand in an HTTP header.

        Raises:
            InvalidKey: empty, not ASCII, or with white space inside.
        """
        secret = self._secret
        if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
            raise InvalidKey(
                f"The OpenRouter key from {self.source} is not usable (empty, or with spaces or special "
                "characters); copy it again from openrouter.ai/settings/keys."
            )

    def reveal(self) -> str:
        """Return the secret itself, for the Authorization header and nothing else."""
        return self._secret

    def __repr__(self) -> str:
        return "***"


class KeyHolder:
    """The key in force. The editor may set, change or forget it while the server runs."""

    def __init__(self, key: Key | None = None, lookup: Lookup | None = None) -> None:
        """Hold ``key``; without one, ``lookup`` is asked at the first need, once."""
        self.current = key
        self._first = key
        self._lookup = lookup
        self._asking = asyncio.Lock()
        self._given = asyncio.Event()

    @property
    def missing(self) -> bool:
        """Whether it is known that there is none."""
        return self.current is None and self._lookup is None

    def put(self, secret: str) -> None:
        """Take the editor's key; an empty one brings back what was there at the start.

        Raises:
            InvalidKey: it can't be a key; the old one stays.
        """
        secret = secret.strip()
        self.current = Key(secret, "the editor") if secret else self._first
        if secret:
            self._given.set()

    async def awaited(self) -> None:
        """Return once there is a key: soon, or when the editor brings one, which it may do long after the start."""
        with suppress(TierlineError):
            if await self.reveal():
                return
        await self._given.wait()

    async def reveal(self) -> str | None:
        """Return the secret in force, for the Authorization header and nothing else; ``None`` where there is none.

        Raises:
            TierlineError: what was found can't be a key, or looking for it failed; the next call looks again.
        """
        if self.current is None:
            # One question at a time: a helper may ask the user for a fingerprint.
            async with self._asking:
                await self._look()
        return self.current.reveal() if self.current else None

    async def _look(self) -> None:
        if lookup := self._lookup:
            self._first = await asyncio.to_thread(lookup)
            self._lookup = None
            # What the editor gave meanwhile goes first.
            self.current = self.current or self._first
