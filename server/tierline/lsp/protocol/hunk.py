"""One of the changes that an answer makes."""

from typing import Literal

from tierline.lsp.protocol.base import Range, Wire


class HunkInfo(Wire):
    """One change of an answer, which can be accepted or rejected by itself."""

    id: str
    """The same for as long as the answer is kept, wherever the hunk stands."""
    range: Range
    """Where it stands in today's text."""
    old_text: str
    new_text: str
    state: Literal["pending", "accepted", "rejected", "conflict"]
