"""A reply in, code and a score with its reasons out. Pure."""

from tierline.answer.extract import replacement
from tierline.answer.score import Score, score

__all__ = ["Score", "replacement", "score"]
