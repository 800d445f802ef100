"""A name cut into tokens that are spelled in one way."""

import re
from collections.abc import Sequence

_WORD_THEN_DIGIT = re.compile(r"(?<![a-z0-9])([a-z]{3,})(?=\d)")
_P_FOR_DOT = re.compile(r"(?<=\d)p(?=\d)")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_VERSION = re.compile(r"v(?=\d)")
_NO_DOT = re.compile(r"[234][15]")
SIZE = re.compile(r"(?:\d+x)?\d+[bt]|[ae]\d+b|\d+m")
"""A count of parameters, or of the active ones; a token of its own."""
_NUMBER = re.compile(r"\d")
_CLAUDES = frozenset({"opus", "sonnet", "haiku", "fable", "instant"})


def normalise(name: str) -> str:
    """Spell a model's name, or the part of an id after the vendor, in one way.

    Lower case; every separator is one hyphen; a family and its version are apart (``qwen2.5`` is
    ``qwen-2-5``); ``+`` is a word, for ``Command-R+`` is not ``command-r``.
    """
    return "-".join(cut(name.strip().rsplit("/", 1)[-1]))


def cut(text: str) -> tuple[str, ...]:
    """Cut ``text`` at every separator, and between a word and its version: ``Qwen2.5-72B`` is qwen, 2, 5, 72b."""
    bare = _P_FOR_DOT.sub(".", text.lower().replace("+", "-plus"))
    apart = _WORD_THEN_DIGIT.sub(r"\1-", bare)
    return tuple(token for token in _SEPARATORS.split(apart) if token)


def canonical(tokens: Sequence[str]) -> tuple[str, ...]:
    """Write versions in one way: ``v3`` is 3, ``4.0`` is 4, ``gpt-35`` is gpt-3.5; Claude's family before its version.

    A zero before another number stays: 0.8b is not 8b.
    """
    plain = [_VERSION.sub("", token, count=1) if _VERSION.match(token) else token for token in tokens]
    kept: list[str] = []
    for place, part in enumerate(plain):
        follows = plain[place + 1] if place + 1 < len(plain) else ""
        if part == "0" and kept and kept[-1].isdigit() and not _NUMBER.match(follows):
            continue
        if place == 1 and plain[0] in {"gpt", "claude"} and _NO_DOT.fullmatch(part):
            kept += [*part]
        else:
            kept.append(part)
    return _claude(kept)


def _claude(tokens: list[str]) -> tuple[str, ...]:
    if tokens and tokens[0] in _CLAUDES - {"instant"}:
        tokens = ["claude", *tokens]
    family = next((token for token in tokens if token in _CLAUDES), None)
    if not family or tokens[0] != "claude":
        return tuple(tokens)
    tokens.remove(family)
    return ("claude", family, *tokens[1:])
