"""Free a reply of what no editor would write: marks, invisible characters, entities, numbers of lines."""

import html
import re
from itertools import pairwise

_LINE_END = re.compile(r"\r\n|\r|\n")
_INVISIBLE = "\ufeff\u200b\u2060"
"""Byte order mark, zero width space, word joiner. Joiners that scripts and emoji need are not among them."""
_BLANKS = re.compile(r"^[ \t]*[\u00a0\u202f\u2007][ \t\u00a0\u202f\u2007]*", re.MULTILINE)
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|#39|#x27|nbsp);")
_RAW = re.compile(r"[<>]|&(?!(?:lt|gt|amp|quot|apos|#39|#x27|nbsp);)")
_NUMBERED = re.compile(r"^[ \t]*(\d+)(?:[ \t]?[|│:→]|\t)[ \t]?")
_AT_LEAST = 2
"""Numbered lines that are no chance."""
_MARKUP = frozenset({"html", "xml", "xhtml", "svg", "vue", "svelte", "markdown", "php", "jsx", "javascriptreact"})


def lines_with_lf(text: str) -> str:
    """Return ``text`` with LF for each line end."""
    return _LINE_END.sub("\n", text)


def cleaned(reply: str, source: str) -> str:
    """Return a reply with LF, and without invisible characters that ``source`` has none of."""
    text = lines_with_lf(reply.removeprefix("\ufeff"))
    for mark in _INVISIBLE:
        if mark not in source:
            text = text.replace(mark, "")
    if "\u00a0" not in source:
        text = _BLANKS.sub(lambda found: " " * len(found[0]), text)
    return text


def as_code(block: str, selection: str, language: str) -> str:
    """Return a block as code: without the numbers of its lines, and with characters in place of entities."""
    return _unescaped(_unnumbered(block, selection), selection, language)


def _unnumbered(block: str, selection: str) -> str:
    numbered = [_NUMBERED.match(line) for line in block.split("\n") if line.strip()]
    found = [match for match in numbered if match]
    if len(found) < _AT_LEAST or len(found) < len(numbered) or any(map(_NUMBERED.match, selection.splitlines())):
        return block
    numbers = [int(match[1]) for match in found]
    if any(after <= before for before, after in pairwise(numbers)):
        return block
    return "\n".join(_NUMBERED.sub("", line, count=1) for line in block.split("\n"))


def _unescaped(block: str, selection: str, language: str) -> str:
    if language in _MARKUP or _ENTITY.search(selection) or not _ENTITY.search(block) or _RAW.search(block):
        return block
    return html.unescape(block)
