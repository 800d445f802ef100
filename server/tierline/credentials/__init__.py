"""Where the OpenRouter key comes from, and a type for it that can't be printed by accident."""

from tierline.credentials.key import InvalidKey, Key, KeyHolder
from tierline.credentials.places import COMMAND_VARIABLE, KEY_VARIABLE, KeyCommandFailed, holder_from

__all__ = ["COMMAND_VARIABLE", "KEY_VARIABLE", "InvalidKey", "Key", "KeyCommandFailed", "KeyHolder", "holder_from"]
