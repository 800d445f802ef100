"""Checks of the new code: syntax, names, definitions. Each returns a clause, empty if there is nothing to say."""

import re
from collections.abc import Iterable

from tierline.answer.evidence import Evidence, lines_of, words
from tierline.answer.python_lint import oddities
from tierline.answer.python_names import IMPORTABLE, missing_members
from tierline.answer.syntax import Syntax
from tierline.classify.syntax.fragments import dedented

_READ = 800
"""Lines up to which code is read for oddities: it takes 20 µs a line."""
_PYTHON_PARAMETERS = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(([^()]*)\)", re.MULTILINE)
_STATEMENT = re.compile(r"^(?!(?:async|class|def|from|import)\b)[^\W\d]\w*", re.MULTILINE)
_RUN = re.compile(r"^(?:[A-Za-z_]\w*[ \t]*=[ \t]*)?[A-Za-z_][\w.]*\(", re.MULTILINE)


def no_longer_parses(found: Evidence) -> str:
    """Find code that did parse and surely does not any more."""
    return "it no longer parses" if found.syntax is Syntax.BROKEN else ""


def may_not_parse(found: Evidence) -> str:
    """Find code that a parser objects to which is not always right."""
    return "it seems to have a syntax error" if found.syntax is Syntax.DOUBTFUL else ""


def still_does_not_parse(found: Evidence) -> str:
    """Find code that did not parse, and still does not."""
    return "it still does not parse" if found.syntax is Syntax.STILL_BROKEN else ""


def drops_from_file(found: Evidence) -> str:
    """Find functions and classes that are gone from the outermost level of the selection."""
    return _drops(name for name, outermost in found.lost.items() if outermost)


def drops_from_within(found: Evidence) -> str:
    """Find methods and inner functions that are gone."""
    return _drops(name for name, outermost in found.lost.items() if not outermost)


def _drops(names: Iterable[str]) -> str:
    lost = sorted(names)
    return f"it drops {', '.join(lost)}" if lost else ""


def other_parameters(found: Evidence) -> str:
    """Find functions whose parameters have other names or another order."""
    if not found.python:
        return ""
    old, new = ({name: _parameters(rest) for name, rest in _PYTHON_PARAMETERS.findall(t)} for t in found.fragments)
    other = sorted(name for name, parameters in old.items() if new.get(name, parameters) != parameters)
    return f"{', '.join(other)} takes other parameters" if other else ""


def _parameters(text: str) -> list[str]:
    return [re.split(r"[:=]", parameter)[0].strip() for parameter in text.split(",") if parameter.strip()]


def no_longer_bound(found: Evidence) -> str:
    """Find names that are still used, though their import or their definition is gone."""
    unknown = found.names_after.undefined if found.names_after else None
    gone = unknown & found.names_before.bound if unknown and found.names_before else ()
    return f"it uses {', '.join(sorted(gone))}, which it no longer defines" if gone else ""


def undefined(found: Evidence) -> str:
    """Find new names that nothing defines and no well-known module has."""
    asked = words(found.task.instruction)
    new = {name for name in _unknown(found) - IMPORTABLE - asked if name not in found.words_before}
    return f"it uses {', '.join(sorted(new))}, which nothing defines" if new else ""


def left_undefined(found: Evidence) -> str:
    """Find names that nothing defines, and that a repair leaves as they are.

    A class may come from where the file does not show it; so may a name that stands outside the selection too.
    """
    task = found.task
    unknown = _unknown(found) - IMPORTABLE
    if not unknown:
        return ""
    old = unknown - words(task.source[: task.start]) - words(task.source[task.end :])
    left = {name for name in old if name in found.words_before and not name[0].isupper()}
    return f"it leaves {', '.join(sorted(left))}, which nothing defines" if left else ""


def not_imported(found: Evidence) -> str:
    """Find new names of well-known modules without their import."""
    new = {name for name in _unknown(found) & IMPORTABLE if name not in found.words_before}
    return f"it uses {', '.join(sorted(new))} without an import" if new else ""


def _unknown(found: Evidence) -> frozenset[str]:
    """Return undefined names of the new text.

    None in a notebook's cell, nor in a piece of a script: what they use is defined elsewhere.
    """
    after = found.names_after
    if not found.python or after is None or not after.undefined or found.task.path.endswith(".ipynb"):
        return frozenset()
    if (found.names_before or after).torn_out:
        return frozenset()
    return after.undefined & words(found.text)


def missing_member(found: Evidence) -> str:
    """Find new reads of ``self`` where the class has no such member."""
    return _misses({name for name in _missing(found) if name not in found.words_before})


def member_left_missing(found: Evidence) -> str:
    """Find such reads where a repair leaves one; several are the habit of classes made to be mixed into others."""
    missing = _missing(found)
    return _misses(missing) if len(missing) == 1 else ""


def _missing(found: Evidence) -> frozenset[str]:
    missing = missing_members(found.after) if found.python and found.short else frozenset[str]()
    # Only as a whole do they tell a mixin; only in the new text are they the answer's concern.
    return missing if missing & words(found.text) else frozenset()


def _misses(names: Iterable[str]) -> str:
    missing = sorted(names)
    return f"it uses self.{', self.'.join(missing)}, which the class does not have" if missing else ""


def runs_on_import(found: Evidence) -> str:
    """Find calls at module level where there were only definitions and imports."""
    if not found.python or _STATEMENT.search(found.bare[0]) or _STATEMENT.search(found.old):
        return ""
    runs = _RUN.search("\n".join(found.changed[1]))
    return "it adds code that runs on import" if runs else ""


def odd(found: Evidence) -> str:
    """Find patterns that are hardly meant, where the selection had fewer of them."""
    if not found.python or len(lines_of(found.text)) > _READ:
        return ""
    old, new = map(dedented, found.fragments)
    odd_now = oddities(new)
    more = list(odd_now - oddities(old)) if odd_now else []
    return more[0] if more else ""
