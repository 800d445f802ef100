"""The findings of a review, out of its Markdown: one list item each, in the form that the prompt asks for, or near it.

- line 12, error: `the line of code` — What is wrong. Fix: the smallest change.
"""

import re
from dataclasses import dataclass

MOST = 100
LONGEST = 2_000
"""Findings that are read, and characters of one: a model that repeats itself finds no end."""

ERROR, WARNING, INFORMATION, HINT = 1, 2, 3, 4
"""LSP's numbers."""

_SEVERITIES = {
    "error|critical|blocker|severe|fatal|bug|high|security": ERROR,
    "warning|warn|major|medium|moderate": WARNING,
    "information|info|minor|note|low|suggestion": INFORMATION,
    "hint|nit|nitpick|style|trivial|cosmetic": HINT,
}
_WORDS = {word: severity for words, severity in _SEVERITIES.items() for word in words.split("|")}

_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?P<said>\S.*)$")
_PLACE = re.compile(
    r"\W*(?:(?:at|on|in)\s+)?(?:lines?\s*:?\s*|l(?:n\.?)?\s*)?(?P<first>\d{1,7})(?:\s*(?:[-\u2013\u2014]|to|\.\.|:)\s*L?(?P<last>\d{1,7}))?\b",
    re.IGNORECASE,
)
_SEVERITY = re.compile(rf"[^\w`]*(?P<word>{'|'.join(_WORDS)})\b[^\w`]*", re.IGNORECASE)
_QUOTE = re.compile(r"[\s:\u2013\u2014-]*(?P<ticks>`+)(?P<code>.+?)(?P=ticks)(?!`)")
_FIX = re.compile(
    r"(?:^|(?<=[.!?:;)`\s]))[*_]*(?:suggested )?(?:fix|suggestion|remedy|solution)[*_]*\s*:[*_]*\s*", re.IGNORECASE
)
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One finding as it was written."""

    first: int
    last: int
    """Lines of the file, from 1, the last included; both 0 where none is named."""
    severity: int
    """LSP's: error 1, warning 2, information 3, hint 4."""
    quote: str
    """The code that it is about; empty where none is quoted."""
    message: str
    fix: str
    """What would mend it, in words; empty where nothing is said."""


def remarks(reply: str) -> tuple[Remark, ...]:
    """Return the findings of a review, in their order; none where it has no list of the form."""
    found = (_remark(item) for item in _items(reply))
    return tuple(remark for remark in found if remark is not None)[:MOST]


def _items(reply: str) -> list[str]:
    """Return the outermost list items, each with the lines that belong to it, without code blocks."""
    items: list[str] = []
    depth = 0
    fenced = within = parted = False
    for line in reply.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        if fenced or _FENCE.match(line):
            continue
        begun, indent = _ITEM.match(line), len(line) - len(line.lstrip())
        if begun and (not items or indent <= depth + 1):
            depth, within = indent if not items else min(depth, indent), True
            items.append(begun["said"].strip())
        elif not line.strip():
            parted = True
            continue
        elif within and (indent > depth or not parted):
            items[-1] += f" {begun['said'] if begun else line.strip()}"
        else:
            within = False
        parted = False
    return items


def _remark(item: str) -> Remark | None:
    rest = item[:LONGEST]
    severity, first, last, quote = 0, 0, 0, ""
    # Any order of the three; each but the message may be missing.
    for _ in range(3):
        if not first and (place := _PLACE.match(rest)):
            first, last = int(place["first"]), int(place["last"] or place["first"])
            rest = rest[place.end() :]
        if not severity and (word := _SEVERITY.match(rest)):
            severity = _WORDS[word["word"].lower()]
            rest = rest[word.end() :]
        if not quote and (code := _QUOTE.match(rest)):
            quote, rest = code["code"].strip(), rest[code.end() :]
    if not (first or severity):
        return None
    message, fix = _parted(rest)
    if not message and not fix:
        return None
    return Remark(
        first=min(first, last),
        last=max(first, last),
        severity=severity or WARNING,
        quote=quote,
        message=message or fix,
        fix=fix,
    )


def _parted(text: str) -> tuple[str, str]:
    found = _FIX.search(text)
    message, fix = (text[: found.start()], text[found.end() :]) if found else (text, "")
    return _clean(message), _clean(fix)


def _clean(text: str) -> str:
    return " ".join(text.strip(" \t*_:;,\u2013\u2014-|)]").rstrip(".").split())
