"""The kind of a task, read from a free instruction by tables of words; no model was as good on unseen sources."""

from tierline.classify.kind.detect import Detected, detect

__all__ = ["Detected", "detect"]
