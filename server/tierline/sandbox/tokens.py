"""The sandbox's token rule: **one token for every four bytes of UTF-8, rounded up; four more a message**.

No model's tokenizer, but the same everywhere, close to real ones for English and code, and easy to check by hand.
"""

from collections.abc import Iterable

BYTES_PER_TOKEN = 4
TOKENS_PER_MESSAGE = 4
"""What a chat template adds to each message for the role and the separators."""


def count(text: str) -> int:
    """Return the tokens of one text; 0 for an empty one."""
    return of_bytes(size(text))


def size(text: str) -> int:
    """Return the bytes of a text in UTF-8."""
    return len(text.encode("utf-8", "replace"))


def of_bytes(number: int) -> int:
    """Return the tokens of so many bytes."""
    return -(-number // BYTES_PER_TOKEN)


def count_prompt(texts: Iterable[str]) -> int:
    """Return the tokens of a conversation, given the text of each message."""
    return sum(TOKENS_PER_MESSAGE + count(text) for text in texts)


def cut(text: str, limit: int) -> str:
    """Return the longest beginning of ``text`` that has at most ``limit`` tokens and whole characters."""
    return text.encode("utf-8", "replace")[: limit * BYTES_PER_TOKEN].decode("utf-8", "ignore")
