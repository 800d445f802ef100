"""Whether code leaves parts of itself out ("rest unchanged") instead of writing them."""

import re

_COMMENT = r"(?:^[ \t]*[*;%]+|#|//|/\*|--|<!--)[ \t\[(]*"
_END = r"(?:[ \t)\]]|\*/|-->)*$"
_DOTS = r"(?:\.{3}|…)"
_LEFT = r"(?:the )?(?:existing|rest|remaining|remainder|other|same|unchanged|previous|omitted|as before)\b"
_OLD = r"(?:the |your )?(?:existing|previous|original|unchanged)"
_PARTS = r"(?:code|file|function|class|method|implementation|body|module|script|program|component|logic)(?:s|es)?"
_STAYS = r"(?:(?:is|are|stays?|remains?|here)[ ]+)?(?:unchanged|the same|as before|as is|omitted|here)\b"

_ELISION = re.compile(
    "|".join(
        (
            # Spread operators (`...rest`) and placeholders (`...`) are code: dots count in comments,
            # and before words that stand apart from them on a line of their own.
            rf"{_COMMENT}{_DOTS}[ \t]*{_LEFT}",
            rf"^[ \t]*{_DOTS}[ \t]+\(?{_LEFT}",
            rf"^[ \t]*(?:#|//|/\*|--|<!--)[ \t\[(]*{_DOTS}{_END}",
            rf"{_COMMENT}(?:the )?(?:rest|remainder)[ ]+{_STAYS}",
            rf"{_COMMENT}(?:the )?(?:rest|remainder) of (?:the |your |this )?{_PARTS}\b",
            rf"{_COMMENT}(?:the )?(?:remaining|other) {_PARTS}[ ]+{_STAYS}",
            rf"{_COMMENT}{_OLD} {_PARTS}(?:{_END}|[ ]*{_DOTS}|[ ]+{_STAYS})",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)


_HINTS = ("...", "…", "rest", "remain", "other", "existing", "previous", "original", "unchanged")
"""One of them stands in each elision, and in few lines."""


def leaves_out(code: str) -> bool:
    """Whether a comment, or a line of its own, stands in for code that is not written."""
    return any(_ELISION.search(line) for line in code.splitlines() if any(hint in line.lower() for hint in _HINTS))
