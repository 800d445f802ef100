"""The kind that the words of an instruction ask for, read from the tables."""

from dataclasses import dataclass

from tierline.classify.kind.english import ENGLISH
from tierline.classify.kind.languages import OTHER_LANGUAGES
from tierline.classify.kind.mentions import MENTIONS
from tierline.classify.kind.request import Request
from tierline.task import Kind

NOTHING = "nothing"
EVIDENCE = ("clause", "language", "mention", "failure", "code", "question", NOTHING)
"""How a kind can be found, from the surest to the least sure; the last stands for the command's own kind."""

_LONGEST_FOREIGN = 160


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules found."""

    kind: Kind
    words: str
    """The words that ask for it; empty where the shape of the instruction does."""
    evidence: str
    """How they were found: one of ``EVIDENCE``."""


def find(request: Request) -> Found | None:
    """Return what the words of ``request`` ask for; none if they say nothing."""
    return _in_clauses(request) or _in_other_languages(request) or _mentioned(request) or _by_shape(request)


def _in_clauses(request: Request) -> Found | None:
    for clause in request.clauses:
        first = clause.split(" ", 1)[0].strip(",.:;!?\"'()")
        for clue in ENGLISH:
            if words := clue.found_in(clause, first):
                return Found(clue.kind, words, "clause")
    return None


def _in_other_languages(request: Request) -> Found | None:
    text = request.prose[:_LONGEST_FOREIGN]
    for clue in OTHER_LANGUAGES:
        if words := clue.found_in(text, ""):
            return Found(clue.kind, words, "language")
    return None


def _mentioned(request: Request) -> Found | None:
    text = " ".join(request.clauses)
    for clue in MENTIONS:
        if words := clue.found_in(text, ""):
            return Found(clue.kind, words, "mention")
    return None


def _by_shape(request: Request) -> Found | None:
    if request.failure:
        return Found(Kind.FIX, "", "failure")
    if request.code and not request.prose:
        return Found(Kind.GENERATE, "", "code")
    if request.prose.endswith("?"):
        return Found(Kind.ASK, "?", "question")
    return None
