"""The terminal: what may be printed on it, in which colours and how wide. A pipe gets plain text."""

import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from tierline.task import Tier

PIPE_WIDTH = 120
"""Columns of what nobody's screen bounds."""

TIER_STYLE = {"minimum": "bold green", "default": "bold cyan", "maximum": "bold magenta"}

_KEPT = "\n\t"
_REORDERING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HARMFUL = {
    code: "\N{REPLACEMENT CHARACTER}"
    for code in (*range(0x20), *range(0x7F, 0xA0), *map(ord, _REORDERING))
    if chr(code) not in _KEPT
}


def console(*, to_stderr: bool = False) -> "Console":
    """Return a terminal that takes text as it is: what is in it is never read as markup."""
    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            # rich would leave with a status of its own.
            raise BrokenPipeError

    out = Terminal(stderr=to_stderr, highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        out.width = PIPE_WIDTH
    return out


def safe(text: str) -> str:
    """Return foreign text without what would command a terminal or show its words in another order."""
    return text.replace("\r\n", "\n").translate(_HARMFUL)


def fitted(text: str) -> str:
    """Return foreign text harmless and wrapped between words, for standard error if that is a terminal."""
    if not sys.stderr.isatty():
        return text
    from shutil import get_terminal_size

    width = get_terminal_size().columns
    return textwrap.fill(safe(text), width, break_on_hyphens=False, break_long_words=False)


def print_lines(lines: Iterable["Text | str"], *, to_stderr: bool = False) -> None:
    """Print lines, wrapped between words on a terminal and not at all elsewhere."""
    out = console(to_stderr=to_stderr)
    for line in lines:
        out.print(line, soft_wrap=not out.is_terminal)


def print_foreign(text: str) -> None:
    """Print an answer on standard output: to the letter where it is data, harmless where it is a terminal."""
    whole = text if text.endswith("\n") else f"{text}\n"
    sys.stdout.write(safe(whole) if sys.stdout.isatty() else whole)
    sys.stdout.flush()


def print_diff(diff: str) -> None:
    """Print a unified diff on standard output, to the letter in a pipe so that ``patch`` can take it."""
    if not sys.stdout.isatty():
        print_foreign(diff)
        return
    from rich.text import Text

    styles = {"+": "green", "-": "red", "@": "cyan"}
    lines = safe(diff).splitlines()
    out = console()
    for number, line in enumerate(lines):
        # Not wrapped, so that what is copied from the screen is what stood in the diff.
        out.print(Text(line, "bold" if number <= 1 else styles.get(line[:1], "")), soft_wrap=True)


def tier_text(tier: "Tier", name: str = "") -> "Text":
    """Return a tier's name, or ``name``, as it stands out."""
    from rich.text import Text

    return Text(name or tier.value, TIER_STYLE[tier.value])
