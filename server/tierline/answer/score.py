"""Score an answer from 0 to 10 without asking anybody, and say why."""

import re
from dataclasses import dataclass

from tierline.answer.syntax import definitions, parses
from tierline.task import Kind, Task

FULL = 10.0
_REFUSAL = re.compile(
    r"^\W*(?:I'?m sorry|I am sorry|Sorry|I can(?:'|no)t (?:help|assist|do that)|I'?m (?:unable|not able) to)",
    re.IGNORECASE,
)
_ELISION = re.compile(
    r"(?:\.{3}|…)\s*(?:existing|rest|remaining|other|same|unchanged|previous)\b"
    r"|\b(?:rest|remainder) (?:of (?:the )?(?:code|file|function|class|method) )?"
    r"(?:is |stays |remains )?(?:unchanged|the same)"
    r"|\bexisting code\b",
    re.IGNORECASE,
)
_SHORT = 20


@dataclass(frozen=True, slots=True)
class Score:
    """0 (useless) to 10 (nothing to object to), with each objection in plain words."""

    value: float
    reasons: tuple[str, ...] = ()


def score(task: Task, reply: str, new_text: str | None, finish_reason: str) -> Score:
    """Score a whole reply. ``new_text`` is the replacement that was found in it, for kinds that edit."""
    objections = list(_about_the_reply(reply, finish_reason))
    objections += _about_the_edit(task, new_text) if task.kind.edits else _about_the_text(reply)
    value = FULL - sum(points for points, _ in objections)
    return Score(max(0.0, value), tuple(reason for _, reason in objections))


def _about_the_reply(reply: str, finish_reason: str) -> list[tuple[float, str]]:
    found = []
    if finish_reason == "length":
        found.append((6.0, "it was cut off at the token limit"))
    if finish_reason == "content_filter" or _REFUSAL.match(reply):
        found.append((8.0, "the model refused"))
    return found


def _about_the_text(reply: str) -> list[tuple[float, str]]:
    return [(6.0, "it is too short to say anything")] if len(reply.strip()) < _SHORT else []


def _about_the_edit(task: Task, new_text: str | None) -> list[tuple[float, str]]:
    if new_text is None:
        return [(7.0, "it holds no complete code block")]
    found = []
    old = task.selection
    if _ELISION.search(new_text) and not _ELISION.search(old):
        found.append((7.0, "it leaves parts out instead of writing them"))
    if new_text.strip() == old.strip():
        found.append((4.0, "it changes nothing"))
    # A translation is in another language; a generated text may replace what never parsed.
    if task.kind is not Kind.TRANSLATE:
        if parses(new_text, task.language) is False and parses(old, task.language) is not False:
            found.append((8.0, "it no longer parses"))
        lost = definitions(old, task.language) - definitions(new_text, task.language)
        if lost and task.kind in (Kind.FIX, Kind.DOCUMENT, Kind.OPTIMIZE) and not found:
            found.append((4.0, f"it drops {', '.join(sorted(lost))}"))
    return found
