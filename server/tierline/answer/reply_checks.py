"""Checks of the reply as a whole. Each returns a clause about the answer, empty if there is nothing to say."""

import re

from tierline.answer.evidence import Evidence, words
from tierline.answer.extract import reading
from tierline.answer.fences import fenced_blocks
from tierline.classify.syntax.languages import GRAMMAR_OF
from tierline.task import Kind

NO_CODE = "it holds no complete code block"
_REFUSAL = re.compile(
    r"^\W*(?:I['\u2019]?m (?:very |so )?sorry|I am sorry|Sorry|I can(?:['\u2019]?t|not) (?:help(?! but)|assist|do that)"
    r"|I['\u2019]?m (?:unable|not able) to)",
    re.IGNORECASE,
)
_SHORT = 20
_INFO = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*([\w+#-]+)", re.MULTILINE)
_FAMILIES = ({"javascript", "typescript", "tsx"}, {"c", "cpp"})
"""Grammars whose languages are often called by each other's names."""
_TELLING, _STEM, _ASKED = 5, 4, 3
"""Letters of a word that tells a subject, letters that its forms share, and how many such words make a question."""


def cut_off(found: Evidence) -> str:
    """Find answers that ended before they were complete."""
    return "it was cut off at the token limit" if found.finish_reason == "length" else ""


def refused(found: Evidence) -> str:
    """Find refusals. Some say that they are sorry for what was wrong, and then mend it: that is none."""
    no = found.finish_reason == "content_filter" or (found.new is None and _REFUSAL.match(found.reply))
    return "the model refused" if no else ""


def too_short(found: Evidence) -> str:
    """Find explanations that can't explain anything."""
    return "it is too short to say anything" if len(found.reply.strip()) < _SHORT else ""


def block_left_open(found: Evidence) -> str:
    """Find a text whose last code block has no end."""
    return "its last code block is not closed" if fenced_blocks(found.reply).cut_off.strip() else ""


def off_the_subject(found: Evidence) -> str:
    """Find an answer that takes up no word of the question and no name of the selection."""
    asked = {word.lower()[:_STEM] for word in words(found.task.instruction) if len(word) >= _TELLING}
    if len(asked) < _ASKED:
        return ""
    said = words(found.reply)
    names = {word for word in words(found.old) if len(word) >= _STEM}
    mentions = asked & {word.lower()[:_STEM] for word in said} or names & said
    return "" if mentions else "it takes up nothing that was asked"


def no_code(found: Evidence) -> str:
    """Find replies without a new text, where one is needed."""
    return "" if found.new is not None else reading(found.task, found.reply).why or NO_CODE


def another_language(found: Evidence) -> str:
    """Find code blocks that name another language, where the answer should be in the selection's."""
    wanted = GRAMMAR_OF.get(found.task.language)
    named = [GRAMMAR_OF.get(info.lower()) for info in _INFO.findall(found.reply)]
    if found.task.kind is Kind.TRANSLATE or wanted is None or not named or None in named or wanted in named:
        return ""
    if any(wanted in family and family & set(named) for family in _FAMILIES):
        return ""
    return f"it is written in {named[0]}, not in {found.task.language}"
