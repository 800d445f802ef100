"""Checks of the new text beside the old, in any language. Each returns a clause, empty if there is nothing to say."""

import re

from tierline.answer.elision import leaves_out
from tierline.answer.evidence import Evidence, lines_of, words
from tierline.answer.python_shape import same_but_for_docstrings
from tierline.answer.syntax import is_broken
from tierline.classify.lexical import PROSE
from tierline.classify.syntax.fragments import dedented
from tierline.task import Kind

_NEAR, _TELLING, _BRACKETS = 3, 10, 3
"""How many lines are near the selection; how many characters of them tell something; how few tell nothing."""
_TREES = 600
"""Lines of a change up to which syntax trees are compared: they take 10 µs a line."""
_CODE = re.compile(r"[(){}\[\]=;<>]")
_STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`[^`]*`")
_COMMENT = re.compile(r"(?:#|//|--|/\*)(.*)$")
_CLAIM = re.compile(r"\b(?:fix|chang|correct|replac|remov|updat|add)(?:e?d|es|ing|e|s)?\b", re.IGNORECASE)
_NAMED = re.compile(r"`(\w+)[^`]*`|\b([a-z]+(?:_[a-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+|\w+(?=\(\)))")
_SOME, _SHRUNK, _GROWN, _ROOM = 10, 0.4, 3, 30
"""Lines that are worth a comparison; the parts that look shrunk and grown, and lines that may always be added."""


def elided(found: Evidence) -> str:
    """Find a note in place of code ("rest unchanged")."""
    out = leaves_out(found.text) and not leaves_out(found.old)
    return "it leaves parts out instead of writing them" if out else ""


def unchanged(found: Evidence) -> str:
    """Find a new text that is the old one."""
    return "it changes nothing" if found.text.strip() == found.old.strip() else ""


def unchanged_though_broken(found: Evidence) -> str:
    """Find the same where something is surely wrong: an error is reported, or the code does not parse."""
    if not (sentence := unchanged(found)):
        return ""
    reported = any(d.severity == "error" for d in found.task.diagnostics)
    return sentence if reported or is_broken(found.before, found.task.language) else ""


def only_words_changed(found: Evidence) -> str:
    """Find a change of comments, documentation and layout alone."""
    return "" if unchanged(found) or changes_code(found) else "it changes only comments or layout"


def changed_beside_words(found: Evidence) -> str:
    """Find a change of code where only words were asked for."""
    return "it changes code, not only its documentation" if changes_code(found) else ""


def changes_code(found: Evidence) -> bool:
    """Return whether more than comments, documentation and layout differs; true where that can't be told."""
    if found.task.language in PROSE or max(map(len, found.changed)) > _TREES:
        return True
    old, new = found.bare
    if found.python:
        document = found.task.kind is Kind.DOCUMENT
        if (not document and _letters(old) != _letters(new)) or len(lines_of(found.text)) > _TREES:
            return True
        # A wrong hint may be what a repair is about; to document code is to write hints, too.
        return same_but_for_docstrings(*map(dedented, found.fragments), hints=not document) is not True
    strings = [_STRING.findall("\n".join(lines)) for lines in found.changed]
    return old.split() != new.split() or strings[0] != strings[1]


def _letters(code: str) -> str:
    """Return what of Python code no layout can change."""
    return re.sub(r"[\s()\\,;\"]+", "", code)


def repeats_surroundings(found: Evidence) -> str:
    """Find the lines just before or just after the selection, where they stand in the new text too."""
    come, gone = _lines(found.text), set(_lines(found.old))
    task = found.task
    before, after = _lines(task.source[: task.start])[-_NEAR:], _lines(task.source[task.end :])[:_NEAR]
    repeated = any(
        sum(map(len, near)) >= _TELLING and all(line in come and line not in gone for line in near)
        for near in (before, after)
    )
    return "it repeats code from outside the selection" if repeated else ""


def prose(found: Evidence) -> str:
    """Find words where code was: not one bracket, not one ``=`` is left."""
    if found.task.language in PROSE | {""} or not found.text.strip():
        return ""
    return "it is prose, not code" if _CODE.search(found.old) and not _CODE.search(found.text) else ""


def shrunk(found: Evidence) -> str:
    """Find a new text that is much shorter than a repair or a comment can make it."""
    old, new = len(lines_of(found.old)), len(lines_of(found.text))
    return f"it is {new} lines long, the selection {old}" if old >= _SOME and new < _SHRUNK * old else ""


def grown(found: Evidence) -> str:
    """Find a new text that is much longer than a repair or a comment can make it."""
    old, new = len(lines_of(found.old)), len(lines_of(found.text))
    return f"it is {new} lines long, the selection {old}" if new > _GROWN * old + _ROOM else ""


def claims_too_much(found: Evidence) -> str:
    """Find a comment that says what was changed, behind code that was not."""
    claims = [line.strip() for line in found.changed[1] if _CLAIM.search(line) and _COMMENT.search(line)]
    if not claims:
        return ""
    known = {line.strip() for line in found.changed[0]}
    bare = {_without_comment(line) for line in known}
    for line in claims:
        said = _COMMENT.search(line)
        code = _without_comment(line)
        if said and code and line not in known and code in bare and _CLAIM.search(said[1]):
            return "a comment of it claims a change where the code is the same"
    return ""


def named_but_untouched(found: Evidence) -> str:
    """Find names of the instruction that stand in the selection, but on no line that changed."""
    named = {first or second for first, second in _NAMED.findall(found.task.instruction)} & words(found.old)
    if not named or any(named & words(line) for lines in found.changed for line in lines):
        return ""
    return f"it does not touch {', '.join(sorted(named))}"


def _without_comment(line: str) -> str:
    return re.sub(r"\s+", "", _COMMENT.sub("", line))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if len(line.strip()) > _BRACKETS]
