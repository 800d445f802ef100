"""A reply in, code and a score with its reasons out. Pure."""

from tierline.answer.checks import CHECKS, findings
from tierline.answer.evidence import Evidence
from tierline.answer.extract import reading, replacement
from tierline.answer.finding import Finding
from tierline.answer.message import commit_message
from tierline.answer.reply_checks import NO_CODE
from tierline.answer.score import Score, score, value_of

__all__ = [
    "CHECKS",
    "NO_CODE",
    "Evidence",
    "Finding",
    "Score",
    "commit_message",
    "findings",
    "reading",
    "replacement",
    "score",
    "value_of",
]
