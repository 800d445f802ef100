"""The first and the last word about a task: one ``tierline/started``, one ``tierline/finished``, whatever happens."""

import asyncio
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from tierline.task import TierlineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tierline.lsp.protocol import RunResult, Wire
    from tierline.lsp.running import Running
    from tierline.lsp.session import Session
    from tierline.task import Task

log = logging.getLogger("tierline.lsp")

FAULT = "Tierline ran into a fault of its own; its log has the details."


@dataclass(slots=True)
class Ending:
    """How a task ended. As it is at first, nobody has said how."""

    state: Literal["applied", "answered", "kept", "failed", "cancelled"] = "failed"
    why: str = ""
    error: str = FAULT
    code: str = "internal"
    result: "RunResult | None" = None

    def came(self, result: "RunResult") -> None:
        """Note that it came to a result."""
        self.state, self.why, self.result = result.state, result.why, result
        self.error = self.code = ""


@contextmanager
def announced(session: "Session", running: "Running", task: "Task") -> "Iterator[Ending]":
    """Tell that a task has begun, and at the end how it ended, exactly once each."""
    from tierline.lsp.protocol import Started

    session.running[running.id] = running
    session.last = running.note()
    _send(session, "tierline/started", Started(id=running.id, uri=running.target.uri, kind=task.kind))
    session.tell()
    ending = Ending()
    try:
        yield ending
    except TierlineError as failed:
        ending.error, ending.code = str(failed), failed.code
        raise
    except asyncio.CancelledError:
        ending.state, ending.why = "cancelled", running.after_cancel
        ending.error = ending.code = ""
        raise
    finally:
        del session.running[running.id]
        session.memory.ended(running, task, ending.state)
        log.info("the task has ended: %s", ending.state, extra={"fields": {"kind": task.kind}})
        session.last = running.note(state=ending.state, error=ending.error)
        _finish(session, running, ending)
        session.tell()


def _finish(session: "Session", running: "Running", ending: Ending) -> None:
    from tierline.ledger import State
    from tierline.lsp.protocol import Finished

    told, result = running.told, ending.result
    row = running.recording.row(State(ending.state)) if running.recording else None
    finished = Finished(
        id=running.id,
        uri=running.target.uri,
        kind=running.kind,
        state=ending.state,
        why=ending.why,
        error=ending.error,
        code=ending.code,
        tier=result.tier if result else told.tier if told else None,
        model=result.model if result else told.model if told else "",
        cost_usd=result.cost_usd if result else row.cost_usd if row else Decimal(0),
        score=result.score if result else None,
    )
    _send(session, "tierline/finished", finished)


def _send(session: "Session", method: str, payload: "Wire") -> None:
    session.server.protocol.notify(method, payload.model_dump(mode="json", by_alias=True))
