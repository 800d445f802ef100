"""What the engine tells of a task, passed on to the editor: its status, its chunks, its progress."""

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from tierline.engine.events import Asking, Complete, Corrected, Decided, Escalated, Event, Hopped, Settled, Text
from tierline.engine.run import CANCELLED
from tierline.ledger import State
from tierline.lsp.chunks import Chunks, Piece
from tierline.lsp.protocol import Chunk
from tierline.lsp.silence import Silence
from tierline.lsp.words import because, short
from tierline.openrouter.cancelling import after_cancel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tierline.engine.outcome import Attempt, Outcome
    from tierline.lsp.progress import Report
    from tierline.lsp.protocol import Phase
    from tierline.lsp.running import Running
    from tierline.lsp.session import Session


class Watcher:
    """An observer of one task. ``keep`` is given what is paid for while a better answer is on its way."""

    def __init__(
        self, session: "Session", running: "Running", report: "Report", keep: "Callable[[Outcome, str], object]"
    ) -> None:
        self._session = session
        self._running = running
        self._report = report
        self._keep = keep
        self._chunks = Chunks(self._send)
        self._silence = Silence(session.silent_after_s, self._stalled)
        self._table: Mapping[type, Callable[[Any], None]] = {
            Decided: self._decided,
            Asking: self._asking,
            Text: self._text,
            Complete: self._complete,
            Settled: self._settled,
            Hopped: self._hopped,
            Escalated: self._escalated,
            Corrected: self._corrected,
        }

    def __call__(self, event: Event) -> None:
        """Take one event of the engine."""
        self._table[type(event)](event)

    def close(self) -> None:
        """Send what waits; nothing comes of the task any more but a cost that is told late."""
        self._silence.stop()
        self._chunks.flush()

    def _decided(self, event: Decided) -> None:
        chosen = event.decision
        self._note(tier=chosen.tier, model=chosen.model, rule=chosen.rule, reason=chosen.reason)
        self._enter("routing")
        self._report(because(chosen))

    def _asking(self, event: Asking) -> None:
        self._note(model=event.model, tier=event.tier)
        self._enter("waiting")
        self._silence.heard()
        self._report(f"asking {short(event.model)} ({event.tier})")
        self._chunks.begin(event.attempt)

    def _text(self, event: Text) -> None:
        self._silence.heard()
        if self._running.phase != "streaming":
            self._running.phase = "streaming"
            self._session.tell_soon()
        self._chunks.add(event.delta)

    def _complete(self, _event: Complete) -> None:
        self._silence.stop()
        self._chunks.flush()
        self._running.phase = "scoring"
        self._session.tell_soon()

    def _settled(self, event: Settled) -> None:
        self._silence.stop()
        self._chunks.flush()
        if event.attempt.error == CANCELLED:
            self._running.after_cancel = _after(event.attempt)
            self._report(self._running.after_cancel)

    def _hopped(self, event: Hopped) -> None:
        self._report(event.error)

    def _escalated(self, event: Escalated) -> None:
        self._running.phase = "escalating"
        self._keep(event.so_far, "a better answer was asked for")
        # Once a task at most, and it costs money: not to be passed over.
        self._session.tell()

    def _corrected(self, event: Corrected) -> None:
        """Tell a cost that has become known, which may be long after the task."""
        if event.note:
            self._session.server.window_show_message(types.ShowMessageParams(types.MessageType.Info, event.note))
        recording = self._running.recording
        row = recording.row(State.ANSWERED) if recording else None
        if row and self._session.last is self._running.told:
            self._note(cost_usd=row.cost_usd)
        self._session.tell()

    def _enter(self, phase: "Phase") -> None:
        # An escalation is told as such until its first word.
        if self._running.phase != "escalating":
            self._running.phase = phase
        self._session.tell_soon()

    def _note(self, **facts: Any) -> None:
        self._session.last = self._running.note(**facts)

    def _stalled(self, silent: bool) -> None:  # noqa: FBT001 a callback, told what has become so
        self._running.stalled = silent
        self._session.tell_soon()

    def _send(self, piece: Piece) -> None:
        running = self._running
        chunk = Chunk(
            id=running.id,
            attempt=piece.attempt,
            seq=piece.seq,
            delta=piece.delta,
            kind=running.kind,
            uri=running.target.uri,
        )
        self._session.server.protocol.notify("tierline/chunk", chunk.model_dump(mode="json", by_alias=True))


def _after(attempt: "Attempt") -> str:
    """Say what a cancelled call goes on to cost."""
    if attempt.cost_usd is not None and not attempt.cost_usd:
        return "Stopped; nothing is billed for it."
    return after_cancel(attempt.provider)
