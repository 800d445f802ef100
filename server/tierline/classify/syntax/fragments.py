"""What a selection is torn out of: text that makes a whole of it for a parser."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Frame(NamedTuple):
    """Text before and after a fragment; ``opening`` is how a fragment begins that surely stands in it."""

    before: str
    after: str
    opening: re.Pattern[str] | None = None


def _opening(words: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{words})")


_ELSE = _opening(r"\}?\s*else\b(?!\s*=>)")
_CATCH = _opening(r"\}?\s*(?:catch|finally)\b")
_CASE = _opening(r"case\b|default\s*:")

_C = (
    Frame("void f() { if (x) {", "}}", _opening(r"\}\s*else\b")),
    Frame("void f() { if (x) {} ", "}", _opening(r"else\b")),
    Frame("void f() { switch (x) {", "}}", _CASE),
    Frame("void f() {", "}"),
)
_CPP = (
    Frame("void f() { try {", "}", _opening(r"\}\s*catch\b")),
    *_C,
    Frame("class A {", "};"),
)
_CLASSES = (
    Frame("class A { void f() { if (x) {", "}}", _opening(r"\}\s*else\b")),
    Frame("class A { void f() { if (x) {} ", "}}", _opening(r"else\b")),
    Frame("class A { void f() { try {", "}}", _opening(r"\}\s*(?:catch|finally)\b")),
    Frame("class A { void f() { try {} ", "}}", _opening(r"(?:catch|finally)\b")),
    Frame("class A { void f() { switch (x) {", "}}}", _CASE),
    Frame("class A {", "}"),
    Frame("class A { void f() {", "}}"),
)
_SCRIPT = (
    Frame("if (x) {", "", _opening(r"\}\s*else\b")),
    Frame("if (x) {} ", "", _opening(r"else\b")),
    Frame("try {", "", _opening(r"\}\s*(?:catch|finally)\b")),
    Frame("try {} ", "", _opening(r"(?:catch|finally)\b")),
    Frame("switch (x) {", "}", _CASE),
)
_JAVASCRIPT = (*_SCRIPT, Frame("class A {", "}"), Frame("x = {", "}"), Frame("async function* f() {", "}"))

FRAMES: dict[str, tuple[Frame, ...]] = {
    "python": (
        Frame("if x:\n    pass\n", "", _opening(r"(?:elif|else)\b")),
        Frame("try:\n    pass\n", "", _opening(r"(?:except|finally)\b")),
        Frame("match x:\n", "", _opening(r"case\b[^\n]*:")),
    ),
    "javascript": _JAVASCRIPT,
    "typescript": (*_JAVASCRIPT, Frame("interface A {", "}")),
    "tsx": (*_JAVASCRIPT, Frame("interface A {", "}")),
    "go": (
        Frame("func f() { if x {", "}", _opening(r"\}\s*else\b")),
        Frame("func f() { switch x {\n", "}}", _opening(r"case\b|default\s*:")),
        Frame("func f() {\n", "\n}"),
        Frame("type A struct {\n", "\n}"),
    ),
    "rust": (
        Frame("fn f() { if x {", "}", _opening(r"\}\s*else\b")),
        Frame("fn f() { if x {} ", "}", _opening(r"else\b")),
        Frame("impl A {", "}"),
        Frame("fn f() { match x {", "}}"),
        Frame("struct A {", "}"),
    ),
    "java": _CLASSES,
    "c": _C,
    "cpp": _CPP,
    "csharp": _CLASSES,
    "ruby": (
        Frame("if x\n", "\nend", _opening(r"(?:elsif|else)\b")),
        Frame("begin\n", "\nend", _opening(r"(?:rescue|ensure)\b")),
        Frame("case x\n", "\nend", _opening(r"when\b")),
        Frame("case x\n", "\nend", _opening(r"in\b")),
    ),
    "php": (*_SCRIPT, Frame("if ($x) {} ", "", _opening("elseif")), Frame("class A {", "}"), Frame("$x = [", "];")),
    "lua": (Frame("if x then\n", "\nend", _opening(r"(?:elseif|else)\b")), Frame("x = {", "}")),
    "kotlin": (*_SCRIPT[:4], Frame("fun f() { when (x) {", "}}"), Frame("class A {", "}")),
    "swift": (
        Frame("if x {", "", _opening(r"\}\s*else\b")),
        Frame("do {", "", _opening(r"\}\s*catch\b")),
        Frame("switch x {\n", "\n}", _opening(r"case\b|default\s*:")),
        Frame("class A {\n", "\n}"),
    ),
    "sql": (),
    "bash": (
        Frame("if x; then\n:\n", "\nfi", _opening(r"(?:elif|else)\b")),
        Frame("case x in\n", "\nesac"),
    ),
    "css": (Frame("a {", "}"),),
    "html": (),
}
"""Grammar → the frames that its fragments may need."""
FRAMES["php-only"] = FRAMES["php"]

_INDENT = re.compile(r"^[ \t]*(?=\S)", re.MULTILINE)
WHOLE = Frame("", "")


def readings(code: str, grammar: str) -> Iterator[tuple[Frame, str]]:
    """Yield the ways to read ``code``, the likeliest first: the frame and the text to stand in it.

    A beginning that can't stand alone (``else``, ``case``, ``except``) names its frame; then the code as it
    is, then the frames that can't be told by the beginning. In Python the code is also read with its first
    line moved in to where the others stand, as a selection that begins after its indent needs it.
    """
    frames = FRAMES.get(grammar, ())
    if grammar == "python":
        code = dedented(code)
    for frame in frames:
        if frame.opening is not None and frame.opening.match(code):
            yield frame, _indented(code) if frame.before.startswith("match") else code
    yield WHOLE, code
    if grammar == "python" and (moved := _first_line_moved_in(code)):
        yield WHOLE, moved
    for frame in frames:
        if frame.opening is None:
            yield frame, code


def dedented(code: str) -> str:
    """Take away the indent that all lines share."""
    indents = _INDENT.findall(code)
    if not indents or not (shared := min(indents, key=len)):
        return code
    return re.sub(f"^{shared}", "", code, flags=re.MULTILINE)


def _first_line_moved_in(code: str) -> str:
    first, _, rest = code.partition("\n")
    indents = _INDENT.findall(rest)
    if first[:1].isspace() or not indents or not (shared := min(indents, key=len)):
        return ""
    return dedented(f"{shared}{first}\n{rest}")


def _indented(code: str) -> str:
    return re.sub(r"^(?=[^\n])", " ", code, flags=re.MULTILINE)
