"""Placeholders in the words of a prompt: ``{selection}`` and the like. All other braces stay what they are."""

from collections.abc import Mapping
from re import RegexFlag
from string import Template

PLACEHOLDERS = ("selection", "language", "path", "instruction", "diagnostics", "context")
DATA = frozenset({"selection", "diagnostics", "context"})
"""They stand for what is not the user's own words."""


class _Words(Template):
    r"""``{name}`` is a placeholder, ``\{`` a brace; what is filled in is never looked at again."""

    delimiter = "{"
    flags = RegexFlag.NOFLAG
    pattern = r"\\(?P<escaped>\{)|\{(?P<named>[a-z][a-z_]*)\}|(?P<braced>(?!))|(?P<invalid>(?!))"  # type: ignore[assignment]  # compiled by the base class


def fill(words: str, values: Mapping[str, str]) -> str:
    """Return ``words`` with their placeholders filled in; unknown ones stay as they are."""
    return _Words(words).safe_substitute(values)


def used(words: str) -> frozenset[str]:
    """Return the known placeholders in ``words``."""
    return frozenset(_Words(words).get_identifiers()) & {*PLACEHOLDERS}


def unknown(words: str) -> tuple[str, ...]:
    """Return what looks like a placeholder and is none, in the order of its first place."""
    return tuple(name for name in _Words(words).get_identifiers() if name not in PLACEHOLDERS)
