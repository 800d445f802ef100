"""A reply in, code and a score with its reasons out. Pure."""

from tierline.answer.extract import replacement
from tierline.answer.score import NO_CODE, Score, score

__all__ = ["NO_CODE", "Score", "replacement", "score"]
