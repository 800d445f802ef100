"""Writes an exchange into its record: what was asked, what went out, and what that costs."""

from collections.abc import Callable
from datetime import datetime

from tierline.sandbox import tokens
from tierline.sandbox.account import mask
from tierline.sandbox.books import Books, Ending, Record
from tierline.sandbox.reply import Raw, Reply, Send, Step
from tierline.sandbox.routes import Request

KEPT_HEADERS = frozenset(
    {
        *("accept", "authorization", "content-type", "http-referer", "referer", "user-agent", "x-session-id"),
        *("x-openrouter-title", "x-title", "x-openrouter-categories", "x-openrouter-metadata"),
    }
)


def open_record(request: Request, now: datetime) -> Record:
    """Return the record of a request that has just come in, its key masked."""
    return Record(
        at=now,
        method=request.method,
        path=request.target,
        headers={
            name: mask(value) if name == "authorization" else value
            for name, value in request.headers.items()
            if name in KEPT_HEADERS
        },
        body_bytes=len(request.body or b""),
    )


class Meter:
    """Follows one answer on its way out. A stream is billed as far as it went, anything else in full."""

    def __init__(self, books: Books, record: Record, reply: Reply, now: Callable[[], datetime]) -> None:
        self._books = books
        self._record = record
        self._reply = reply
        self._now = now
        self._content_bytes = 0
        self._reasoning_bytes = 0
        record.status = reply.status
        record.model = reply.model
        record.free = reply.free
        record.behaviour = reply.behaviour
        record.generation_id = reply.generation_id
        record.streamed = reply.streamed
        self._as_it_goes = reply.streamed and not reply.bills_on
        if not self._as_it_goes and isinstance(reply.steps, tuple):
            for step in reply.steps:
                self._take(step)
        books.changed()

    def sent(self, step: Step) -> None:
        """Take down one step that went out."""
        if isinstance(step, Send | Raw):
            self._record.chunks_sent += 1
            self._record.bytes_sent += len(step.data)
            self._record.first_byte_at = self._record.first_byte_at or self._now()
        if self._as_it_goes:
            self._take(step)
        self._books.changed()

    def completed(self) -> None:
        """Close the record as soon as the last byte is on its way, so that nobody can read it half done."""
        self.end(Ending.COMPLETED)

    def end(self, ending: Ending) -> None:
        """Close the record; what became known last counts."""
        if ending is self._record.ending:
            return
        self._record.ending = ending
        self._record.ended_at = self._now()
        self._record.finish_reason = self._reply.finish_reason if ending is Ending.COMPLETED else None
        self._books.changed()

    def _take(self, step: Step) -> None:
        if self._reply.tariff is None or not isinstance(step, Send):
            return
        self._content_bytes += tokens.size(step.content)
        self._reasoning_bytes += tokens.size(step.reasoning)
        self._record.usage = self._reply.tariff.bill(
            tokens.of_bytes(self._content_bytes), tokens.of_bytes(self._reasoning_bytes)
        )
