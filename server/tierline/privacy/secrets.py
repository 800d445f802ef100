"""Secrets in a text, found by the detectors of detect-secrets and by a few patterns that it lacks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from detect_secrets.plugins.base import RegexBasedDetector
    from detect_secrets.plugins.high_entropy_strings import HighEntropyStringsPlugin

_NO_SECRETS = frozenset({"Public IP (ipv4)"})
_OWN = (
    (
        "private key",
        re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----(?:.*?-----END [A-Z0-9 ]+-----|.*)", re.DOTALL),
    ),
    ("OpenRouter key", re.compile(r"sk-or-[A-Za-z0-9-]{20,}")),
    ("API key", re.compile(r"\bsk-[A-Za-z0-9_-]{20,}")),
    ("GitHub token", re.compile(r"\bgithub_pat_[A-Za-z0-9_]{22,}")),
    ("Google key", re.compile(r"\bAIza[A-Za-z0-9_-]{35}")),
    ("JSON Web Token", re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?")),
    (
        "bearer token",
        re.compile(r"(?i)\bauthorization[\"']?\s*[:=]\s*[\"']?(?:bearer|basic)\s+([A-Za-z0-9._~+/=-]{12,})"),
    ),
)
"""Kind → pattern; its first group is the secret, or the whole of it."""
_KEYWORD = re.compile(r"pass|pwd|secret|key|contrase", re.IGNORECASE)
_LONGEST_LINE = 2_000
"""No password is assigned in a longer line; patterns that backtrack are not let loose on minified code."""
_FEWEST = 4
"""A shorter value can't be told from a word, and hides nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """Where one stands: offsets in code points, ``start < end``; ``kind`` in words."""

    start: int
    end: int
    kind: str


def prepare() -> None:
    """Import the detectors, which takes half a second, so that no text has to wait for it."""
    find_secrets('password = "hunter2hunter2"')


def prepared() -> bool:
    """Say whether the detectors are there already."""
    return bool(_detectors.cache_info().currsize and _entropy_plugins.cache_info().currsize)


def find_secrets(text: str, known: Iterable[str] = (), *, detect: bool = True) -> tuple[Secret, ...]:
    """Return the secrets of ``text`` in their order, none overlapping another; ``known`` values are secret as they are.

    Without ``detect`` nothing else is looked for.

    A guess by its nature: random identifiers are taken for secrets too, which costs a masked word that is restored.
    """
    found = [
        Secret(place.start(), place.end(), "known secret")
        for value in known
        if value
        for place in re.finditer(re.escape(value), text)
    ]
    if detect:
        found += _by_pattern(text)
        found += _by_detector(text)
        found += _by_entropy(text)
        found += _by_keyword(text)
    return tuple(_merged(sorted(found)))


def _merged(found: Iterable[Secret]) -> Iterator[Secret]:
    last: Secret | None = None
    for secret in found:
        if last and secret.start < last.end:
            last = Secret(last.start, max(last.end, secret.end), last.kind)
            continue
        if last:
            yield last
        last = secret
    if last:
        yield last


def _by_pattern(text: str) -> Iterator[Secret]:
    for kind, pattern in _OWN:
        for place in pattern.finditer(text):
            yield Secret(*place.span(place.lastindex or 0), kind)


def _by_detector(text: str) -> Iterator[Secret]:
    for detector in _detectors():
        for pattern in detector.denylist:
            for place in pattern.finditer(text):
                # a group may be a part of the secret (``ghp``), or the secret within its surroundings
                group = 1 if place.lastindex and len(place[1] or "") >= _FEWEST else 0
                yield Secret(*place.span(group), detector.secret_type)


def _by_entropy(text: str) -> Iterator[Secret]:
    from detect_secrets.filters.heuristic import is_likely_id_string, is_potential_uuid, is_sequential_string

    for plugin in _entropy_plugins():
        for place in plugin.regex.finditer(text):
            value = place[2]
            if len(value) > _LONGEST_LINE or plugin.calculate_shannon_entropy(value) <= plugin.entropy_limit:
                continue
            line = text[text.rfind("\n", 0, place.start()) + 1 : place.end()]
            if not (is_sequential_string(value) or is_potential_uuid(value) or is_likely_id_string(value, line)):
                yield Secret(*place.span(2), "random text")


def _by_keyword(text: str) -> Iterator[Secret]:
    from detect_secrets.filters.heuristic import (
        is_indirect_reference,
        is_not_alphanumeric_string,
        is_prefixed_with_dollar_sign,
        is_templated_secret,
    )
    from detect_secrets.plugins.keyword import CONFIG_DENYLIST_REGEX_TO_GROUP, QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP

    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if len(bare) <= _LONGEST_LINE and _KEYWORD.search(bare):
            plain = re.match(r"\s*(?:export\s+)?[A-Z][A-Z0-9_]*\s*[=:]\s*[^\s\"'(\[{$]+\s*$", bare)
            rules = CONFIG_DENYLIST_REGEX_TO_GROUP if plain else QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP
            for pattern, group in rules.items():
                for place in pattern.finditer(bare):
                    value = place[group]
                    if len(value) >= _FEWEST and not (
                        is_indirect_reference(bare)
                        or is_not_alphanumeric_string(value)
                        or is_prefixed_with_dollar_sign(value)
                        or is_templated_secret(value)
                    ):
                        yield Secret(start + place.start(group), start + place.end(group), "password or key")
        start += len(line)


@cache
def _detectors() -> "tuple[RegexBasedDetector, ...]":
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.plugins.base import RegexBasedDetector

    # its own annotation of the mapping is an empty type
    classes = cast("Mapping[str, type]", get_mapping_from_secret_type_to_class())
    return tuple(
        detector()
        for kind, detector in sorted(classes.items())
        if issubclass(detector, RegexBasedDetector) and kind not in _NO_SECRETS
    )


@cache
def _entropy_plugins() -> "tuple[HighEntropyStringsPlugin, ...]":
    from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString, HexHighEntropyString

    return Base64HighEntropyString(), HexHighEntropyString()
