"""An answer on its way to the editor: many small pieces in, few notifications out, in order."""

from collections.abc import Callable
from typing import NamedTuple

from tierline.lsp.pace import Pace

EVERY_S = 1 / 30
"""A screen shows no more than that, and a terminal may be slower."""


class Piece(NamedTuple):
    """One notification: the ``seq``-th of the task, from 0 on."""

    attempt: int
    seq: int
    delta: str


class Chunks:
    """The pieces of one task. Those of an attempt are all sent before the next one begins."""

    def __init__(self, send: Callable[[Piece], None], every_s: float = EVERY_S) -> None:
        self._send = send
        self._pace = Pace(self._tell, every_s)
        self._attempt = 0
        self._seq = 0
        self._pieces: list[str] = []

    def begin(self, attempt: int) -> None:
        """Tell that an attempt has begun, and that the text of earlier ones is void."""
        self.flush()
        self._attempt = attempt
        self._tell()

    def add(self, text: str) -> None:
        """Take what has come of the attempt."""
        self._pieces.append(text)
        self._pace.soon()

    def flush(self) -> None:
        """Send what has not been sent yet."""
        self._pace.drop()
        if self._pieces:
            self._tell()

    def _tell(self) -> None:
        delta = "".join(self._pieces)
        self._pieces.clear()
        self._send(Piece(self._attempt, self._seq, delta))
        self._seq += 1
