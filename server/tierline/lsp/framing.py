"""Bytes → JSON messages, by LSP's base protocol. No I/O (pure): whatever comes, the next good message is found."""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

LARGEST_BYTES = 64 * 1024 * 1024
"""Of a message. A text that long is no code; without a bound, one wrong header could take all memory."""
_LONGEST_HEADER = 4096
"""Bytes of a line that may be a header; of a longer one only the end counts."""
_LONGEST_LENGTH = 64
"""Bytes of a Content-Length with all its spaces."""
_HEADER = re.compile(rb"[\w-]+:")
_LENGTH = re.compile(rb"content-length:[ \t]{0,8}(\d{1,20})[ \t]{0,8}\r?\n", re.IGNORECASE)
"""Also at the end of a line that begins with rubbish, as when the message before it was longer than it said.

It can't stand within a message: JSON has no line ends within strings, and no such words outside of them.
"""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Something that is no message, and why, in a sentence."""

    why: str


class Frames:
    """Collects bytes, cut anywhere, and hands out what each message holds."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._length: int | None = None
        """Of the message whose header is being read, or whose body is."""
        self._in_body = False
        self._rubbish = False
        """Whether lines have come that are no header."""
        self._searched = 0
        """How far the body has been searched for the header of a next message."""

    def feed(self, data: bytes) -> list[Any | Malformed]:
        """Take some more bytes, and return the JSON value of each message that is complete now."""
        self._held += data
        found: list[Any | Malformed] = []
        while (step := self._body() if self._in_body else self._line()) is not None:
            found += step
        return found

    def _line(self) -> list[Any | Malformed] | None:
        """Take a line of a header; ``None`` if it is not complete yet."""
        end = self._held.find(b"\n") + 1
        if not end:
            if len(self._held) > _LONGEST_HEADER:
                self._rubbish = True
                del self._held[:-_LONGEST_HEADER]
            return None
        line = bytes(self._held[max(0, end - _LONGEST_HEADER) : end])
        del self._held[:end]
        if line.strip():
            found = _LENGTH.search(line)
            if found:
                self._length = int(found[1])
            self._rubbish |= not found and not _HEADER.match(line)
            return []
        length, self._length = self._length, None
        if length is None:
            rubbish, self._rubbish = self._rubbish, False
            return [Malformed("A message must begin with a Content-Length.")] if rubbish else []
        self._rubbish = False
        if length > LARGEST_BYTES:
            return [Malformed(f"A message may have {LARGEST_BYTES:,} bytes at most; this one has {length:,}.")]
        self._length, self._in_body, self._searched = length, True, 0
        return []

    def _body(self) -> list[Any | Malformed] | None:
        """Take a message; ``None`` if it is not complete yet."""
        length = self._length or 0
        # Overlapping what was searched before, for a header may be cut anywhere.
        next_header = _LENGTH.search(self._held, max(0, self._searched - _LONGEST_LENGTH), length)
        self._searched = min(len(self._held), length)
        if next_header:
            length = next_header.start()
        elif len(self._held) < length:
            return None
        body = bytes(self._held[:length])
        del self._held[:length]
        self._length, self._in_body = None, False
        if next_header:
            return [Malformed("A message is shorter than its Content-Length.")]
        message = _parsed(body)
        if isinstance(message, Malformed):
            # Its end may be the beginning of the next header.
            self._held[:0] = body[-_LONGEST_LENGTH:]
        return [message]


def _parsed(body: bytes) -> Any | Malformed:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        return Malformed("A message is not UTF-8.")
    except ValueError:
        return Malformed("A message is not JSON.")
    except RecursionError:
        return Malformed("A message is nested too deep.")


def _refuse(constant: str) -> NoReturn:
    """Refuse ``NaN`` and the like, which Python takes for JSON."""
    raise ValueError(constant)
