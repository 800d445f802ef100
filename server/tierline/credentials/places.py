"""The places where a key may be kept, in the order in which they are looked into.

The environment; a helper command of the user's (``pass show openrouter``, ``op read …``); the operating system's
keyring, where ``tierline login`` puts it.
"""

import os
import shlex
import subprocess
from collections.abc import Mapping

from tierline.credentials.key import Key, KeyHolder
from tierline.task import TierlineError

KEY_VARIABLE = "OPENROUTER_API_KEY"
COMMAND_VARIABLE = "TIERLINE_KEY_COMMAND"
KEYRING_VARIABLE = "TIERLINE_KEYRING"
"""``off`` leaves the keyring alone."""
SERVICE, ACCOUNT = "tierline", "openrouter"
_COMMAND_S = 60.0
"""A helper may ask the user for a password or a fingerprint."""


class KeyCommandFailed(TierlineError):
    """The helper that should print the key did not."""

    code = "no-key"


class NoKeyring(TierlineError):
    """This machine has no keyring that can be used."""

    code = "no-keyring"


def holder_from(environ: Mapping[str, str], command: str = "") -> KeyHolder:
    """Return a holder of the key in the environment, or of what the other places give at the first need.

    ``command`` prints the key; the variable of that purpose stands before it.
    """
    value = environ.get(KEY_VARIABLE, "").strip()
    if value and (key := _key(value)):
        return KeyHolder(key)

    def lookup() -> Key | None:
        if value:
            return Key(value, f"environment {KEY_VARIABLE}")
        if said := environ.get(COMMAND_VARIABLE, "").strip():
            return from_command(said, COMMAND_VARIABLE)
        if command:
            return from_command(command, "keyCommand")
        return None if environ.get(KEYRING_VARIABLE) == "off" else from_keyring()

    return KeyHolder(lookup=lookup)


def _key(value: str) -> Key | None:
    try:
        return Key(value, f"environment {KEY_VARIABLE}")
    except TierlineError:
        return None


def from_command(command: str, place: str) -> Key:
    """Return the key that ``command`` prints in its first line. It runs without a shell; ``place`` is where it is set.

    Raises:
        KeyCommandFailed: it can't be run, fails, or prints nothing; what it says is not repeated.
        InvalidKey: what it prints can't be a key.
    """
    try:
        words = shlex.split(command, posix=os.name != "nt")
        done = subprocess.run(  # noqa: S603 the user's own command, from the user's own settings
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_COMMAND_S, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        said = "took too long" if isinstance(error, subprocess.TimeoutExpired) else "can't be run"
        raise KeyCommandFailed(f"The command for the key {said}; check {place}: {_shown(command)}.") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        said = f"failed with status {done.returncode}" if done.returncode else "printed nothing"
        raise KeyCommandFailed(f"The command for the key {said}; check {place}: {_shown(command)}.")
    return Key(lines[0].strip(), f"the command {_shown(command)} ({place})")


def _shown(command: str) -> str:
    """Name the program alone: arguments may be secrets."""
    return command.split(maxsplit=1)[0] if command.split() else "it is empty"


def from_keyring() -> Key | None:
    """Return the key in the operating system's keyring; ``None`` where there is none, or no keyring.

    Raises:
        InvalidKey: what is kept there can't be a key.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(SERVICE, ACCOUNT)
    except (KeyringError, RuntimeError):
        return None
    return Key(kept, "the keyring") if kept else None


def keep(key: Key) -> None:
    """Put a key into the operating system's keyring.

    Raises:
        NoKeyring: there is none, or it is locked.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, ACCOUNT, key.reveal())
    except (KeyringError, RuntimeError):
        raise NoKeyring(
            f"The key could not be kept: this machine has no usable keyring. Put the key into {KEY_VARIABLE}, "
            "or name a command that prints it as keyCommand."
        ) from None


def forget() -> bool:
    """Take the key out of the keyring; whether there was one."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, ACCOUNT)
    except (KeyringError, RuntimeError):
        return False
    return True
