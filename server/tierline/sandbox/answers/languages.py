"""What the sandbox knows of languages: how they comment, and how they write a function."""

import re
from dataclasses import dataclass

FUNCTION_WORDS = r"(?:function|func|fn|def|fun|sub|proc|defp|method)"
NAMED_FUNCTION = re.compile(rf"\b{FUNCTION_WORDS}\s+(?:\([^)\n]*\)\s*)?(?P<name>[A-Za-z_]\w*[!?]?)", re.ASCII)
ARROW_FUNCTION = re.compile(
    r"\b(?:const|let|var)\s+(?P<name>[A-Za-z_$][\w$]*)\s*=\s*(?:async\s*)?(?:\([^)\n]*\)|\w+)\s*=>"
)
C_FUNCTION = re.compile(
    r"^[ \t]*(?:[\w<>\[\],:*&]+[ \t]+)+[*&]*(?P<name>[A-Za-z_]\w*)[ \t]*\([^;\n]*\)[^;\n]*\{", re.MULTILINE
)
TYPE = re.compile(r"\b(?:class|struct|interface|trait|enum|impl|module)\s+(?P<name>[A-Z]\w*)")
LOOP = re.compile(r"\b(?:for|foreach|while|loop|until)\b")
BRANCH = re.compile(r"\b(?:if|elif|elsif|switch|match|case|when|unless)\b")
THROW = re.compile(r"\b(?:throw|raise|panic!?)\b(?:\s+new)?\s*\(?\s*(?P<name>[A-Za-z_][\w.:]*)?")
CALL = re.compile(r"(?P<name>[A-Za-z_$][\w$.]*)\s*\(")
NOT_CALLED = frozenset(
    {
        *("if", "for", "while", "switch", "match", "return", "catch", "case", "elif", "until", "unless", "when"),
        *("function", "func", "fn", "def", "fun", "sub", "sizeof"),
    }
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a language writes a comment. Without ``start`` it has none."""

    start: str
    end: str = ""
    doc_start: str = ""
    """Where a doc comment begins otherwise."""
    doc_end: str = ""

    def comment(self, text: str) -> str:
        """Return one line of comment."""
        safe = text.replace(self.end, "") if self.end else text
        return f"{self.start} {safe}{' ' + self.end if self.end else ''}"

    def doc_comment(self, text: str) -> str:
        """Return one line of doc comment; an ordinary one where the language has none."""
        return (
            f"{self.doc_start} {text}{' ' + self.doc_end if self.doc_end else ''}"
            if self.doc_start
            else self.comment(text)
        )


SLASHES = Style("//", "", "/**", "*/")
HASH = Style("#")
NONE = Style("")

_STYLES: tuple[tuple[str, Style], ...] = (
    ("c cpp c++ h hpp csharp cs java javascript js jsx javascriptreact typescript ts tsx typescriptreact", SLASHES),
    ("kotlin kt scala swift dart groovy php objective-c objc solidity proto jsonc json5", SLASHES),
    ("go golang zig v", Style("//")),
    ("rust rs", Style("//", "", "///")),
    (
        "python py python3 ruby rb shellscript shell sh bash zsh fish perl pl r yaml yml toml dockerfile makefile make",
        HASH,
    ),
    ("elixir ex nim julia jl cmake graphql gitignore ini conf properties powershell ps1 tcl coffeescript", HASH),
    ("lua", Style("--", "", "---")),
    ("sql haskell hs elm ada vhdl applescript", Style("--")),
    ("css less", Style("/*", "*/")),
    ("scss sass", SLASHES),
    ("html xml svg vue svelte markdown md", Style("<!--", "-->")),
    ("clojure clj lisp scheme elisp emacs-lisp racket asm", Style(";;")),
    ("erlang prolog matlab latex tex", Style("%")),
    ("ocaml fsharp fs", Style("(*", "*)")),
    ("vim viml", Style('"')),
    ("json csv plaintext text txt diff", NONE),
)
STYLES = {name: style for names, style in _STYLES for name in names.split()}


def style_of(language: str) -> Style:
    """Return how a language comments. Where unknown: not at all, for a wrong comment would break the code."""
    return STYLES.get(language, NONE)


def function_names(code: str) -> list[str]:
    """Return the functions that a piece of code in any language seems to define, in order, each once."""
    found = [
        (match.start("name"), match["name"])
        for pattern in (NAMED_FUNCTION, ARROW_FUNCTION, C_FUNCTION)
        for match in pattern.finditer(code)
    ]
    return list(dict.fromkeys(name for _, name in sorted(found) if name not in NOT_CALLED))


def called_names(code: str) -> list[str]:
    """Return what seems to be called, in order, each once, without what is defined there."""
    defined = set(function_names(code))
    names = dict.fromkeys(match["name"] for match in CALL.finditer(code))
    return [name for name in names if name not in NOT_CALLED and name not in defined]
