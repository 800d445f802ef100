"""Code that stands in a reply without a fence."""

import re

from tierline.classify.syntax import error_count

_TALK = re.compile(r"[A-Z][^(){}\[\]=;<>#]* [^(){}\[\]=;<>#]*[.:!]")
"""A line of prose, where code is expected."""
_WRAPPER = re.compile(r"</?(?:code|pre|answer|output|response|replacement|result|selection)>", re.IGNORECASE)


_CODE = re.compile(r"[(){}\[\]=;]")
_READS_WORDS = frozenset({"", "bash", "shellscript", "sh", "zsh", "html", "php", "markdown", "sql", "css"})
"""Languages whose grammars also read sentences."""


def reads_as_code(text: str, language: str) -> bool:
    """Whether a grammar reads ``text`` without an error, and no line of it is a sentence."""
    if language in _READS_WORDS or not _CODE.search(text) or any(_is_talk(line.strip()) for line in text.splitlines()):
        return False
    return error_count(text, language) == 0


def resembles(text: str, selection: str) -> bool:
    """Whether at least half of the lines of ``text`` stand in the selection too."""
    known = {line.strip() for line in selection.splitlines() if line.strip()}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return bool(lines) and sum(line in known for line in lines) * 2 >= len(lines)


def without_talk(reply: str, selection: str) -> str:
    """Return ``reply`` without the sentences and the tags at both of its ends."""
    lines = reply.strip("\n").split("\n")
    for place in (0, -1):
        while lines and (not lines[place].strip() or _is_talk(lines[place].strip())):
            if lines[place].strip() and lines[place].strip() in selection:
                break
            lines.pop(place)
    return "\n".join(lines)


def _is_talk(line: str) -> bool:
    return bool(_TALK.fullmatch(line) or _WRAPPER.fullmatch(line))
