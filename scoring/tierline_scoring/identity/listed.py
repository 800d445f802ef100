"""What a catalogue says about the identity of one model."""

from dataclasses import dataclass
from datetime import date

_VARIANTS = frozenset({"free", "batch", "thinking", "nitro", "floor", "exacto", "extended"})


def base_id(model_id: str) -> str:
    """Return the id whose quality this one shares: ``:free``, ``:batch`` or ``:nitro`` are offers, not models."""
    base, _, variant = model_id.partition(":")
    return base if variant in _VARIANTS else model_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One entry of a catalogue. Empty or ``None`` where it says nothing."""

    id: str
    canonical_slug: str = ""
    hugging_face_id: str = ""
    name: str = ""
    """The display name: ``Mistral: Devstral 2 2512``."""
    created: date | None = None
    """When OpenRouter first listed it."""
    reasons: bool | None = None
    """Whether it can think before it answers."""
