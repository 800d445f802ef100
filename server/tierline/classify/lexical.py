"""What can be counted in code without a grammar, by patterns: the fallback of ``classify.syntax``.

Comments and strings are blanked first, for what is said in words is no decision point. One scan by a regular
expression a comment style: an apostrophe that opens no string (a Rust lifetime) may blank a few characters too
many, which moves a count by little.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

_STRINGS = (
    r"[rRbBuUfF]{0,2}(?:\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*''')"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"
)
_HASH = r"(?<![^\s;{(])#[^\n]*"
_SLASHES = r"//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?"
_DASHES = r"--[^\n]*"
_MARKUP = r"<!--(?:[^-]|-(?!->))*(?:-->)?"

_COMMENTS = {
    **dict.fromkeys(
        (
            "python",
            "ruby",
            "shellscript",
            "perl",
            "r",
            "yaml",
            "toml",
            "makefile",
            "dockerfile",
            "elixir",
            "julia",
            "powershell",
            "coffeescript",
            "nix",
            "terraform",
        ),
        _HASH,
    ),
    **dict.fromkeys(("lua", "haskell", "elm"), _DASHES),
    "sql": f"{_DASHES}|{_SLASHES}",
    "php": f"{_SLASHES}|{_HASH}",
    **dict.fromkeys(("html", "xml", "vue", "svelte"), f"{_MARKUP}|{_SLASHES}"),
    "": f"{_SLASHES}|{_HASH}",
}
"""LSP language id → pattern of its comments; languages that are not here write ``//`` and ``/* */``."""

PROSE = frozenset({"markdown", "plaintext", "restructuredtext", "latex", "git-commit", "csv", "log"})
"""Languages whose words are no code at all."""


class Lexed(NamedTuple):
    """Code with comments and strings blanked, line for line, and how many comments there were."""

    code: str
    comments: int


def without_words(code: str, language: str) -> Lexed:
    """Blank the comments and strings in ``code``; prose is blanked whole, but for its lines."""
    if language in PROSE:
        return Lexed(re.sub(r"\S+", "_", code), 0)
    comments = 0

    def blank(found: "re.Match[str]") -> str:
        nonlocal comments
        if found.lastgroup == "comment":
            comments += 1
            return "\n" * found[0].count("\n")
        # A string is still a value; one that stands alone, a docstring, is words like a comment.
        lines = found[0].count("\n")
        return '""' + "\n" * lines if lines == 0 else "\n" * lines

    return Lexed(_pattern(language).sub(blank, code), comments)


@cache
def _pattern(language: str) -> "re.Pattern[str]":
    return re.compile(f"(?P<comment>{_COMMENTS.get(language, _SLASHES)})|(?P<string>{_STRINGS})", re.DOTALL)


_BRANCH = re.compile(
    r"\b(?:if|elif|elsif|else\s+if|unless|switch|match|case|when|except|catch|rescue)\b|\?[^:\n?]{1,80}:|&&|\|\|"
)
_LOOP = re.compile(r"\b(?:for|foreach|while|until|loop)\b")
_CONTROL = re.compile(r"\b(?:if|unless|switch|match|case|when|for|foreach|while|until|loop|try)\b")
_DEFINITION = re.compile(
    r"\b(?:def|func|fn|function|class|struct|interface|trait|impl|enum|module|sub|proc)\b\s+[A-Za-z_(]"
    r"|\)\s*=>\s*[{(\w]"
)
_CALL = re.compile(r"(?!(?:if|for|while|switch|catch|return|and|or|not)\b)\b[A-Za-z_]\w*\(")
_NAME = re.compile(r"\b[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Counts by patterns; lines are lines of code, neither blank nor comment."""

    code: str
    """Without comments and strings."""
    lines: int
    indentation: int
    """Deepest level of indentation below the first line."""
    nesting: int
    """Deepest level of control flow, as the indents of the lines that begin it say."""
    branches: int
    loops: int
    nested_loops: int
    definitions: int
    calls: int
    names: int
    """Distinct words, keywords too."""
    comments: int


def outline(code: str, language: str) -> Outline:
    """Count what there is in ``code``; ``language`` is LSP's id of it."""
    bare, comments = without_words(code, language)
    lines = loops = 0
    levels, control, looping = _Levels(), _Levels(), _Levels()
    for line in bare.splitlines():
        text = line.strip()
        if not text or text == '""':
            continue
        lines += 1
        indent = indent_of(line)
        is_loop = _LOOP.search(text) is not None
        loops += is_loop
        levels.meet(indent, opens=True)
        control.meet(indent, opens=_CONTROL.search(text) is not None)
        looping.meet(indent, opens=is_loop)
    return Outline(
        code=bare,
        lines=lines,
        indentation=max(0, levels.deepest - 1),
        nesting=control.deepest,
        branches=len(_BRANCH.findall(bare)),
        loops=loops,
        nested_loops=looping.deepest,
        definitions=len(_DEFINITION.findall(bare)),
        calls=len(_CALL.findall(bare)),
        names=len(set(_NAME.findall(bare))),
        comments=comments,
    )


class _Levels:
    """The lines of one sort that stand around the current one, by their indents."""

    def __init__(self) -> None:
        self.deepest = 0
        self._indents: list[int] = []

    def meet(self, indent: int, *, opens: bool) -> None:
        while self._indents and indent <= self._indents[-1]:
            self._indents.pop()
        if opens:
            self._indents.append(indent)
            self.deepest = max(self.deepest, len(self._indents))


def indentation(code: str) -> int:
    """Return the deepest level of indentation below the first line, of all lines that are not blank."""
    levels = _Levels()
    for line in code.splitlines():
        if line and not line.isspace():
            levels.meet(indent_of(line), opens=True)
    return max(0, levels.deepest - 1)


def indent_of(line: str) -> int:
    """Return the columns before the first character that is no space; a tab goes to the next multiple of 4."""
    margin = line[: len(line) - len(line.lstrip())]
    return len(margin.expandtabs(4)) if "\t" in margin else len(margin)
