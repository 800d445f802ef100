"""A conversation → what it asks for: the kind of task, the words, and the selected code with its language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)\n(?P<code>.*?)^(?P=fence)[ \t\r]*$", re.MULTILINE | re.DOTALL
)
TASK = re.compile(r"^\W*Task:\W*(?P<kind>[a-z]+)", re.MULTILINE | re.IGNORECASE)
FIRST_LINE = re.compile(r"^The selection begins with line (\d+)", re.MULTILINE)
INSTRUCTION = re.compile(r"^\W*Instructions?:[ \t]*(?P<words>.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)

EDITING = frozenset({"fix", "refactor", "document", "edit", "generate", "optimize", "translate"})
"""Kinds whose answer is code in place of the selection."""
READABLE = frozenset({"explain", "review", "ask", "test", "commit"})
KINDS = EDITING | READABLE

GUESSES: tuple[tuple[str, str], ...] = (
    # the first whose words occur decides
    (r"\bcommit message\b", "commit"),
    (r"\b(?:unit )?tests?\b", "test"),
    (r"\b(?:document|docstrings?|doc comments?)\b", "document"),
    (r"\b(?:fix|bugs?|repair|broken)\b", "fix"),
    (r"\brefactor|\bclean ?up\b|\bsimplify\b", "refactor"),
    (r"\boptimi[sz]e|\bfaster\b|\bspeed up\b", "optimize"),
    (r"\breview\b", "review"),
    (r"\btranslate\b|\bport (?:it|this) to\b", "translate"),
    (r"\bexplain\b|\bwhat does\b|\bhow does\b|\bwhy\b", "explain"),
    (r"\b(?:write|generate|implement|create)\b", "generate"),
    (r"\b(?:rename|add|change|replace|remove|make)\b", "edit"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is asked for. ``code`` keeps its indentation and its line ends."""

    kind: str
    words: str
    """The instruction; where the kind is not named, all the words around the code."""
    code: str = ""
    language: str = ""
    """As the fence names it, in lower case; empty if it names none."""
    first_line: int = 1
    """The number of the code's first line in its file."""

    @property
    def edits(self) -> bool:
        """Whether code in place of the selection is wanted."""
        return self.kind in EDITING


def parse_prompt(messages: Sequence[tuple[str, str]]) -> Prompt:
    """Read pairs of role and text. The last user message counts; its last fence is the selection."""
    user = next((text for role, text in reversed(messages) if role == "user"), "")
    rules = "\n".join(text for role, text in messages if role in {"system", "developer"})
    fences = list(FENCE.finditer(user))
    prose = FENCE.sub("", user)
    code = fences[-1]["code"] if fences else ""
    info = fences[-1]["info"].split() if fences else []
    return Prompt(
        kind=_named(prose) or _named(FENCE.sub("", rules)) or _guessed(prose, has_code=bool(fences)),
        words=_instruction(prose),
        code=code,
        language=info[0].strip("{.}").lower() if info else "",
        first_line=int(found[1]) if (found := FIRST_LINE.search(prose)) else 1,
    )


def _named(text: str) -> str:
    return next((kind for found in TASK.finditer(text) if (kind := found["kind"].lower()) in KINDS), "")


def _guessed(text: str, *, has_code: bool) -> str:
    if not has_code:
        return "ask"
    return next((kind for words, kind in GUESSES if re.search(words, text, re.IGNORECASE)), "explain")


def _instruction(prose: str) -> str:
    if found := INSTRUCTION.search(prose):
        return found["words"]
    return "" if _named(prose) else " ".join(prose.split())
