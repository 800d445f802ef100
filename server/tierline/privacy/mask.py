"""Secrets out of what is sent, and back into what comes: the same secret has the same placeholder throughout."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from tierline.privacy.secrets import Secret, find_secrets

_EVERYWHERE_FROM = 8
"""A secret of so many characters is masked wherever it stands; a shorter one, maybe a word, where it was found."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Placeholder → secret. Its repr tells none."""

    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Placeholder → what kind of secret it stands for, to be told to the user."""

    def restore(self, text: str) -> str:
        """Put the secrets back into an answer."""
        if not self.secrets:
            return text
        return re.sub("|".join(map(re.escape, self.secrets)), lambda found: self.secrets[found[0]], text)


def mask(texts: Sequence[str], known: Iterable[str] = (), *, detect: bool = True) -> tuple[tuple[str, ...], Vault]:
    """Return the texts without their secrets, and the vault that restores them: ``restore(masked) == text``.

    ``known`` holds values that are secret wherever they stand, such as the key with which one pays; without
    ``detect`` they alone are masked.
    """
    known = tuple(known)
    found = [find_secrets(text, known, detect=detect) for text in texts]
    if not any(found):
        return tuple(texts), Vault()
    stem = _unused_stem(texts)
    placeholders: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for text, secrets in zip(texts, found, strict=True):
        for secret in secrets:
            value = text[secret.start : secret.end]
            if value not in placeholders:
                placeholders[value] = f"{stem}{len(placeholders) + 1}__"
                kinds[placeholders[value]] = secret.kind
    anywhere = _anywhere(placeholders)
    masked = tuple(_masked(text, secrets, placeholders, anywhere) for text, secrets in zip(texts, found, strict=True))
    return masked, Vault({placeholder: value for value, placeholder in placeholders.items()}, kinds)


def _unused_stem(texts: Sequence[str]) -> str:
    """Return the beginning of placeholders, such that no text holds one already."""
    stems = (f"__MASKED_SECRET_{'X' * extra}" for extra in count())
    return next(stem for stem in stems if not any(stem in text for text in texts))


def _anywhere(placeholders: Mapping[str, str]) -> "re.Pattern[str] | None":
    long = sorted((value for value in placeholders if len(value) >= _EVERYWHERE_FROM), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, long))})(?!\w)") if long else None


def _masked(
    text: str, secrets: Sequence[Secret], placeholders: Mapping[str, str], anywhere: "re.Pattern[str] | None"
) -> str:
    def elsewhere(piece: str) -> str:
        return anywhere.sub(lambda found: placeholders[found[0]], piece) if anywhere else piece

    pieces, end = [], 0
    for secret in secrets:
        pieces += [elsewhere(text[end : secret.start]), placeholders[text[secret.start : secret.end]]]
        end = secret.end
    return "".join((*pieces, elsewhere(text[end:])))


class Restorer:
    """Restores secrets in a stream, whose pieces may end within a placeholder."""

    def __init__(self, vault: Vault) -> None:
        """Start with nothing held back."""
        self._vault = vault
        self._held = ""

    def feed(self, delta: str) -> str:
        """Return what can be shown by now; the beginning of a placeholder is held back until it is whole or is none."""
        text = self._vault.restore(self._held + delta) if self._vault.secrets else delta
        longest = max(map(len, self._vault.secrets), default=0)
        for size in range(min(longest - 1, len(text)), 0, -1):
            tail = text[-size:]
            if any(placeholder.startswith(tail) for placeholder in self._vault.secrets):
                self._held = tail
                return text[:-size]
        self._held = ""
        return text

    def finish(self) -> str:
        """Return what was held back when the stream ends."""
        rest, self._held = self._held, ""
        return rest
