"""Code without its comments and strings: what is said in words is no decision point.

One scan by a regular expression a comment style, no parser: an apostrophe that opens no string (a Rust
lifetime) may blank a few characters too many, which moves a count by little.
"""

import re
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
