"""What goes along with a selection: pieces of text, each with its tokens, and what was left out."""

import re
from dataclasses import dataclass

from tierline.prompt.tokens import count

LEFT_OUT = "[… lines left out …]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that is sent. ``text`` is what stands in the message for it."""

    name: str
    text: str

    @property
    def tokens(self) -> int:
        """About how many tokens it is, with the empty line behind it."""
        return count(f"{self.text}\n\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What goes along, in the order in which it is told, and a clause for each thing that did not fit or may not go."""

    pieces: tuple[Piece, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """About how many tokens all of it is."""
        return sum(piece.tokens for piece in self.pieces)


def one_line(text: str) -> str:
    """Keep what the project says (a file's name, a diagnostic) from posing as a line of ours."""
    return _printable(" ".join(text.split()))


def fenced(code: str, language: str) -> str:
    """Return ``code`` as data: in a fence that is longer than any within it."""
    # Hardly any code has one, and to look for a character is quicker than an expression.
    longest = max(map(len, re.findall(r"`+", code))) if "`" in code else 0
    fence = "`" * max(3, longest + 1)
    return f"{fence}{one_line(language).replace('`', '')}\n{code}{'' if code.endswith(chr(10)) else chr(10)}{fence}"


def quoted(text: str) -> str:
    """Return ``text`` as a quotation, no line of which can pose as one of ours."""
    return "\n".join(f"> {_printable(line.expandtabs(4))}".rstrip() for line in text.splitlines())


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else " " for character in line)
