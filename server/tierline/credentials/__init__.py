"""Where the OpenRouter key comes from, and a type for it that can't be printed by accident."""

from collections.abc import Mapping
from dataclasses import dataclass

from tierline.task import TierlineError

__all__ = ["KEY_VARIABLE", "InvalidKey", "Key", "KeyHolder", "from_environment"]

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


def from_environment(environ: Mapping[str, str]) -> Key | None:
    """Return the key that the environment holds, or ``None``.

    Raises:
        InvalidKey: the variable is set to something that can't be a key.
    """
    value = environ.get(KEY_VARIABLE, "").strip()
    return Key(value, f"environment {KEY_VARIABLE}") if value else None


class KeyHolder:
    """The key in force. The editor may set, change or forget it while the server runs."""

    def __init__(self, key: Key | None) -> None:
        self.current = key
        self._first = key

    def put(self, secret: str) -> None:
        """Take the editor's key; an empty one brings back what was there at the start.

        Raises:
            InvalidKey: it can't be a key; the old one stays.
        """
        secret = secret.strip()
        self.current = Key(secret, "the editor") if secret else self._first

    def reveal(self) -> str | None:
        """Return the secret in force, for the Authorization header and nothing else."""
        return self.current.reveal() if self.current else None
