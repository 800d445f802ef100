"""An instruction as the rules read it: its prose apart from pasted code, without courtesies and negated clauses."""

import re
import unicodedata
from dataclasses import dataclass

from tierline.classify.kind.spelling import corrected_noun, corrected_verb

_KEPT_IN_FRONT, _KEPT_BEHIND = 400, 200
"""Characters that are read of a long instruction: what is asked stands before or behind what is pasted."""

_CLAUSES, _CLAUSE = 5, 160
"""So many clauses are read, and so many characters of each: titles and first sentences say what is wanted."""
_BOUNDARY = re.compile(
    r"(?<=[.!?;。])\s+|\n+|(?: ?-+ |, )(?=(?:please|pls|can|could|so|then|i need|i want|plz|help|fix|"
    r"just|make|explain)\b)"
    r"|,? (?=and (?:please |then )?(?:fix|repair|explain|refactor|document|test|add|write)\b)"
)
_REFERENCE = re.compile(
    r"(?<!\w)#(?:file|selection|sym|codebase|editor|terminal\w*)(?::\S+)?|(?<!\w)@(?:workspace|"
    r"terminal|vscode)\b"
)
"""How chats name what a request is about, and commands in front of it."""

_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_CODE_LINE = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|import|from|const|let|var|return|public|private|static|#include|func|"
    r"fn)\b.*[(=;:{\"<>]"
    r"|=>|^\s{4,}\S|^\s*[\w.]+\(.*\)\s*$|^\s*[\w.\[\]]+ = \S|^\s*<\/?\w+.*>\s*$",
)
_FAILURE = re.compile(
    r"Traceback \(most recent|\b\w*(?:Error|Exception)\b ?:|^\s*(?:error|fatal)\b|\bE[A-Z]{6,}\b|"
    r"[Ss]egmentation fault|"
    r"undefined reference|^\s*File \"|^\s+at [\w.$<>]+ ?\(|npm ERR!|\bexpected \S+,? (?:but )?(?:got|found)\b|"
    r"is not (?:defined|subscriptable)|does not exist on type|[Cc]annot (?:read|find|borrow|import|assign|resolve)",
    re.MULTILINE,
)
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'", "\0": " "})
_COURTESY = re.compile(
    r"(?:(?:hi|hello|hey|hallo|hola|bonjour)(?: there| guys| all)?|only (?=explain|document|describe|"
    r"review|fix|comment|refactor)|please|pls|plz|kindly|ok(?:ay)?|so|and|then|now|also|just|again|"
    r"maybe|"
    r"(?:can|could|would|will) (?:you|u|we)(?: please| pls| plz| also| just| maybe)?(?! (?:see|handle|"
    r"do|use|answer|speak)\b)|"
    r"you (?:should|must|need to|have to)|(?:i|we) (?:want|need|would like|wish)(?: you)? to|i'd like(?: you)? to|"
    r"i need help (?:to|with)|help me(?: to)?(?! understand)|let's|lets|try to|(?:your task|the task|the goal) is to|"
    r"(?:my |this is (?:a |an )?|one )?(?:quick |short |simple )?question|go ahead and|"
    r"bitte|mal|kannst du(?: bitte| mir| mal)*|könntest du(?: bitte| mir)*|s'il (?:te|vous) pla[iî]t|"
    r"(?:peux|pourrais)-tu|"
    r"(?:puedes|podrías|podrias|por favor|pode|você pode|poderia|per favore|puoi|potresti|proszę|możesz|"
    r"пожалуйста|можешь|请|請|帮我|麻烦|lütfen))(?=[\s,.!:]|[^\x00-\u04ff]|$)[\s,.!:]*"
)
_NEGATED = re.compile(
    r"(?:[,;]? ?\b(?:but|and|just)? ?(?:please )?(?:do not|don'?t|dont|never|no need to) \w+|\bwithout \w+ing\b"
    r"|\bno (?:edits?|changes?|code)\b)[^,.;:!?\n]*"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What the rules and the model look at."""

    prose: str
    """In lower case, blanks collapsed, without pasted code; empty if there is nothing but code."""
    clauses: tuple[str, ...]
    """The prose in clauses, each from its first telling word, without what it says not to do."""
    code: bool
    """Something that looks like code is pasted."""
    failure: bool
    """Something that looks like an error's message is pasted or quoted."""


def read(instruction: str) -> Request:
    """Return ``instruction`` as the rules read it. Any text will do; a long one is read at both ends only."""
    instruction = instruction.strip()
    if len(instruction) > _KEPT_IN_FRONT + _KEPT_BEHIND:
        instruction = f"{instruction[:_KEPT_IN_FRONT]}\n{instruction[-_KEPT_BEHIND:]}"
    text = unicodedata.normalize("NFKC", instruction).translate(_APOSTROPHES)
    failure = _FAILURE.search(text) is not None
    fenced = _FENCED.search(text) is not None
    unfenced = _FENCED.sub("\n", text)
    lines = unfenced.splitlines()
    prose_lines = [line for line in lines if not _CODE_LINE.search(line)] if len(lines) > 1 or fenced else lines
    text = _REFERENCE.sub(" this ", "\n".join(prose_lines)).lower()
    clauses = [" ".join(clause.split()) for clause in _BOUNDARY.split(text)[:_CLAUSES]]
    asked = [positive for clause in clauses if (positive := _NEGATED.sub(" ", clause).strip(" ,.;:!-"))] or clauses
    return Request(
        prose=" ".join(text.split()),
        clauses=tuple(_telling(clause) for clause in asked if clause),
        code=fenced or len(prose_lines) < len(lines),
        failure=failure,
    )


def _telling(clause: str) -> str:
    rest = clause.removeprefix("this ").lstrip("/ ")
    while (courtesy := _COURTESY.match(rest)) and courtesy.end() < len(rest):
        rest = rest[courtesy.end() :]
    first, *others = rest[:_CLAUSE].split(" ")
    return " ".join((corrected_verb(first), *map(corrected_noun, others)))
