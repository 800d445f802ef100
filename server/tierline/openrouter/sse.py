"""Server-sent events, as far as chat completions use them: no socket in sight."""

import codecs


class EventStream:
    """Collects chunks, cut anywhere, and hands out the payload of each complete event.

    Comment lines (OpenRouter's keep-alives) and fields other than ``data`` are dropped, as the
    WHATWG specification of server-sent events says. Bytes that are not UTF-8 become U+FFFD.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest: list[str] = []
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> list[str]:
        """Take ``chunk`` and return the payloads that it completes, in order."""
        self._rest.append(self._decoder.decode(chunk))
        # A long line in many pieces is joined once, not once a piece.
        if not any(end in piece for piece in self._rest[-2:] for end in "\r\n"):
            return []
        text = "".join(self._rest)
        # A CR at the very end may be the first half of CRLF: it waits for the next chunk.
        held = text.endswith("\r")
        lines = (text[:-1] if held else text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._rest = [lines.pop() + ("\r" if held else "")]
        payloads = []
        for line in lines:
            if not line:
                if self._data:
                    payloads.append("\n".join(self._data))
                    self._data = []
            elif line.startswith("data:"):
                self._data.append(line[5:].removeprefix(" "))
        return payloads
