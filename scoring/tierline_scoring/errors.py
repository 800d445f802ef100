"""What can go wrong in scoring: one base, and one class for each thing the caller can do about it."""


class ScoringError(Exception):
    """The base of all errors raised here. ``str(error)`` is one sentence for the user."""


class PolicyError(ScoringError, ValueError):
    """A setting makes no sense (weights that do not sum to 1, a negative ceiling)."""


class SnapshotError(ScoringError, ValueError):
    """A snapshot cannot be read: not JSON, of another schema version, or with a field missing."""


class UnknownModel(ScoringError, LookupError):
    """The snapshot lists no model of this id; the sentence names close matches."""


class FigureError(ScoringError, ValueError):
    """A number is missing where one must be: NaN, infinite, or outside its own interval."""
