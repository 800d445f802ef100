"""Whether the answer still reads as code where the selection did."""

import re
from enum import Enum, auto

from tierline.answer.python_code import table_of, wrongly_indented
from tierline.classify.syntax import error_count
from tierline.classify.syntax.fragments import dedented, readings

_PAIRS = {")": "(", "]": "[", "}": "{"}
_UNTOLD = frozenset(
    {"", "plaintext", "markdown", "restructuredtext", "latex", "tex", "shellscript", "bash", "sh", "zsh"}
)
"""Languages whose brackets need no partner."""

_READ = 3_000
"""Lines up to which a document is read for a text that reads well alone: both together take 3 µs a line."""

_COMMENTS = r"/\*.*?\*/|//[^\n]*|#[^\n]*|--[^\n]*"
_STRINGS = r'"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`'
_NO_CODE = tuple(
    re.compile(f"{_STRINGS}|{quoted}|{_COMMENTS}", re.DOTALL)
    for quoted in (r"'(?:\\.|[^'\\\n])*'", r"'(?:\\.|[^'\\])'")
)
"""Comments and strings of many languages, of none exactly: where a quote holds a string, and where a character."""


class Syntax(Enum):
    """How the answer's syntax compares with the selection's."""

    FINE = auto()
    """No worse than before, as far as that can be told."""
    STILL_BROKEN = auto()
    """It did not parse before, and does not now."""
    DOUBTFUL = auto()
    """A parser objects that is not always right."""
    BROKEN = auto()
    """It did parse before, and surely does not now."""


def is_broken(code: str, language: str) -> bool:
    """Return whether ``code`` surely does not parse, as a whole or as a fragment; false where that can't be told."""
    if language != "python":
        return False
    return table_of(code) is None and not _fragment_parses(code) and _surely_broken(code, dedented(code))


def python_syntax(old: str, new: str, after: str, *, parsed_before: bool) -> Syntax:
    """Compare Python, where the document with the answer in it, ``after``, does not parse.

    It is read by the interpreter's own parser, and by the grammar, which also knows other versions of the language:
    where only the first objects, it is a doubt. ``old`` and ``new`` are the texts alone; ``parsed_before`` is
    whether the document did parse.
    """
    if parsed_before:
        return Syntax.BROKEN if _surely_broken(new, after) else Syntax.DOUBTFUL
    if _fragment_parses(new):
        return Syntax.FINE
    if _fragment_parses(old):
        return Syntax.BROKEN if _surely_broken(new, dedented(new)) else Syntax.DOUBTFUL
    return Syntax.STILL_BROKEN if _surely_broken(new, dedented(new)) else Syntax.FINE


def _surely_broken(code: str, whole: str) -> bool:
    """Whether all versions of Python object; they read indentation alike, which the grammar does not mind."""
    return wrongly_indented(whole) or error_count(code, "python") != 0


def _fragment_parses(code: str) -> bool:
    return any(table_of(frame.before + text + frame.after) for frame, text in readings(dedented(code), "python"))


def syntax(old: str, new: str, before: str, after: str, language: str) -> Syntax:
    """Compare the texts alone, and the documents with them.

    Grammars don't know every dialect: where only they object, and brackets are balanced, it is a doubt; so it is where
    the text reads well alone and not in its place (a ``function`` among a class's methods). Without a grammar brackets
    are counted.
    """
    if language == "":
        return Syntax.FINE
    errors = error_count(new, language)
    if errors == 0:
        return Syntax.DOUBTFUL if _breaks_the_document(before, after, old, language) else Syntax.FINE
    unbalanced = language not in _UNTOLD and not _reads_balanced(new) and _reads_balanced(old)
    if errors is None:
        return Syntax.BROKEN if unbalanced else Syntax.FINE
    if errors <= (error_count(old, language) or 0) or not _is_worse(before, after, old, language):
        return Syntax.FINE
    return Syntax.BROKEN if unbalanced else Syntax.DOUBTFUL


def _is_worse(before: str, after: str, old: str, language: str) -> bool:
    """Whether the whole has more errors too; a selection torn out of it may be read wrongly."""
    if before == old:
        return True
    errors = error_count(before, language), error_count(after, language)
    return errors[0] is None or errors[1] is None or errors[1] > errors[0]


def _breaks_the_document(before: str, after: str, old: str, language: str) -> bool:
    """Whether the document surely reads worse than before; where it is all that is selected nothing is asked twice."""
    if before == old or max(before.count("\n"), after.count("\n")) > _READ:
        return False
    errors = error_count(before, language), error_count(after, language)
    return errors[0] is not None and errors[1] is not None and errors[1] > errors[0]


def _reads_balanced(code: str) -> bool:
    return _balanced(code) or any(_balanced(pattern.sub(" ", code)) for pattern in _NO_CODE)


def _balanced(code: str) -> bool:
    opened: list[str] = []
    for character in code:
        if character in _PAIRS.values():
            opened.append(character)
        elif character in _PAIRS and (not opened or opened.pop() != _PAIRS[character]):
            return False
    return not opened
