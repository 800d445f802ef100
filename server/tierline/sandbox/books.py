"""The sandbox's books: every request it received, what it sent, and what that cost, to the last digit."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from tierline.sandbox.exact_json import Verbatim
from tierline.sandbox.tariff import EXACT, Usage

Seen = TypeVar("Seen")


class Ending(StrEnum):
    """How an exchange ended."""

    OPEN = "open"
    COMPLETED = "completed"
    HUNG_UP = "hung-up"
    """The client left before the end."""
    CUT = "cut"
    """The sandbox closed the connection on purpose."""
    STOPPED = "stopped"
    """The sandbox itself was closed meanwhile."""


@dataclass(slots=True, kw_only=True)
class Record:
    """One request and its answer; grows while the answer goes out."""

    at: datetime
    method: str
    path: str
    """With its query."""
    sequence: int = 0
    """From 1 on, in the order of arrival."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Lower-case names; ``authorization`` is masked."""
    body: Any = None
    """The JSON sent, None if there was none or it was broken."""
    body_json: Verbatim | None = None
    body_bytes: int = 0
    models: tuple[str, ...] = ()
    """Asked for, in order."""
    message_chars: tuple[int, ...] = ()
    """The size of each message's text."""
    model: str = ""
    """The one that answered or refused."""
    free: bool = False
    behaviour: str = ""
    """Empty for ordinary models."""
    status: int | None = None
    generation_id: str = ""
    streamed: bool = False
    finish_reason: str | None = None
    usage: Usage | None = None
    """What was billed; None where nothing was generated."""
    ending: Ending = Ending.OPEN
    chunks_sent: int = 0
    bytes_sent: int = 0
    """Of the body, without HTTP's framing."""
    first_byte_at: datetime | None = None
    ended_at: datetime | None = None
    lookups: int = 0
    """How often ``GET /generation`` asked for it."""

    @property
    def key(self) -> str:
        """The masked key; empty if none was sent."""
        return self.headers.get("authorization", "")

    @property
    def cost_usd(self) -> Decimal:
        """What the account was charged, exact."""
        return self.usage.cost_usd if self.usage else Decimal(0)

    @property
    def hung_up(self) -> bool:
        """Whether the client left before the end."""
        return self.ending is Ending.HUNG_UP

    def to_wire(self) -> dict[str, Any]:
        """Return the record as JSON values."""
        usage = self.usage
        return {
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "method": self.method,
            "path": self.path,
            "headers": dict(self.headers),
            "body": self.body_json,
            "body_bytes": self.body_bytes,
            "models": self.models,
            "message_chars": self.message_chars,
            "model": self.model,
            "free": self.free,
            "behaviour": self.behaviour,
            "status": self.status,
            "generation_id": self.generation_id,
            "streamed": self.streamed,
            "finish_reason": self.finish_reason,
            "prompt_tokens": usage.prompt_tokens if usage else None,
            "completion_tokens": usage.completion_tokens if usage else None,
            "reasoning_tokens": usage.reasoning_tokens if usage else None,
            "is_byok": usage.is_byok if usage else False,
            "cost_usd": self.cost_usd,
            "upstream_usd": usage.upstream_usd if usage else Decimal(0),
            "ending": self.ending.value,
            "chunks_sent": self.chunks_sent,
            "bytes_sent": self.bytes_sent,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over records."""

    requests: int
    answers: int
    """Requests with something generated."""
    hung_up: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: Decimal


class Books:
    """All records, oldest first. Belongs to the sandbox's event loop."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._waiting: list[tuple[Callable[[Books], object], asyncio.Future[None]]] = []

    @property
    def last(self) -> Record:
        """The newest record. Raises ``IndexError`` before the first request."""
        return self.records[-1]

    @property
    def chats(self) -> list[Record]:
        """The chat requests alone."""
        return [record for record in self.records if record.path.endswith("/chat/completions")]

    @property
    def totals(self) -> Totals:
        """The sums over everything."""
        return total(self.records)

    async def wait_for(self, predicate: Callable[["Books"], Seen | None]) -> Seen:
        """Return the first truthy value of ``predicate(books)``, asked now and after each change. No polling."""
        while not (seen := predicate(self)):
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((predicate, future))
            await future
        return seen

    def changed(self) -> None:
        """Wake those whose event has come; called by whoever wrote into a record."""
        waiting, self._waiting = self._waiting, []
        for predicate, future in waiting:
            if future.done():
                continue
            try:
                come = bool(predicate(self))
            except Exception as error:  # noqa: BLE001 - it belongs to the one who waits, not to the server
                future.set_exception(error)
                continue
            if come:
                future.set_result(None)
            else:
                self._waiting.append((predicate, future))

    def to_wire(self) -> dict[str, Any]:
        """Return the books as JSON values; money as exact numbers."""
        totals = self.totals
        return {
            "records": [record.to_wire() for record in self.records],
            "totals": {name: getattr(totals, name) for name in Totals.__slots__},
        }


def total(records: list[Record]) -> Totals:
    """Sum records up, without rounding."""
    usages = [record.usage for record in records if record.usage]
    cost = Decimal(0)
    for usage in usages:
        cost = EXACT.add(cost, usage.cost_usd)
    return Totals(
        requests=len(records),
        answers=len(usages),
        hung_up=sum(record.hung_up for record in records),
        prompt_tokens=sum(usage.prompt_tokens for usage in usages),
        completion_tokens=sum(usage.completion_tokens for usage in usages),
        cost_usd=cost,
    )
