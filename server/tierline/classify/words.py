"""What an instruction and a path say: tables of words, each with the plain sentence it stands for."""

import re
from dataclasses import dataclass

from tierline.task import Kind


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern, what it means in plain words, and how far it moves the difficulty."""

    name: str
    pattern: re.Pattern[str]
    sentence: str
    weight: float = 0.0


def _cue(name: str, pattern: str, sentence: str, weight: float = 0.0) -> Cue:
    return Cue(name, re.compile(pattern, re.IGNORECASE), sentence, weight)


INSTRUCTION_CUES = (
    _cue(
        "trivial",
        r"\b(?:typo|rename|one[- ]liner|simple|simply|just|small|quick(?:ly)?|briefly)\b",
        "asks for little",
        -0.15,
    ),
    _cue(
        "format",
        r"\b(?:format|indent|reorder|sort (?:the )?imports|add (?:a )?comments?|docstrings?|type hints?)\b",
        "asks for form, not logic",
        -0.1,
    ),
    _cue(
        "redesign",
        r"\b(?:re-?design|re-?architect|re-?write|migrat\w+|port (?:it |this )?to|decouple|generali[sz]e|overhaul)\b",
        "asks for a redesign",
        0.2,
    ),
    _cue(
        "hard",
        r"\b(?:race condition|dead ?lock|memory leak|thread[- ]safe|concurren\w+|lock[- ]free|distributed|algorithm\w*|"
        r"optimi[sz]e|complexity|performance|edge cases|invariants?|transaction\w*|idempoten\w+|"
        r"backwards?[- ]compatib\w+)\b",
        "names a hard subject",
        0.18,
    ),
    _cue(
        "breadth",
        r"\b(?:every|all (?:the )?(?:callers|files|usages|modules)|across|whole|entire|throughout)\b",
        "reaches beyond one place",
        0.08,
    ),
)
"""What the words of an instruction say of the difficulty."""

PROTOTYPE_CUES = (
    _cue(
        "says prototype",
        r"\b(?:prototyp\w+|quick and dirty|throw-?away|proof of concept|poc|scratch|spike|just (?:a )?(?:test|try)|"
        r"experiment\w*|hack(?:y)? (?:it )?together|for now)\b",
        "says it is a prototype",
    ),
)
CRITICAL_CUES = (
    _cue(
        "says critical",
        r"\b(?:critical|production|in prod|must not fail|carefully|security|vulnerab\w+|exploit|data loss|"
        r"hotfix|outage|audit)\b",
        "says that it matters",
    ),
)
"""What the words of an instruction say of its importance. ``best`` answers are asked for by a pinned tier."""

CRITICAL_PATHS = _cue(
    "critical path",
    r"(?:^|[/_.\-])(auth|authn|authz|authenticat\w*|authori[sz]\w*|login|session|oauth|permission\w*|security|crypto\w*|billing|payments?|checkout|invoic\w+|"
    r"ledger|migrations?|secrets?|deploy\w*|terraform|infra)(?:$|[/_.\-])",
    "touches",
)
PROTOTYPE_PATHS = _cue(
    "prototype path",
    r"(?:^|[/_.\-])(examples?|scratch|sandbox|playground|demos?|prototypes?|experiments?|tmp|spikes?|sketch(?:es)?|"
    r"tests?|specs?|__tests__|fixtures)(?:$|[/_.\-])",
    "lies in",
)

KIND_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.TRANSLATE, r"\b(?:translate|convert|port)\b.{0,60}\b(?:to|into|in)\b"),
        (Kind.TEST, r"\b(?:write|add|generate|create)\b.{0,30}\b(?:unit )?tests?\b|\btest cases?\b"),
        (Kind.DOCUMENT, r"\b(?:doc(?:ument|string|strings|umentation)?|comment(?:s|ed)?|jsdoc|javadoc)\b"),
        (
            Kind.FIX,
            r"\b(?:fix|repair|debug|resolve|correct|broken|bugs?|doesn'?t work|not working|fails?|crash\w*)\b",
        ),
        (Kind.REVIEW, r"\b(?:review|critique|audit|find (?:problems|issues|bugs))\b"),
        (Kind.OPTIMIZE, r"\b(?:optimi[sz]e|speed ?up|faster|performance|reduce (?:memory|allocations))\b"),
        (Kind.REFACTOR, r"\b(?:refactor|clean ?up|simplify|extract|restructure|deduplicate|tidy)\b"),
        (Kind.EXPLAIN, r"\b(?:explain|what does|how does|walk me through|understand|describe)\b"),
        (Kind.GENERATE, r"\b(?:implement|write|create|generate|scaffold)\b"),
    )
)
"""Verbs of free instructions, the most telling first."""


def kind_of(instruction: str, kind: Kind) -> Kind:
    """Return what a free instruction really asks for; ``kind`` where its words say nothing.

    Only ``edit`` and ``ask`` are free. What such an instruction is taken for changes how hard the
    task is judged, never whether the answer edits: an ``ask`` stays an answer.
    """
    if kind not in (Kind.EDIT, Kind.ASK):
        return kind
    return next((found for found, pattern in KIND_WORDS if pattern.search(instruction)), kind)
