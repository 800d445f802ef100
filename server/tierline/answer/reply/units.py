"""The definitions of a piece of code, as far as their first lines and their indentation show them, in any language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tierline.answer.reply.rows import lead_of

_WORDS = (
    "def|class|function|func|fun|fn|sub|struct|interface|enum|trait|impl|module|namespace|object|protocol|extension|"
    "record|procedure"
)
_NAMED = re.compile(rf"\b(?:{_WORDS})\b\*?\s+(?:\([^)]*\)\s*)?(?:self\.)?([A-Za-z_$][\w$.:]*)")
_HELD = re.compile(
    r"^(?:export\s+)?(?:default\s+)?(?:const|let|var|local)\s+([\w$]+)\s*=\s*(?:async\b|function\b|\(|\w+\s*=>)"
)
_TYPED = re.compile(r"^(?:[\w<>\[\],.&*:~@?]+\s+)*[&*]*([A-Za-z_$~][\w$:]*)\s*\([^;]*\)\s*[\w\s<>,.:&-]*\{?$")
_NO_NAMES = frozenset(
    {
        "if",
        "for",
        "while",
        "switch",
        "catch",
        "return",
        "else",
        "elif",
        "with",
        "foreach",
        "match",
        "until",
        "unless",
        "await",
        "print",
        "assert",
        "super",
        "when",
        "using",
        "lock",
        "synchronized",
        "do",
        "try",
    }
)
_ABOVE = re.compile(r"^(?:@|#\[|//|#|/\*|\*|--|\[\w)")
_CLOSERS = re.compile(r"^(?:[)\]}>]|end\b|\{)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A definition: the rows ``[first, last)``, its own comments and decorators among them."""

    name: str
    first: int
    head: int
    """The row with its name."""
    last: int


def units(rows: Sequence[str]) -> list[Unit]:
    """Return the outermost definitions, in order."""
    return list(_units(rows))


def _units(rows: Sequence[str]) -> Iterator[Unit]:
    outermost = min((len(lead_of(row)) for row in rows if row.strip()), default=0)
    at, free = 0, 0
    while at < len(rows):
        row = rows[at]
        name = name_in(row) if row.strip() and len(lead_of(row)) == outermost else ""
        if not name:
            at += 1
            continue
        last = _end(rows, at)
        # A call looks like the head of a method; only a body tells them apart.
        if last == at + 1 and not _NAMED.search(row) and not _HELD.match(row.strip()):
            at += 1
            continue
        first = at
        while first > free and _ABOVE.match(rows[first - 1].strip()):
            first -= 1
        yield Unit(name, first, at, last)
        at = free = last


def name_in(row: str) -> str:
    """Return the name that a row defines; empty if it is no head of a definition."""
    text = row.strip()
    if text.startswith(("#", "//", "*", "/*", "--")):
        return ""
    found = _NAMED.search(text) or _HELD.match(text) or _TYPED.match(text)
    return found[1] if found and found[1] not in _NO_NAMES and text.split()[0] not in _NO_NAMES else ""


def _end(rows: Sequence[str], head: int) -> int:
    """Return the row behind a definition: behind all that is deeper than its head, and what closes it."""
    depth = len(lead_of(rows[head]))
    last = head + 1
    for at in range(head + 1, len(rows)):
        row = rows[at]
        if not row.strip():
            continue
        if len(lead_of(row)) > depth or (len(lead_of(row)) == depth and _CLOSERS.match(row.strip())):
            last = at + 1
        else:
            break
    return last
