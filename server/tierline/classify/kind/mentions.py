"""What an instruction in English merely mentions: asked last, where no clause says plainly what is wanted."""

from tierline.classify.kind.clue import Clue, holds
from tierline.classify.kind.vocabulary import BREAKS, DOCS, TESTS, UNITS
from tierline.task import Kind

MENTIONS: tuple[Clue, ...] = (
    holds(Kind.ASK, r"^(?:hi|hello|hey|thanks)$"),
    holds(
        Kind.GENERATE,
        rf"^(?!(?:also|same|all|every|only|for|make|rename|use|change|replace)\b)(?:an? )?{UNITS}(?: (?:that|"
        r"which|with|for|to|in|using|from)\b|$)",
    ),
    holds(
        Kind.TEST,
        r"\bunit[- ]?tests?\b|\btest (?:cases?|coverage)\b",
        rf"\b(?:write|add|create|generate|want|need|have)\b.*{TESTS}",
    ),
    holds(
        Kind.DOCUMENT,
        r"\b(?:document(?!\.)|doc-?strings?|js-?doc|javadoc|documentation|read-?me)\b",
        rf"\b(?:write|add|create|generate)\b.*{DOCS}",
    ),
    holds(Kind.FIX, r"\b(?:fix|debug|repair|resolve|correct (?:this|the|it))\b"),
    holds(Kind.OPTIMIZE, r"\b(?:optimi[sz]\w+|faster|performance|speed up|efficient\w*|shrink)\b"),
    holds(
        Kind.REFACTOR, r"\b(?:refactor\w*|clean ?up|simplif\w+|restructur\w+|readab\w+|extract|deduplicat\w+|compact)\b"
    ),
    holds(Kind.TRANSLATE, r"\b(?:translat\w+|transpil\w+)\b", r"\bconvert\w* .{0,40}\b(?:to|into)\b"),
    holds(Kind.REVIEW, r"\b(?:review|critique|audit|best practices)\b"),
    holds(Kind.EXPLAIN, r"\b(?:explain|understand|what (?:it|this) does|walk me through|describe)\b"),
    holds(Kind.FIX, *BREAKS),
    holds(Kind.TEST, TESTS, r"\btesting\b"),
    holds(Kind.GENERATE, r"\b(?:implement|create|generate|write|build|scaffold|develop)\b"),
)
