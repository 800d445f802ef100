"""Where the OpenRouter key comes from, and a type for it that can't be printed by accident."""

from collections.abc import Mapping
from dataclasses import dataclass

from tierline.task import TierlineError

__all__ = ["KEY_VARIABLE", "InvalidKey", "Key", "KeyHolder", "holder_from"]

KEY_VARIABLE = "OPENROUTER_API_KEY"


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

    def __init__(self, key: Key | None, problem: InvalidKey | None = None) -> None:
        """Hold ``key``; without one, ``problem`` says why there is none."""
        self.current = key
        self._first = key
        self._problem = problem

    def put(self, secret: str) -> None:
        """Take the editor's key; an empty one brings back what was there at the start.

        Raises:
            InvalidKey: it can't be a key; the old one stays.
        """
        secret = secret.strip()
        self.current = Key(secret, "the editor") if secret else self._first

    def reveal(self) -> str | None:
        """Return the secret in force, for the Authorization header and nothing else.

        Raises:
            InvalidKey: there is none, because what was found can't be a key.
        """
        if self.current is not None:
            return self.current.reveal()
        if self._problem is not None:
            raise self._problem
        return None


def holder_from(environ: Mapping[str, str]) -> KeyHolder:
    """Return a holder of the key in the environment, if there is one."""
    value = environ.get(KEY_VARIABLE, "").strip()
    try:
        return KeyHolder(Key(value, f"environment {KEY_VARIABLE}") if value else None)
    except InvalidKey as problem:
        return KeyHolder(None, problem)
