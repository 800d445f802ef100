"""The three tiers, in the order of what they cost."""

from enum import StrEnum


class Tier(StrEnum):
    """A price class of models; each holds a primary model and its backups."""

    MINIMUM = "minimum"
    """The best free model; the fallback of the other two."""
    DEFAULT = "default"
    """The best value under $0.50 per million tokens; about 80% of tasks."""
    MAXIMUM = "maximum"
    """The best model under $1.00 per million tokens; when quality matters."""
