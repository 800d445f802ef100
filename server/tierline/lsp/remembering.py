"""One connection's memory: how its tasks ended, what became of their answers, and the ledger that is told."""

from functools import cached_property
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from tierline.edit.tracked import TrackedRange

if TYPE_CHECKING:
    from tierline.engine.run import Engine
    from tierline.learning import Adjustments
    from tierline.ledger import Fate
    from tierline.lsp.bookkeeping import Bookkeeper
    from tierline.lsp.fate import FateWatch, Verdict
    from tierline.lsp.running import Running
    from tierline.lsp.service import Service
    from tierline.task import Task, Tier


class Memory:
    """Watches answers and hands rows and fates to the bookkeeper; without a ledger it remembers nothing."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._books: Bookkeeper | None = None
        self._engine: Engine | None = None

    @cached_property
    def _watch(self) -> "FateWatch":
        from tierline.lsp.fate import FateWatch

        return FateWatch()

    def open(self, service: "Service") -> None:
        """Begin to write into the service's ledger, if it has one."""
        from tierline.lsp.bookkeeping import Bookkeeper

        self._engine = engine = service.engine
        engine.account.tell = self._say

        def taught(learnt: "Adjustments") -> None:
            engine.learnt = learnt

        if service.ledger is not None:
            self._books = Bookkeeper(service.ledger, service.learn, self._say, taught)

    async def close(self) -> None:
        """Settle what is open, and wait until all is written."""
        self._settle(self._watch.end())
        if self._books:
            await self._books.close()

    def asked(self, uri: str, task: "Task", pin: "Tier | None") -> None:
        """Take note of a task that is about to run."""
        self._settle(self._watch.asked(uri, task, pin, self._now()))

    def ended(self, running: "Running", task: "Task", state: str) -> None:
        """Take note of how a task ended."""
        from tierline.ledger import State
        from tierline.lsp.fate import Delivered

        notes = running.recording
        row = notes.row(State(state)) if notes else None
        if row is None or notes is None or self._books is None:
            return
        self._books.add(row)
        if notes.outcome is None:
            return
        answer, uri = notes.outcome.answer, running.target.uri
        text = "" if running.target.closed else self._server.workspace.get_text_document(uri).source
        start, new_text = running.target.range.start, answer.new_text
        place = None
        if state == "applied" and new_text is not None and text[start : start + len(new_text)] == new_text:
            place = TrackedRange(text, start, start + len(new_text))
        delivered = Delivered(
            key=row.key,
            task_id=running.id,
            uri=uri,
            kind=task.kind,
            tier=answer.tier,
            at=self._now(),
            before=task.selection,
            after=new_text,
            place=place,
        )
        self._watch.deliver(delivered, text)

    def changed(self, uri: str, text: str) -> None:
        """Take note of a document's new text."""
        self._settle(self._watch.changed(uri, text, self._now()))

    def closed(self, uri: str) -> None:
        """Take note that a document was closed."""
        self._settle(self._watch.closed(uri))

    def judged(self, task_id: str, fate: "Fate") -> bool:
        """Take note of what the user says; return whether there is such a task."""
        verdicts = self._watch.judged(task_id, fate)
        self._settle(verdicts)
        return bool(verdicts)

    def decided(self, task_id: str, key: str, fate: "Fate") -> None:
        """Take note of what the user made of a kept answer, which may be of another connection.

        ``key`` is that of its row; empty where it has none.
        """
        if not self.judged(task_id, fate) and key:
            self._settle([(key, fate)])

    def _now(self) -> float:
        return self._engine.clock() if self._engine else 0.0

    def _settle(self, verdicts: "list[Verdict]") -> None:
        if self._engine and self._engine.cache and any(fate.against for _, fate in verdicts):
            # Who did not want an answer does not want it once more.
            self._engine.cache.forget_all()
        if self._books:
            self._books.settle(verdicts)

    def _say(self, sentence: str) -> None:
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, sentence))
