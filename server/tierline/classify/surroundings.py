"""What stands around a selection in its file; the file is looked at in two windows, whatever its size."""

import re
from dataclasses import dataclass

from tierline.classify.lexical import PROSE, indent_of

_TOP = 6_000
"""Code points at the beginning of a file, where its imports stand."""
_AROUND = 20_000
"""Code points before and behind the selection in which the enclosing symbol is looked for."""
_LONGEST_LINE = 300
_HEAD_ENDS = "{)]"
"""How a line begins that belongs to the head of a definition above it."""
_COUNTED = 200_000
"""Code points whose line ends are counted; the lines of a longer file are reckoned from them."""

_IMPORT = re.compile(
    r"^[ \t]*(?:import\b|from[ \t]+\S+[ \t]+import\b|#[ \t]*include\b|using\b(?![ \t]*\()|use[ \t]+[\w\\:{]"
    r"|require(?:_\w+)?\b|(?:local|const|let|var)\b[^\n=]{1,80}=[ \t]*require\b|extern[ \t]+crate\b|@import\b)",
    re.MULTILINE,
)
_DEFINITION = re.compile(
    r"^[ \t]*(?:(?:export|default|pub(?:\([\w ]+\))?|public|private|protected|internal|static|async|abstract|final"
    r"|sealed|override|virtual|inline|extern|unsafe|suspend|open|data|local|declare|const|partial|readonly)\s+)*"
    r"(?:(?:def|class|func|fn|function|fun|struct|interface|trait|impl|enum|module|namespace|protocol|extension|object"
    r"|record|actor|procedure|sub)\b[ \t*]*(?:\([^)\n]*\)[ \t]*)?(?P<word>[A-Za-z_$][\w$.]*(?:::[\w$]+)*)?"
    r"|(?:const|let|var)[ \t]+(?P<bound>[\w$]+)[^\n=]*=[ \t]*(?:async[ \t]*)?"
    r"(?:function\b|\([^)\n]*\)[^\n=]*=>|\w+[ \t]*=>)"
    r"|(?!(?:if|for|while|switch|catch|else|return|do|try|new|throw|await|with|until|elif|case)\b)"
    r"(?:[\w$<>\[\],.:~]+[ \t*&]+){0,6}(?P<called>~?[A-Za-z_$][\w$:]*)[ \t]*\([^;\n]*\)[^;\n=]*(?:\{|=>)?[ \t]*$)"
)
"""A line that begins a definition: by its keyword, bound to a closure, or a C-like head without a semicolon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Of the file around a selection."""

    lines: int
    """Lines of the file; about so many, if it is very long."""
    imports: int
    """Import statements at its beginning."""
    symbol: str
    """Name of the function or type around the selection, as its indent tells; empty if none was found."""
    symbol_lines: int
    """Lines of that symbol, within what was looked at; 0 if none was found."""
    share: float
    """The part of the file that is selected, 0..1."""


def surroundings(source: str, start: int, end: int, language: str = "") -> Surroundings:
    """Look around the selection ``source[start:end]`` (code points); ``language`` is LSP's id.

    Takes as long for any file: the beginning is searched for imports, and some pages before and behind the selection
    for the symbol that it stands in.
    """
    symbol, symbol_lines = ("", 0) if language in PROSE else _symbol(source, start, end)
    return Surroundings(
        lines=_lines(source),
        imports=len(_IMPORT.findall(source[:_TOP])),
        symbol=symbol,
        symbol_lines=symbol_lines,
        share=round((end - start) / len(source), 3) if source else 0.0,
    )


def _lines(source: str) -> int:
    counted = source.count("\n", 0, _COUNTED)
    if len(source) > _COUNTED:
        return round(counted * len(source) / _COUNTED)
    return counted + (bool(source) and not source.endswith("\n"))


def _symbol(source: str, start: int, end: int) -> tuple[str, int]:
    selected = source[source.rfind("\n", max(0, start - _AROUND), start) + 1 : min(end, start + _AROUND)]
    inner = min((indent_of(line) for line in selected.splitlines() if line.strip()), default=0)
    if not inner:
        return "", 0
    before = source[max(0, start - _AROUND) : start].splitlines()
    lines = len(selected.splitlines())
    if before and start and source[start - 1] != "\n":
        before.pop()
    for line in reversed(before):
        lines += 1
        if not line.strip() or (indent := indent_of(line)) >= inner or line.lstrip()[0] in _HEAD_ENDS:
            continue
        inner = indent
        if found := _DEFINITION.match(line[:_LONGEST_LINE]):
            name = found["word"] or found["bound"] or found["called"] or ""
            behind = source[end : end + _AROUND].splitlines()
            return name, lines + _lines_behind(behind[0 if source[end - 1 : end] == "\n" else 1 :], indent)
        if not indent:
            break
    return "", 0


def _lines_behind(behind: list[str], indent: int) -> int:
    """Count the lines until one that stands as far out as the symbol; what only closes it still belongs to it."""
    lines = 0
    for line in behind:
        if line.strip() and indent_of(line) <= indent:
            return lines + (_CLOSING.match(line) is not None)
        lines += 1
    return lines


_CLOSING = re.compile(r"\s*(?:[})\]]+[;,)]*|end)\s*$")
