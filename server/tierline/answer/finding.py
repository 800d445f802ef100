"""What a check says of an answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection to an answer."""

    name: str
    """Which check it comes from (``undefined name``), for tables and programs."""
    sentence: str
    """A clause that completes "the answer scored 5/10: …" (``it drops mean``)."""
    points: float
    """What it takes off the score, more than 0."""
    certain: bool
    """Whether a false alarm is practically impossible; if not, it is evidence and no more."""
