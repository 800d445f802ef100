"""What was found in a reply: a new text, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """In which form a reply gave its code."""

    BLOCK = "block"
    """One code block that stands for the whole selection."""
    BARE = "bare"
    """Code without a fence."""
    WHOLE_FILE = "whole file"
    """The selection with what stands around it."""
    PARTS = "parts"
    """Some of the definitions in the selection, in one block or several."""
    ELIDED = "elided"
    """With notes in place of code that stays ("rest unchanged")."""
    DIFF = "diff"
    SEARCH_REPLACE = "search and replace"
    PATCH = "patch"
    """The format that begins with ``*** Begin Patch``."""
    NONE = "none"
    """No code was found."""


class Confidence(StrEnum):
    """How sure it is that the new text is what the reply means."""

    CERTAIN = "certain"
    """It was given as asked for, or each piece has but one place."""
    LIKELY = "likely"
    """Something had to be guessed: which of several blocks, where bare code begins, what differs in white space."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that takes the selection's place."""

    new_text: str | None
    shape: Shape
    confidence: Confidence = Confidence.CERTAIN
    why: str = ""
    """Why there is no new text: a clause about the answer (``it is written in go, not in python``)."""


def nothing(shape: Shape, why: str) -> Reading:
    """Return the reading of a reply that gives no edit."""
    return Reading(None, shape, Confidence.NONE, why)
