"""Score an answer from 0 to 10 without asking anybody, and say why."""

import re
from dataclasses import dataclass

from tierline.answer.elision import leaves_out
from tierline.answer.indentation import lead
from tierline.answer.syntax import definitions, parses
from tierline.task import Kind, Task

FULL = 10.0
NO_CODE = "it holds no complete code block"
_REFUSAL = re.compile(
    r"^\W*(?:I['\u2019]?m (?:very |so )?sorry|I am sorry|Sorry|I can(?:['\u2019]?t|not) (?:help(?! but)|assist|do that)"
    r"|I['\u2019]?m (?:unable|not able) to)",
    re.IGNORECASE,
)
_SHORT = 20
_UNFIT = 6.0
"""Points of an objection from which code would be lost or broken: cut off, left out, no longer parsing, refused."""
_NEAR, _TELLING, _BRACKETS = 3, 10, 3
"""How many lines are near the selection; how many characters of them tell something; how few tell nothing."""


@dataclass(frozen=True, slots=True)
class Score:
    """0 (useless) to 10 (nothing to object to), with each objection in plain words."""

    value: float
    reasons: tuple[str, ...] = ()
    unfit: str = ""
    """Which objection forbids putting the answer into the text; empty if it may go there."""


def score(task: Task, reply: str, new_text: str | None, finish_reason: str) -> Score:
    """Score a whole reply. ``new_text`` is the replacement that was found in it, for kinds that edit."""
    objections = list(_about_the_reply(reply, new_text, finish_reason))
    objections += _about_the_edit(task, new_text) if task.kind.edits else _about_the_text(reply)
    value = max(0.0, FULL - sum(points for points, _ in objections))
    unfit = next((reason for points, reason in objections if points >= _UNFIT), "") if task.kind.edits else ""
    return Score(value, tuple(reason for _, reason in objections), unfit)


def _about_the_reply(reply: str, new_text: str | None, finish_reason: str) -> list[tuple[float, str]]:
    found = []
    if finish_reason == "length":
        found.append((6.0, "it was cut off at the token limit"))
    # Some say that they are sorry for what was wrong, and then mend it.
    if finish_reason == "content_filter" or (new_text is None and _REFUSAL.match(reply)):
        found.append((8.0, "the model refused"))
    return found


def _about_the_text(reply: str) -> list[tuple[float, str]]:
    return [(6.0, "it is too short to say anything")] if len(reply.strip()) < _SHORT else []


def _about_the_edit(task: Task, new_text: str | None) -> list[tuple[float, str]]:
    if new_text is None:
        return [(7.0, NO_CODE)]
    found = []
    old = task.selection
    if leaves_out(new_text) and not leaves_out(old):
        found.append((7.0, "it leaves parts out instead of writing them"))
    if new_text.strip() == old.strip():
        # Not below 7: there may be nothing to change, and a dearer model would say so too.
        found.append((3.0, "it changes nothing"))
    if _surroundings_in(new_text, task):
        found.append((5.0, "it repeats code from outside the selection"))
    # A translation is in another language; a generated text may replace what never parsed.
    if task.kind is not Kind.TRANSLATE:
        before = lead(task.source, task.start)
        whole_old, whole_new = before + old, before + new_text
        if parses(whole_new, task.language) is False and parses(whole_old, task.language) is not False:
            found.append((8.0, "it no longer parses"))
        lost = definitions(whole_old, task.language) - definitions(whole_new, task.language)
        if lost and task.kind in (Kind.FIX, Kind.DOCUMENT, Kind.OPTIMIZE) and not found:
            found.append((4.0, f"it drops {', '.join(sorted(lost))}"))
    return found


def _surroundings_in(new_text: str, task: Task) -> bool:
    """Whether the lines just before or just after the selection stand in the answer too."""
    come, gone = _lines(new_text), set(_lines(task.selection))
    before, after = _lines(task.source[: task.start])[-_NEAR:], _lines(task.source[task.end :])[:_NEAR]
    return any(
        sum(map(len, near)) >= _TELLING and all(line in come and line not in gone for line in near)
        for near in (before, after)
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if len(line.strip()) > _BRACKETS]
